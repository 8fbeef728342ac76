// nmap's reports as XML (nmap.dtd, output version 1.05): hosts that are up, their names, systems and open ports, and what its scripts
// found out.
import type { ImportedRow, Importer } from '../importer.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';
import { childrenOf, find, type XmlElement, xmlElements } from './xml-stream.ts';

const KIND = 'nmap-xml';

/** nmap -oX. */
export const nmap: Importer = {
  kind: KIND,
  label: 'nmap report (XML)',
  verified: true,
  recognizes: (head) => /<nmaprun[\s>]/.test(head),
  read,
};

async function* read(source: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ImportedRow[]> {
  let row = 0;
  for await (const host of xmlElements(source, new Set(['host']))) {
    row++;
    yield [hostRow(host, row)];
  }
}

function hostRow(host: XmlElement, row: number): ImportedRow {
  if (find(host, 'status')?.attributes['state'] === 'down') return { row, statements: [] };
  const addresses = childrenOf(host, 'address').map(({ attributes }) => attributes);
  const own = addresses.find(({ addrtype }) => addrtype === 'ipv4' || addrtype === 'ipv6' || addrtype === undefined);
  const seconds = Number(host.attributes['endtime'] ?? host.attributes['starttime']);
  const say = HostSayings.of(own?.['addr'] ?? '', KIND, seconds > 0 ? seconds * 1000 : undefined);
  if (!say) return { row, problem: 'The host has no address.' };
  say.seen();
  for (const { addr, addrtype, vendor } of addresses) {
    if (addrtype !== 'mac' || addr === undefined) continue;
    say.mac(addr);
    if (vendor !== undefined) say.hint('Network card maker', vendor);
  }
  for (const { attributes } of find(host, 'hostnames')?.children ?? []) say.hostName(attributes['name'] ?? '');
  systems(host, say);
  for (const port of childrenOf(find(host, 'ports') ?? host, 'port')) openPort(port, say);
  for (const script of find(host, 'hostscript')?.children ?? []) hostScript(script, say);
  return { row, statements: say.list };
}

/** The best match counts for what nmap says it is worth; a range of guesses is no knowledge. */
function systems(host: XmlElement, say: HostSayings): void {
  const matches = childrenOf(find(host, 'os') ?? host, 'osmatch');
  const best = matches[0]?.attributes;
  const accuracy = Number(best?.['accuracy'] ?? 0);
  if (best?.['name'] === undefined) return;
  const isRange = /\bor\b|-|,/.test(best['name']);
  if (isRange || accuracy < 90) say.hint('nmap system guess', `${best['name']} (${accuracy}%)`);
  else say.system(best['name'], (accuracy / 100) * 0.6);
}

function openPort(port: XmlElement, say: HostSayings): void {
  const number = Number(port.attributes['portid']);
  if (find(port, 'state')?.attributes['state'] !== 'open' || port.attributes['protocol'] !== 'tcp') return;
  const service = find(port, 'service');
  const { name = '', product = '', version = '', extrainfo = '', tunnel, hostname, ostype } = service?.attributes ?? {};
  const scripts = childrenOf(port, 'script');
  const isDicom = scripts.some(({ attributes }) => attributes['id'] === 'dicom-ping');
  const isEncrypted = tunnel === 'ssl';
  const plain = name === 'ssl/http' || (isEncrypted && name === 'http') ? 'http' : name;
  const banner = [product, version, extrainfo === '' ? '' : `(${extrainfo})`].filter((part) => part !== '').join(' ');
  say.service({ port: number, name, banner, protocol: isDicom ? 'dicom' : protocolOf(plain, isEncrypted) });
  const cpes = service ? childrenOf(service, 'cpe').map(({ text }) => text.trim()) : [];
  if (product !== '') say.software(product, version || null, cpes.find((cpe) => cpe.startsWith('cpe:/a')) ?? null);
  if (hostname !== undefined) say.hostName(hostname, 0.6);
  if (ostype !== undefined) say.hint('nmap service system', ostype);
  for (const script of scripts) {
    const { id = '', output = '' } = script.attributes;
    if (id === 'http-server-header') say.hint('Web server', output.trim());
    else if (/^(?:vulners|vulscan|.*-vuln-)/.test(id)) reportedBy(script, number, say);
  }
}

function hostScript(script: XmlElement, say: HostSayings): void {
  const { id = '', output = '' } = script.attributes;
  if (id === 'smb-os-discovery') {
    const elements = new Map(
      childrenOf(script, 'elem').map(({ attributes, text }) => [attributes['key'] ?? '', text.trim()]),
    );
    const field = (key: string, words: RegExp) => elements.get(key) ?? words.exec(output)?.[1]?.trim() ?? '';
    say.system(field('os', /OS: ([^\n(]+)/), 0.75);
    say.hostName(field('server', /(?:NetBIOS c|C)omputer name: ([^\n\\]+)/).replace(/\\x00$/, ''), 0.85);
  } else if (/^(?:smb-vuln-|vulners)/.test(id)) reportedBy(script, null, say);
}

/** A script that looks for known holes: reported when it says vulnerable, with the CVEs that it names. */
function reportedBy(script: XmlElement, port: number | null, say: HostSayings): void {
  const { id = '', output = '' } = script.attributes;
  if (/NOT VULNERABLE/.test(output) || (!/VULNERABLE/.test(output) && id !== 'vulners')) return;
  const cves = output.match(/CVE-\d{4}-\d{4,10}/g) ?? [];
  const title = /^\s*([^\n]{8,160})$/m.exec(output)?.[1]?.trim() ?? id;
  say.weakness({ id, title: `${id}: ${title}`.replace(/\s+/g, ' '), severity: 'high', cves, port });
}
