// Tenable Nessus reports (.nessus, version 2): hosts with their properties, and what each plugin found.
import type { Severity } from '#contracts/index.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';
import { childrenOf, find, textAt, type XmlElement, xmlElements } from './xml-stream.ts';

const KIND = 'nessus';
const SEVERITIES: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical'];

/** Nessus reports. */
export const nessus: Importer = {
  kind: KIND,
  label: 'Nessus report',
  verified: true,
  recognizes: (head) => /<NessusClientData_v2[\s>]/.test(head),
  read,
};

async function* read(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ImportedRow[]> {
  let row = 0;
  for await (const host of xmlElements(source, new Set(['ReportHost']))) {
    row++;
    yield [hostRow(host, row)];
  }
}

function hostRow(host: XmlElement, row: number): ImportedRow {
  const properties = new Map(
    childrenOf(find(host, 'HostProperties') ?? host, 'tag').map(({ attributes, text }) => [
      attributes['name'] ?? '',
      text.trim(),
    ]),
  );
  const property = (name: string) => properties.get(name) ?? '';
  const ended = Date.parse(property('HOST_END'));
  const at = Number(property('HOST_END_TIMESTAMP')) * 1000 || (Number.isFinite(ended) ? ended : undefined);
  const name = host.attributes['name'] ?? '';
  const say = HostSayings.of(property('host-ip') || name, KIND, at);
  if (!say) return { row, problem: 'The host has no address.' };
  say.seen();
  for (const part of ['host-fqdn', 'netbios-name', 'hostname']) say.hostName(property(part).split('\n')[0] ?? '', 0.75);
  if (name !== say.address) say.hostName(name);
  for (const mac of property('mac-address').split('\n')) say.mac(mac.trim());
  const system = property('operating-system').split('\n');
  if (system.length === 1) say.system(system[0] ?? '', 0.7);
  else say.hint('Nessus system guess', system.join(' or '));
  for (const item of childrenOf(host, 'ReportItem')) reported(item, say);
  return { row, statements: say.list };
}

function reported(item: XmlElement, say: HostSayings): void {
  const { port = '0', svc_name = '', protocol = '', severity = '0', pluginID = '', pluginName = '' } = item.attributes;
  const number = Number(port);
  if (protocol === 'tcp' && number > 0) {
    const name = svc_name.replace(/\?$/, '');
    say.service({ port: number, name, banner: '', protocol: protocolOf(name) });
  }
  const level = SEVERITIES[Number(severity)] ?? 'none';
  const cves = childrenOf(item, 'cve').map(({ text }) => text.trim());
  if (level === 'none' && cves.length === 0) return;
  const title = pluginName || textAt(item, 'synopsis');
  say.weakness({ id: `nessus ${pluginID}`, title, severity: level, cves, port: number > 0 ? number : null });
}
