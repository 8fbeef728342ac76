// The register of findings as a table for spreadsheets: one line a finding, in the order of work. RFC 4180, with a byte order
// mark so that spreadsheets read UTF-8; no cell is a formula (OWASP, CSV injection).
import { stringify } from 'csv-stringify/sync';
import type { AssessedDevice, AssessmentDocument, Finding } from '#contracts/index.ts';
import { inertCell } from '#kit/index.ts';
import { howSoonWords, makeAndModel, systemWords } from './words.ts';

type Column = readonly [
  name: string,
  value: (finding: Finding, order: number, device: AssessedDevice | null) => string,
];

const COLUMNS: readonly Column[] = [
  ['order', (_finding, order) => String(order)],
  ['severity', (finding) => finding.severity],
  ['state', (finding) => finding.state],
  ['confidence', (finding) => String(finding.confidence)],
  ['points', (finding) => String(finding.priority.score)],
  ['finding', (finding) => finding.title],
  ['system', (finding) => finding.deviceName],
  ['kind of system', (_finding, _order, device) => device?.kind ?? ''],
  ['make and model', (_finding, _order, device) => (device ? makeAndModel(device) : '')],
  ['operating system', (_finding, _order, device) => (device ? (systemWords(device) ?? '') : '')],
  ['location', (_finding, _order, device) => device?.location ?? ''],
  ['responsible', (_finding, _order, device) => device?.owner ?? ''],
  ['addresses', (_finding, _order, device) => device?.addresses.join(' ') ?? ''],
  ['criticality', (_finding, _order, device) => (device?.criticality ? String(device.criticality.level) : '')],
  ['why', (finding) => finding.reasons.map((reason) => reason.because).join(' ')],
  ['what to do', (finding) => finding.fix.text],
  ['who', (finding) => finding.fix.who],
  ['kind', (finding) => finding.kind],
  ['rule', (finding) => finding.rule],
  ['cve', (finding) => finding.cve ?? ''],
  ['cvss', (finding) => (finding.cvss ? String(finding.cvss.score) : '')],
  ['cvss here', (finding) => (finding.cvss?.environmental ? String(finding.cvss.environmental.score) : '')],
  ['cvss vector', (finding) => finding.cvss?.environmental?.vector ?? finding.cvss?.vector ?? ''],
  ['used in attacks', (finding) => (finding.cve === null ? '' : finding.kev ? 'known' : 'not known')],
  ['epss', (finding) => (finding.epss === null ? '' : String(finding.epss))],
  ['how soon', (finding) => (finding.ssvc ? howSoonWords(finding.ssvc) : '')],
  ['finding id', (finding) => finding.id],
  ['system id', (finding) => finding.device],
];

/** The register as CSV. */
export function registerCsv(document: AssessmentDocument): string {
  const devices = new Map(document.devices.map((device) => [device.id, device]));
  const rows = document.findings.map((finding, index) =>
    COLUMNS.map(([, value]) => inertCell(value(finding, index + 1, devices.get(finding.device) ?? null))),
  );
  return stringify([COLUMNS.map(([name]) => name), ...rows], { bom: true, record_delimiter: '\r\n' });
}
