// Assets of runZero as its export gives them (assets.json, assets.jsonl; runZero API, Asset): one object for each asset. Comments, tags,
// owners, users and raw answers are not read.
import { z } from 'zod';
import type { ImportedRow, Importer } from '../importer.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';
import { AssetSayings } from './asset-sayings.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';

const KIND = 'runzero-json';
const words = z.string().nullish().catch(undefined);
const list = z.array(z.coerce.string()).nullish().catch(undefined);

const asset = z.object({
  id: z.string().min(1),
  addresses: list,
  names: list,
  macs: list,
  os: words,
  os_version: words,
  hw: words,
  hw_vendor: words,
  hw_product: words,
  type: words,
  site_name: words,
  last_seen: z.coerce.number().nullish().catch(undefined),
  service_ports_tcp: list,
  alive: z.boolean().nullish().catch(undefined),
});

/** Exports of runZero. */
export const runzero: Importer = {
  kind: KIND,
  label: 'Assets of runZero (JSON)',
  verified: false,
  recognizes: (head) =>
    /^\s*\[?\s*\{/.test(head) &&
    /"(?:service_ports_tcp|newest_mac_vendor|service_count_tcp)"\s*:/.test(head) &&
    /"addresses"\s*:/.test(head),
  async *read(source) {
    for await (const records of jsonRecords(source)) yield records.map(rowOf);
  },
};

function rowOf(record: JsonRecord): ImportedRow {
  if ('problem' in record) return record;
  const { row } = record;
  const found = asset.safeParse(record.value).data;
  if (!found) return { row, problem: 'The record is no asset with an id.' };
  const ms = (found.last_seen ?? 0) * 1000;
  const at = ms > 0 ? { atMs: ms } : {};
  const say = new AssetSayings(`runzero/${found.id}`, { basis: 'observed', confidence: 0.8, ...at });
  for (const address of found.addresses ?? []) say.address(address);
  for (const mac of found.macs ?? []) say.mac(mac);
  for (const name of found.names ?? []) say.hostName(name);
  const guess = new AssetSayings(`runzero/${found.id}`, { basis: 'inferred', confidence: 0.7, ...at });
  guess.text('os.name', found.os);
  guess.text('os.version', found.os_version, 90);
  guess.text('device.vendor', found.hw_vendor);
  guess.text('device.model', found.hw_product);
  if (!found.hw_product && found.hw) guess.hint('runZero hardware guess', found.hw);
  guess.text('device.kind', found.type, 60);
  say.text('device.site', found.site_name);
  const [first = ''] = found.addresses ?? [];
  const host = HostSayings.of(first, KIND, ms > 0 ? ms : undefined);
  for (const port of found.service_ports_tcp ?? []) {
    host?.service({ port: Number(port), name: '', banner: '', protocol: protocolOf('') });
  }
  return { row, statements: [...say.list, ...guess.list, ...(host?.list ?? [])] };
}
