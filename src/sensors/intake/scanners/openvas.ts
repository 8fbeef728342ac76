// Reports of OpenVAS and Greenbone as XML (GMP `get_reports`): results by host and port, names and systems of hosts.

import type { Severity } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';
import { childrenOf, find, textAt, type XmlElement, xmlElements } from './xml-stream.ts';

const KIND = 'openvas-xml';

/** OpenVAS and Greenbone reports. */
export const openvas: Importer = {
  kind: KIND,
  label: 'OpenVAS or Greenbone report (XML)',
  verified: true,
  recognizes: (head) =>
    /<(?:get_reports_response|report)[\s>]/.test(head) &&
    /<(?:report_format|gmp|omp|scan_run_status|results|task|owner)[\s>]/.test(head),
  read,
};

async function* read(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ImportedRow[]> {
  let row = 0;
  for await (const element of xmlElements(source, new Set(['result', 'host']))) {
    row++;
    yield [element.name === 'result' ? resultRow(element, row) : hostRow(element, row)];
  }
}

function resultRow(result: XmlElement, row: number): ImportedRow {
  const at = Date.parse(textAt(result, 'modification_time') || textAt(result, 'creation_time'));
  const host = find(result, 'host');
  const say = HostSayings.of(host?.text.trim() ?? '', KIND, Number.isFinite(at) ? at : undefined);
  if (!say) return { row, problem: 'The result names no address.' };
  say.seen();
  say.hostName(textAt(result, 'host', 'hostname'));
  const [, port, transport] = /^(?:[^/]*\()?(\d+)\/(tcp|udp)/.exec(textAt(result, 'port')) ?? [];
  const number = port === undefined ? null : Number(port);
  if (number !== null && transport === 'tcp')
    say.service({ port: number, name: '', banner: '', protocol: protocolOf('') });
  const nvt = find(result, 'nvt');
  const score = Number(textAt(result, 'severity') || (nvt ? textAt(nvt, 'cvss_base') : ''));
  const title = textAt(result, 'name') || (nvt ? textAt(nvt, 'name') : '');
  const cves = [...(nvt ? childrenOf(nvt, 'cve').map(({ text }) => text) : []), ...references(nvt)];
  const severity = severityOf(score, textAt(result, 'threat'));
  if (severity === 'none' && cves.length === 0) return { row, statements: say.list };
  const id = nvt?.attributes['oid'] ?? title;
  say.weakness({
    id: `openvas ${id}`,
    title,
    severity,
    cves: cves.flatMap((text) => text.match(/CVE-\d{4}-\d+/gi) ?? []),
    port: number,
  });
  return { row, statements: say.list };
}

function references(nvt: XmlElement | undefined): string[] {
  const refs = nvt ? childrenOf(find(nvt, 'refs') ?? nvt, 'ref') : [];
  return refs.filter(({ attributes }) => attributes['type'] === 'cve').map(({ attributes }) => attributes['id'] ?? '');
}

/** CVSS 3.1 section 5, qualitative severity rating scale; the scanner's word where there is no score. */
export function severityOf(score: number, threat: string): Severity {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  if (score > 0) return 'low';
  const words = lookup<Severity>({ Critical: 'critical', High: 'high', Medium: 'medium', Low: 'low' });
  return words[threat] ?? 'none';
}

function hostRow(host: XmlElement, row: number): ImportedRow {
  const say = HostSayings.of(textAt(host, 'ip') || host.text.trim(), KIND, undefined);
  if (!say) return { row, statements: [] };
  for (const detail of childrenOf(host, 'detail')) {
    const value = textAt(detail, 'value');
    if (textAt(detail, 'name') === 'hostname') say.hostName(value);
    else if (textAt(detail, 'name') === 'best_os_txt') say.system(value, 0.6);
    else if (textAt(detail, 'name') === 'MAC') say.mac(value);
  }
  return { row, statements: say.list };
}
