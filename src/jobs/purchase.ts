// The check before a purchase from files: one MDS2, one bill of materials, or both. Nothing is kept.
import type { PurchaseDocument } from '#contracts/index.ts';
import { type Candidate, checkPurchase } from '#findings/index.ts';
import { Fault, Invalid, inertText } from '#kit/index.ts';
import type { Knowledge } from '#knowledge/index.ts';
import { gunzipped, isGzip, peek, readMds2, readSbom, sbomKindOf } from '#sensors/intake/index.ts';
import { openedMds2, wholeFile } from './mds2.ts';

/** A file that says something about the product. */
export interface PurchaseFile {
  readonly name: string;
  readonly source: AsyncIterable<Uint8Array>;
}

const HEAD = 1 << 16;

/** What the files gave. */
export interface PurchaseCheck {
  /** Null when none of the files could be read. */
  readonly document: PurchaseDocument | null;
  /** Files that say nothing, each with the reason as a sentence. */
  readonly unread: readonly { readonly file: string; readonly problem: string }[];
}

/** Checks the product that the files are about; one that cannot be read costs none of the others. Throws Invalid for two of a kind. */
export async function purchaseOf(
  files: readonly PurchaseFile[],
  { system, now, knowledge }: { readonly system: string | null; readonly now: string; readonly knowledge: Knowledge },
): Promise<PurchaseCheck> {
  let mds2: Candidate['mds2'] = null;
  let sbom: Candidate['sbom'] = null;
  const problems: string[] = [];
  const unread: { file: string; problem: string }[] = [];
  for (const { name, source } of files) {
    const shown = inertText(name, 200);
    const read = await readFile(source).catch((error: unknown) => {
      if (!(error instanceof Fault && error.status === 400)) throw error;
      unread.push({ file: shown, problem: error.message });
      problems.push(`${shown}: ${error.message}`);
      return null;
    });
    if (read === null) continue;
    if (read.sbom && sbom) throw new Invalid(`${shown} is a second bill of materials. Name one for each product.`);
    if (read.mds2 && mds2) throw new Invalid(`${shown} is a second MDS2. Check one product at a time.`);
    sbom ??= read.sbom;
    mds2 ??= read.mds2;
    problems.push(...(read.sbom ?? read.mds2).problems);
  }
  const document = mds2 || sbom ? checkPurchase({ mds2, sbom, system, problems }, { now, knowledge }) : null;
  return { document, unread };
}

async function readFile(source: PurchaseFile['source']) {
  const file = await peek(source, HEAD);
  const form = await openedMds2(file);
  const peeked = form ?? (isGzip(file.head) ? await peek(gunzipped(file.stream), HEAD) : file);
  if (form === null && sbomKindOf(peeked.head) !== null)
    return { sbom: (await readSbom(peeked.stream)).sbom, mds2: null };
  const mds2 = form && (await readMds2(await wholeFile(form.stream)));
  if (!mds2) throw new Invalid('This is neither an MDS2 nor a bill of materials.');
  return { sbom: null, mds2 };
}
