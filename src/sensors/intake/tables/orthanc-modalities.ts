// The systems that an Orthanc may speak with, as its REST interface gives them (`/modalities?expand`). It does not say whose answer it is.
import { z } from 'zod';
import { parseAddress } from '#kit/index.ts';
import type { ImportedRow, Importer } from '../importer.ts';
import { jsonRecords } from '../json-records.ts';
import { AssetSayings } from '../scanners/asset-sayings.ts';

const modality = z.object({ AET: z.string(), Host: z.string(), Port: z.coerce.number() });

/** /modalities?expand. */
export const orthancModalities: Importer = {
  kind: 'orthanc-modalities',
  label: 'Modalities of Orthanc (JSON)',
  verified: true,
  recognizes: (head) => /^\s*\{\s*"[^"]+"\s*:\s*\{[^{}]*"AET"\s*:[^{}]*"Host"\s*:/.test(head),
  async *read(source) {
    let row = 0;
    for await (const records of jsonRecords(source)) {
      const rows: ImportedRow[] = [];
      for (const record of records) {
        if ('problem' in record) rows.push(record);
        else
          for (const value of Object.values(z.record(z.string(), z.unknown()).parse(record.value)))
            rows.push(rowOf(value, ++row));
      }
      yield rows;
    }
  },
};

function rowOf(value: unknown, row: number): ImportedRow {
  const found = modality.safeParse(value).data;
  const host = found?.Host ?? '';
  const say = new AssetSayings(`orthanc-modality/${found?.AET ?? ''}@${host}`, { basis: 'attested', confidence: 0.7 });
  if (!found || !say.aeTitle(found.AET)) return { row, problem: 'The modality has no AE title, address and port.' };
  if (parseAddress(host)) say.address(host);
  else say.hostName(host);
  return { row, statements: say.list };
}
