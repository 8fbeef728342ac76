// Flaws of toolkits, viewers and components that ship with the product, as advisories: one for each record.
import type { Advisory, AdvisoryProduct } from './advisory.ts';
import { TOOLKIT_FLAWS, type ToolkitFlawRow } from './toolkit-flaws.data.ts';

/** Published flaws of what imaging software is built of, from the table. */
export const builtInToolkitFlaws: readonly Advisory[] = TOOLKIT_FLAWS.map(advisoryOf);

function advisoryOf({ vendor, names, versions, notSaid, ...row }: ToolkitFlawRow): Advisory {
  const line = (words: string): AdvisoryProduct[] => names.map((product) => ({ vendor, product, versions: words }));
  const affected = line(versions);
  const open = notSaid === null ? [] : line(notSaid);
  const places = [...affected, ...open].map((_, place) => place);
  return {
    id: row.cve,
    title: names[0],
    publisher: row.source,
    released: row.days[0],
    revised: row.days[1],
    url: `https://www.cve.org/CVERecord?id=${row.cve}`,
    products: [...affected, ...open],
    flaws: [
      {
        cve: row.cve,
        title: null,
        cwe: row.cwe,
        vectors: row.vector === null ? [] : [row.vector],
        affected: places.slice(0, affected.length),
        fixed: [],
        notAffected: [],
        underInvestigation: places.slice(affected.length),
        remedies:
          row.repaired === null
            ? []
            : [{ kind: 'vendor_fix', text: `${names[0]} ${row.repaired}, or later.`, products: null }],
      },
    ],
  };
}
