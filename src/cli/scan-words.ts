// A scan as words in a terminal.
import {
  type AssessmentDocument,
  RUNG_MEANING,
  type ScanDocument,
  type ScanEndpoint,
  type Severity,
} from '#contracts/index.ts';
import { RULES } from '#findings/index.ts';
import { inertText } from '#kit/index.ts';
import { table } from './output.ts';
import { nothingSent } from './scan-command.ts';

/** A table of what answered, the worst first, with the bill below. */
export function scanWords(document: ScanDocument): string {
  const rows = [...document.endpoints]
    .sort((a, b) => (rungOf(b) < rungOf(a) ? -1 : 1))
    .map((endpoint) => [
      `${endpoint.address}:${endpoint.port}`,
      rungOf(endpoint),
      endpoint.transport === 'tls' ? `TLS grade ${endpoint.tls.grade}` : 'plain',
      endpoint.implementation?.product ??
        endpoint.implementation?.versionName ??
        endpoint.banner ??
        endpoint.service ??
        '',
      meaningOf(endpoint),
    ]);
  const { hosts, endpoints, connections, seconds } = document.totals;
  const refused =
    document.refused.length > 0
      ? `\n${document.refused.length} targets refused: ${document.refused[0]?.target}: ${document.refused[0]?.reason}`
      : '';
  const none = nothingSent(document) ? 'Nothing was sent.' : 'Nothing answered.';
  const bill = `${document.state}: ${hosts} addresses, ${endpoints} endpoints, ${connections} connections, ${seconds.toFixed(1)} s`;
  return `${rows.length > 0 ? `${table([['where', 'rung', 'transport', 'what', 'meaning'], ...rows])}\n\n` : `${none}\n\n`}${bill}${refused}`;
}

function rungOf(endpoint: ScanEndpoint): string {
  return endpoint.exposure ?? endpoint.web ?? '-';
}

function meaningOf(endpoint: ScanEndpoint): string {
  const rung = endpoint.exposure ?? endpoint.web;
  return rung ? RUNG_MEANING[rung] : `${endpoint.protocol} service`;
}

/** The severity of what an endpoint proves by itself, as the rule book has it (docs/findings.md). */
export function severityOfEndpoint(endpoint: ScanEndpoint): Severity {
  if (endpoint.exposure === 'E7') return RULES['dicom-gives-data'].severity;
  if (endpoint.web === 'W5') return RULES['web-gives-data'].severity;
  if (endpoint.query === 'executed') return RULES['dicom-open-query'].severity;
  if (endpoint.worklist === 'executed') return RULES['dicom-open-worklist'].severity;
  if (endpoint.web === 'W4') return RULES['web-open-search'].severity;
  if (endpoint.write === 'offered') return RULES['dicom-write-offered'].severity;
  if (endpoint.read === 'offered') return RULES['dicom-read-offered'].severity;
  if (endpoint.offered.includes('E5')) return RULES['dicom-offers-query'].severity;
  if (endpoint.web === 'W3') return RULES['web-open-identity'].severity;
  if (endpoint.exposure === 'E3' || endpoint.exposure === 'E4') return RULES['dicom-open-association'].severity;
  return endpoint.service === null ? 'none' : RULES['service-reachable'].severity;
}

/** An assessment in a few lines; the report says the rest. */
export function assessmentWords(document: AssessmentDocument): string {
  const { headline, openShare, bySeverity } = document.summary;
  const share = (value: number) => `${Math.round(value * 100)}%`;
  const counts = bySeverity
    .filter(({ findings }) => findings > 0)
    .map(({ severity, findings }) => `${findings} ${severity}`);
  const first = document.doFirst.map((step, n) => `${n + 1}. ${inertText(step.action, 400)} (${step.who})`);
  return [
    inertText(headline, 1000),
    `Open to strangers: ${share(openShare.low)} to ${share(openShare.high)} of ${document.devices.length} devices. Findings: ${counts.join(', ') || 'none'}.`,
    ...(first.length > 0 ? ['', 'Do these first:', ...first] : []),
  ].join('\n');
}
