// The risk of the sample center, worked out as the program does it, for the tests of the reports.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_HARM_MATRIX, type RiskDocument, type RiskInputs, risk } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import { assessRisk, libraryOf, resolveSettings } from '#risk/index.ts';
import type { AssessmentInput } from './assessment.ts';
import { sampleInput } from './sample-centre.ts';

const LIBRARY = path.resolve(import.meta.dirname, '../risk/threats/library');
/** Few years and some of the scenarios: the tests ask for directions, not for digits. */
const TRIALS = 1_000;
const SCENARIOS: readonly string[] = [
  'ransomware-department',
  'ransomware-scanner',
  'ct-dose-too-high',
  'finding-removed-archive',
  'records-taken-from-open-archive',
  'portable-ultrasound-lost',
];

/** What the risk of the sample center is worked out from; `name` takes the place of every name and text of the site. */
function sampleRiskInputs(change: { readonly name?: string; readonly before?: RiskInputs['before'] } = {}): RiskInputs {
  const { settings, stated } = resolveSettings({
    patients: 40_000,
    tolerance: [{ loss: 500_000, probability: 0.05 }],
  });
  const { devices, findings, generatedAt, site } = sampleInput;
  const files = readdirSync(LIBRARY)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(path.join(LIBRARY, name), 'utf8') }));
  return {
    schema: 'dosimeter.risk-inputs/1',
    site,
    at: generatedAt,
    seed: 1,
    trials: TRIALS,
    settings,
    stated: [...stated],
    devices: devices.map((device) => ({
      id: device.id,
      name: change.name ?? device.name,
      kind: device.kind,
      modality: device.modality,
      zone: device.zone,
      criticality: device.criticality?.level ?? null,
      isOnInternet: false,
      remoteServices: [],
    })),
    zones: [{ id: 'Clinical network', name: null }],
    findings: findings.flatMap((finding) =>
      finding.state === 'confirmed' || finding.state === 'potential'
        ? [
            {
              id: finding.id,
              device: finding.device,
              kind: finding.kind,
              rule: finding.rule,
              title: finding.title,
              state: finding.state,
              confidence: finding.confidence,
              cve: finding.cve,
              kev: finding.kev,
              epss: finding.epss,
              vector: finding.cvss?.vector ?? null,
              fix: finding.fix,
            },
          ]
        : [],
    ),
    reach: [],
    threats: libraryOf([files]).scenarios.filter(({ id }) => SCENARIOS.includes(id)),
    matrix: DEFAULT_HARM_MATRIX,
    before: change.before ?? null,
  };
}

/** Worked out, with the digits that are kept. */
export function riskOfSample(change: Parameters<typeof sampleRiskInputs>[0] = {}): RiskDocument {
  return risk.riskDocument.parse(JSON.parse(canonicalJson(assessRisk(sampleRiskInputs(change)))));
}

/** The risk of the sample center, the first one. */
export const sampleRisk: RiskDocument = riskOfSample();

/** The assessment of the sample center with its risk. */
export const sampleWithRisk: AssessmentInput = { ...sampleInput, risk: sampleRisk };
