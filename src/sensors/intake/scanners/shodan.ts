// What Shodan saw of addresses from the Internet (`shodan download`, one banner a line; or its answer about one host). The banner itself is
// never read: Shodan asks DICOM and other servers for more than we would, and keeps what they say.
import { z } from 'zod';
import type { Severity } from '#contracts/index.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { type JsonRecord, jsonRecords } from '../json-records.ts';
import { tableTime } from '../tables/delimited.ts';
import { HostSayings, protocolOf } from './host-sayings.ts';
import { severityOf } from './openvas.ts';

const KIND = 'shodan-json';
const words = z.string().nullish().catch(undefined);
const score = z.object({ cvss: z.coerce.number().nullable().catch(null).default(null) }).catch({ cvss: null });

const banner = z.object({
  ip_str: words,
  port: z.number().int(),
  transport: words,
  product: words,
  version: words,
  hostnames: z.array(z.string()).nullish().catch(undefined),
  os: words,
  cpe23: z.array(z.string()).nullish().catch(undefined),
  vulns: z
    .union([
      z.record(z.string(), score),
      z.array(z.string()).transform((ids) => Object.fromEntries(ids.map((id) => [id, { cvss: null }]))),
    ])
    .nullish()
    .catch(undefined),
  timestamp: words,
  _shodan: z.object({ module: words }).nullish().catch(undefined),
});
type Banner = z.infer<typeof banner>;
const host = z.object({ ip_str: z.string(), data: z.array(z.unknown()) });

/** Shodan. */
export const shodan: Importer = {
  kind: KIND,
  label: 'Hosts seen by Shodan (JSON)',
  verified: false,
  recognizes: (head) =>
    /^\s*\[?\s*\{/.test(head) && /"ip_str"\s*:/.test(head) && /"(?:_shodan|hostnames|isp|org)"\s*:/.test(head),
  async *read(source) {
    for await (const records of jsonRecords(source)) yield records.flatMap(rowsOf);
  },
};

function rowsOf(record: JsonRecord): ImportedRow[] {
  if ('problem' in record) return [record];
  const { row, value } = record;
  const whole = host.safeParse(value).data;
  const banners = whole ? whole.data : [value];
  return banners.map((each) => {
    const parsed = banner.safeParse(each).data;
    return parsed
      ? rowOf({ ...parsed, ip_str: parsed.ip_str ?? whole?.ip_str }, row)
      : { row, problem: 'The record is no banner with a port.' };
  });
}

function rowOf(found: Banner, row: number): ImportedRow {
  const say = HostSayings.of(found.ip_str ?? '', KIND, tableTime(found.timestamp ?? ''));
  if (!say) return { row, problem: 'The record names no network address.' };
  say.role('Reached from the Internet (Shodan)');
  for (const name of found.hostnames ?? []) say.hostName(name, 0.6);
  if (found.os) say.hint('Shodan system guess', found.os);
  const module = found._shodan?.module ?? '';
  if (found.transport !== 'udp') {
    const name = module.replace(/-simple-new$|-simple$/, '');
    const text = [found.product, found.version].filter(Boolean).join(' ');
    say.service({ port: found.port, name, banner: text, protocol: protocolOf(name) });
  }
  const cpe = found.cpe23?.find((each) => each.startsWith('cpe:2.3:a')) ?? null;
  say.software(found.product ?? '', found.version ?? null, cpe);
  for (const [cve, { cvss }] of Object.entries(found.vulns ?? {})) {
    const severity: Severity = severityOf(cvss ?? 0, '');
    const id = cve.toUpperCase();
    say.weakness({
      id: `shodan ${id}`,
      title: `${id}, by the version that answers`,
      severity,
      cves: [id],
      port: found.port,
    });
  }
  return { row, statements: say.list };
}
