// VEX as CycloneDX 1.6 (ECMA-424): the devices as components, and for each flaw an analysis with the devices that it is about.

import type { VexJustification } from '#contracts/index.ts';
import { canonicalJson } from '#kit/index.ts';
import type { VexStatement } from '#program/index.ts';
import { nameOfDevice, uuidFrom, type VexInput, vexContent } from './vex.ts';

/** ECMA-424, impactAnalysisState. */
const STATE: Readonly<Record<VexStatement['status'], string>> = {
  affected: 'exploitable',
  'not affected': 'not_affected',
  fixed: 'resolved',
  'under investigation': 'in_triage',
};

/** The nearest word of CycloneDX for each justification of VEX; the choice is ours. */
const JUSTIFICATION: Readonly<Record<VexJustification, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
};

const RESPONSE: Readonly<Record<VexStatement['response'], string>> = {
  patch: 'update',
  configure: 'workaround_available',
  isolate: 'workaround_available',
  compensate: 'workaround_available',
  replace: 'can_not_fix',
  'ask maker': 'can_not_fix',
  accepted: 'will_not_fix',
};

/** The document as text. */
export function vexCycloneDx(input: VexInput): string {
  const { statements, devices, moment } = vexContent(input);
  const groups = Map.groupBy(statements, ({ cve, status, justification, text, response }) =>
    JSON.stringify([cve, status, justification, text, response]),
  );
  const vulnerabilities = [...groups.values()].flatMap((said) => {
    const [first] = said;
    if (!first) return [];
    const firstIssued = said.reduce(
      (oldest, each) => (each.firstSeenAt < oldest ? each.firstSeenAt : oldest),
      first.firstSeenAt,
    );
    const lastUpdated = said.reduce(
      (newest, each) => (each.changedAt > newest ? each.changedAt : newest),
      first.changedAt,
    );
    return [
      {
        id: first.cve,
        source: { name: 'CVE Program', url: `https://www.cve.org/CVERecord?id=${encodeURIComponent(first.cve)}` },
        analysis: {
          state: STATE[first.status],
          ...(first.justification ? { justification: JUSTIFICATION[first.justification] } : {}),
          ...(first.status === 'affected' ? { response: [RESPONSE[first.response]] } : {}),
          detail: first.text,
          firstIssued,
          lastUpdated,
        },
        affects: said.map(({ device }) => ({ ref: device })),
      },
    ];
  });
  const components = devices.map((device) => ({
    type: 'device',
    'bom-ref': device.id,
    name: device.model ?? device.kind ?? 'Device',
    ...(device.version ? { version: device.version } : {}),
    ...(device.vendor ? { manufacturer: { name: device.vendor } } : {}),
    description: nameOfDevice(device),
    ...(device.serial ? { properties: [{ name: 'dosimeter:serial', value: device.serial }] } : {}),
  }));
  return canonicalJson({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidFrom(canonicalJson([input.site.id, components, vulnerabilities]))}`,
    version: 1,
    metadata: {
      timestamp: moment,
      manufacturer: { name: input.site.name },
      tools: { components: [{ type: 'application', name: 'Dosimeter' }] },
    },
    components,
    vulnerabilities,
  });
}
