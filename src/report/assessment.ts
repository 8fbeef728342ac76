// The assessment: what is exposed, how sure we are, what to do first. Built from facts already judged; the same input gives
// the same document (docs/documents.md, dosimeter.assessment/1).
import {
  type AssessedDevice,
  type AssessmentDocument,
  type Finding,
  type ImportDocument,
  type RiskDocument,
  RUNG_ORDER,
  type ScanDocument,
  SEVERITY_ORDER,
} from '#contracts/index.ts';
import {
  ANSWERS_ONLY,
  compareFindings,
  doFirst,
  exposureRows,
  GIVES_PATIENT_DATA,
  type HeadlineCounts,
  headline,
  isOpenRung,
  MAY_GIVE_PATIENT_DATA,
  narrowingFacts,
  type OpenQuestion,
  SURE_ENOUGH,
} from '#findings/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { round9 } from '#kit/index.ts';

export interface AssessmentInput {
  /** Name of the practice or department. */
  readonly site: string;
  /** ISO time. */
  readonly generatedAt: string;
  readonly evidence: AssessmentDocument['evidence'];
  readonly scan: ScanDocument | null;
  readonly imports: ImportDocument | null;
  readonly devices: readonly DeviceSnapshot[];
  /** Findings on those devices, in any order. */
  readonly findings: readonly Finding[];
  /** The newest assessment of risk; null before the first. */
  readonly risk: RiskDocument | null;
}

/** Whether what is known of a device says that strangers get in, stay out, or neither. */
export type Standing = 'open' | 'closed' | 'unknown';

/** Builds the assessment document. Retired devices are left out. */
export function buildAssessment(input: AssessmentInput): AssessmentDocument {
  const devices = input.devices
    .filter((device) => !device.retired)
    .map(assessed)
    .sort(byName);
  const here = new Set(devices.map((device) => device.id));
  const findings = input.findings
    .filter((finding) => here.has(finding.device) && finding.state !== 'fixed')
    .sort(compareFindings);
  return {
    schema: 'dosimeter.assessment/1',
    site: input.site,
    generatedAt: input.generatedAt,
    evidence: input.evidence,
    scan: input.scan,
    imports: input.imports,
    summary: {
      headline: headline(headlineCounts(devices, findings)),
      byExposure: exposureRows(rungCounts(devices), rungCounts(devices.filter(isUndecided))),
      bySeverity: [...SEVERITY_ORDER].reverse().map((severity) => ({
        severity,
        findings: findings.filter((finding) => finding.severity === severity && isStanding(finding)).length,
      })),
      openShare: openShare(devices),
      coverage: {
        devices: devices.length,
        observed: devices.filter((device) => device.services.length > 0).length,
        withOperatingSystem: devices.filter((device) => device.os !== null).length,
        withOwner: devices.filter((device) => device.owner !== null && device.owner !== '').length,
      },
      narrow: narrowingFacts(openQuestions(findings), {
        withoutCriticality: devices.filter((device) => device.criticality === null).length,
        withoutOwner: devices.filter((device) => device.owner === null || device.owner === '').length,
      }),
    },
    doFirst: doFirst(findings),
    devices,
    findings,
    risk: input.risk,
  };
}

/** Counted by severity: what is known or likely. Questions and good news have none. */
function isStanding(finding: Finding): boolean {
  return finding.state === 'confirmed' || finding.state === 'potential';
}

function assessed(device: DeviceSnapshot): AssessedDevice {
  return {
    id: device.id,
    name: device.name,
    kind: device.kind,
    modality: device.modality,
    vendor: device.vendor,
    model: device.model,
    serial: device.serial,
    os: device.os ? { name: device.os.name, version: device.os.version, build: device.os.build } : null,
    software: [],
    addresses: [...device.addresses],
    aeTitles: [...device.aeTitles],
    zone: device.zone,
    criticality: device.criticality,
    location: device.location,
    owner: device.owner,
    exposure: highestRung(device),
    lastSeenAt: device.lastSeenAt,
    services: [...device.services]
      .sort(byEndpoint)
      .map(({ endpoint, observedAt }) => ({ observedAt, endpoint: { ...endpoint } })),
  };
}

