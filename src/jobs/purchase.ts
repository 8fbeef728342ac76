// The check before a purchase from files: one MDS2, one bill of materials, or both. Nothing is kept.
import type { PurchaseDocument } from '#contracts/index.ts';
import { type Candidate, checkPurchase } from '#findings/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import type { Knowledge } from '#knowledge/index.ts';
import { gunzipped, isGzip, peek, readMds2, readSbom, sbomKindOf } from '#sensors/intake/index.ts';
import { openedMds2, wholeFile } from './mds2.ts';

/** A file that says something about the product. */
export interface PurchaseFile {
  readonly name: string;
  readonly source: AsyncIterable<Uint8Array>;
}

const HEAD = 1 << 16;

/** Checks the product that the files are about. Throws Invalid for a file that is neither an MDS2 nor a bill of materials. */
export async function purchaseOf(
  files: readonly PurchaseFile[],
  { system, now, knowledge }: { readonly system: string | null; readonly now: string; readonly knowledge: Knowledge },
): Promise<PurchaseDocument> {
  let mds2: Candidate['mds2'] = null;
  let sbom: Candidate['sbom'] = null;
  const problems: string[] = [];
  for (const { name, source } of files) {
    const shown = inertText(name, 200);
    const file = await peek(source, HEAD);
    const form = await openedMds2(file);
    const peeked = form ?? (isGzip(file.head) ? await peek(gunzipped(file.stream), HEAD) : file);
    if (form === null && sbomKindOf(peeked.head) !== null) {
      if (sbom) throw new Invalid(`${shown} is a second bill of materials. Name one for each product.`);
      const read = await readSbom(peeked.stream);
      sbom = read.sbom;
      problems.push(...read.sbom.problems);
      continue;
    }
    const read = form && (await readMds2(await wholeFile(form.stream)));
    if (!read) throw new Invalid(`${shown} is neither an MDS2 nor a bill of materials.`);
    if (mds2) throw new Invalid(`${shown} is a second MDS2. Check one product at a time.`);
    mds2 = read;
    problems.push(...read.problems);
  }
  return checkPurchase({ mds2, sbom, system, problems }, { now, knowledge });
}
