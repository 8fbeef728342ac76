// VEX as CSAF 2.0 (OASIS Standard, profile 5: VEX, section 4.5): category csaf_vex, a product tree, and for each flaw a status of each
// product. Not affected needs an impact statement (section 6.1.27.9), affected an action statement (6.1.27.10).
import { canonicalJson, sha256 } from '#kit/index.ts';
import type { VexStatement } from '#program/index.ts';
import { nameOfDevice, uuidFrom, type VexDevice, type VexInput, vexContent } from './vex.ts';

const STATUS: Readonly<Record<VexStatement['status'], string>> = {
  affected: 'known_affected',
  'not affected': 'known_not_affected',
  fixed: 'fixed',
  'under investigation': 'under_investigation',
};

/** CSAF 2.0 section 3.2.3.12.1. */
const REMEDY: Readonly<Record<VexStatement['response'], string>> = {
  patch: 'vendor_fix',
  configure: 'mitigation',
  isolate: 'mitigation',
  replace: 'mitigation',
  compensate: 'mitigation',
  'ask maker': 'none_available',
  accepted: 'no_fix_planned',
};

/** The document as text. */
export function vexCsaf(input: VexInput): string {
  const { statements, devices, moment } = vexContent(input);
  const byFlaw = Map.groupBy(statements, ({ cve }) => cve);
  const content = {
    product_tree: { branches: branchesOf(devices) },
    vulnerabilities: [...byFlaw].map(([cve, said]) => flawOf(cve, said)),
  };
  const id = `DOSIMETER-VEX-${moment.slice(0, 10)}-${sha256(canonicalJson([input.site.id, content])).slice(0, 12)}`;
  return canonicalJson({
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      lang: 'en-US',
      title: `Published flaws of the imaging devices of ${input.site.name}`,
      publisher: {
        category: 'user',
        name: input.site.name,
        namespace: `urn:uuid:${uuidFrom(`site ${input.site.id}`)}`,
      },
      notes: [
        {
          category: 'legal_disclaimer',
          title: 'Who says this',
          text: 'Statements of the user of the devices about its own devices, from what it found and decided. They are no statements of the makers.',
        },
      ],
      tracking: {
        id,
        status: 'final',
        version: '1',
        initial_release_date: moment,
        current_release_date: moment,
        generator: { engine: { name: 'Dosimeter' } },
        revision_history: [{ date: moment, number: '1', summary: 'As decided at this time.' }],
      },
    },
    ...content,
  });
}

/** Vendor, product, version, and each device of it as a product of its own with its serial number. */
function branchesOf(devices: readonly VexDevice[]) {
  const byVendor = Map.groupBy(devices, ({ vendor }) => vendor ?? 'Maker not known');
  return sorted(byVendor).map(([vendor, made]) => ({
    category: 'vendor',
    name: vendor,
    branches: sorted(Map.groupBy(made, ({ model, kind }) => model ?? kind ?? 'Model not known')).map(
      ([model, same]) => ({
        category: 'product_name',
        name: model,
        branches: same.map((device) => ({
          category: 'product_version',
          name: device.version ?? 'version not known',
          product: {
            product_id: device.id,
            name: nameOfDevice(device),
            ...(device.serial ? { product_identification_helper: { serial_numbers: [device.serial] } } : {}),
          },
        })),
      }),
    ),
  }));
}

function flawOf(cve: string, said: readonly VexStatement[]) {
  const ids = (of: readonly VexStatement[]) => of.map(({ device }) => device).sort();
  const notAffected = said.filter(({ status }) => status === 'not affected');
  const flags = Map.groupBy(
    notAffected.flatMap((each) => (each.justification === null ? [] : [{ ...each, label: each.justification }])),
    ({ label }) => label,
  );
  const impacts = Map.groupBy(notAffected, ({ text }) => text);
  const affected = said.filter(({ status }) => status === 'affected');
  const actions = Map.groupBy(affected, ({ response, text }) => `${REMEDY[response]}\n${text}`);
  const advisories = [...new Set(said.flatMap((each) => each.advisories))].sort();
  return {
    cve,
    notes: [
      {
        category: 'general',
        title: 'Where it was found',
        text: advisories.length === 0 ? `Stated for ${cve}.` : `Stated from ${advisories.join(', ')}.`,
      },
    ],
    product_status: Object.fromEntries(
      sorted(Map.groupBy(said, ({ status }) => STATUS[status])).map(([status, of]) => [status, ids(of)]),
    ),
    ...(flags.size > 0 ? { flags: sorted(flags).map(([label, of]) => ({ label, product_ids: ids(of) })) } : {}),
    ...(impacts.size > 0
      ? { threats: sorted(impacts).map(([details, of]) => ({ category: 'impact', details, product_ids: ids(of) })) }
      : {}),
    ...(actions.size > 0
      ? {
          remediations: sorted(actions).map(([key, of]) => ({
            category: key.slice(0, key.indexOf('\n')),
            details: key.slice(key.indexOf('\n') + 1),
            product_ids: ids(of),
          })),
        }
      : {}),
  };
}

function sorted<T>(groups: ReadonlyMap<string, T>): [string, T][] {
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