/** The most open rung that any service of a device proved; null when none was ever seen. */
export function highestRung(device: Pick<DeviceSnapshot, 'services'>): string | null {
  let best = -1;
  for (const { endpoint } of device.services) {
    for (const rung of [endpoint.exposure, endpoint.web]) {
      if (rung !== null) best = Math.max(best, RUNG_ORDER.indexOf(rung));
    }
  }
  return RUNG_ORDER[best] ?? (device.services.length > 0 ? ANSWERS_ONLY : null);
}

/** Strangers get in from W3 and E3 on. A refusal that may be about the name we used, or for want of room, proves nothing. */
export function standingOf(device: AssessedDevice): Standing {
  if (device.exposure === null) return 'unknown';
  if (isOpenRung(device.exposure)) return 'open';
  const undecided = device.services.some(
    ({ endpoint }) => endpoint.refusal === 'called' || endpoint.refusal === 'busy',
  );
  return undecided ? 'unknown' : 'closed';
}

type Seen = AssessedDevice & { readonly exposure: string };

/** Seen, and yet not judged. */
function isUndecided(device: AssessedDevice): device is Seen {
  return device.exposure !== null && standingOf(device) === 'unknown';
}

function rungCounts<D extends AssessedDevice>(devices: readonly D[]): Map<D['exposure'], number> {
  const counts = new Map<D['exposure'], number>();
  for (const { exposure } of devices) counts.set(exposure, (counts.get(exposure) ?? 0) + 1);
  return counts;
}

function headlineCounts(devices: readonly AssessedDevice[], findings: readonly Finding[]): HeadlineCounts {
  const has = (rules: readonly string[], finding: Finding) => rules.includes(finding.rule);
  const giving = new Set(
    findings
      .filter((each) => has(GIVES_PATIENT_DATA, each) && each.state === 'confirmed' && each.confidence >= SURE_ENOUGH)
      .map((each) => each.device),
  );
  const offering = new Set(
    findings
      .filter((each) => has([...MAY_GIVE_PATIENT_DATA, ...GIVES_PATIENT_DATA], each) && !giving.has(each.device))
      .map((each) => each.device),
  );
  const standings = devices.map(standingOf);
  return {
    systems: devices.length,
    giving: giving.size,
    offering: offering.size,
    open: standings.filter((standing) => standing === 'open').length,
    unknown: standings.filter((standing) => standing === 'unknown').length,
  };
}

function openQuestions(findings: readonly Finding[]): OpenQuestion[] {
  const unknown = findings.filter((finding) => finding.state === 'unknown');
  return [...Map.groupBy(unknown, (finding) => `${finding.rule}\u0000${finding.fix.text}`).values()].flatMap(
    (group) => {
      const [first] = group;
      if (!first) return [];
      const devices = new Set(group.map((finding) => finding.device)).size;
      return [{ rule: first.rule, title: first.title, kind: first.kind, how: first.fix.text, devices }];
    },
  );
}

function openShare(devices: readonly AssessedDevice[]): AssessmentDocument['summary']['openShare'] {
  if (devices.length === 0) return { low: 0, high: 1 };
  const standings = devices.map(standingOf);
  const open = standings.filter((standing) => standing === 'open').length;
  const unknown = standings.filter((standing) => standing === 'unknown').length;
  return { low: round9(open / devices.length), high: round9((open + unknown) / devices.length) };
}

function byName(a: AssessedDevice, b: AssessedDevice): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

type Service = DeviceSnapshot['services'][number];

function byEndpoint(a: Service, b: Service): number {
  if (a.endpoint.address !== b.endpoint.address) return a.endpoint.address < b.endpoint.address ? -1 : 1;
  if (a.endpoint.port !== b.endpoint.port) return a.endpoint.port - b.endpoint.port;
  return a.observedAt < b.observedAt ? -1 : a.observedAt > b.observedAt ? 1 : 0;
}
