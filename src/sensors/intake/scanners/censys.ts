// Hosts as Censys saw them from the Internet (Censys Search 2 `hosts`, and the host of the Censys Platform), one a line, a list, or the
// answer of its API. Banners and certificates are not read.
import { z } from 'zod';
import type { ImportedRow, Importer } from '../importer.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';
import { tableTime } from '../tables/delimited.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';

const KIND = 'censys-json';
const words = z.string().nullish().catch(undefined);
const product = z.object({ vendor: words, product: words, version: words }).catch({});

const service = z.object({
  port: z.number().int(),
  service_name: words,
  protocol: words,
  extended_service_name: words,
  transport_protocol: words,
  software: z.array(product).nullish().catch(undefined),
});
const host = z.object({
  ip: z.string(),
  services: z.array(service).nullish().catch(undefined),
  operating_system: product.nullish().catch(undefined),
  dns: z
    .object({ reverse_dns: z.object({ names: z.array(z.string()).nullish() }).nullish() })
    .nullish()
    .catch(undefined),
  last_updated_at: words,
});
type Host = z.infer<typeof host>;

/** Censys. */
export const censys: Importer = {
  kind: KIND,
  label: 'Hosts seen by Censys (JSON)',
  verified: false,
  recognizes: (head) =>
    /^\s*\[?\s*\{/.test(head) &&
    /"services"\s*:/.test(head) &&
    /"(?:extended_service_name|transport_protocol)"\s*:/.test(head) &&
    /"ip"\s*:\s*"/.test(head),
  async *read(source) {
    for await (const records of jsonRecords(source)) yield records.flatMap(rowsOf);
  },
};

function rowsOf(record: JsonRecord): ImportedRow[] {
  if ('problem' in record) return [record];
  return hostsIn(record.value).map((each) => {
    const found = host.safeParse(each).data;
    return found ? rowOf(found, record.row) : { row: record.row, problem: 'The record is no host with an address.' };
  });
}

/** The hosts in an answer of the API, at most a few layers down. */
function hostsIn(value: unknown, depth = 0): unknown[] {
  const layer = z
    .object({ result: z.unknown(), hits: z.array(z.unknown()), host: z.unknown(), resource: z.unknown() })
    .partial()
    .safeParse(value).data;
  if (layer?.hits) return layer.hits.flatMap((hit) => hostsIn(hit, depth + 1));
  const inner = layer?.result ?? layer?.host ?? layer?.resource;
  return inner === undefined || depth > 4 ? [value] : hostsIn(inner, depth + 1);
}

function rowOf(found: Host, row: number): ImportedRow {
  const say = HostSayings.of(found.ip, KIND, tableTime(found.last_updated_at ?? ''));
  if (!say) return { row, problem: 'The record names no network address.' };
  say.role('Reached from the Internet (Censys)');
  for (const name of found.dns?.reverse_dns?.names ?? []) say.hostName(name, 0.6);
  const system = [found.operating_system?.vendor, found.operating_system?.product, found.operating_system?.version];
  if (found.operating_system?.product) say.hint('Censys system guess', system.filter(Boolean).join(' '));
  for (const { port, service_name, protocol, extended_service_name, transport_protocol, software } of found.services ??
    []) {
    for (const each of software ?? []) say.software(each.product ?? '', each.version ?? null, null);
    if (!/^tcp$/i.test(transport_protocol ?? 'tcp')) continue;
    const name = (extended_service_name ?? service_name ?? protocol ?? '').toLowerCase();
    say.service({ port, name: name === 'unknown' ? '' : name, banner: '', protocol: protocolOf(name) });
  }
  return { row, statements: say.list };
}
