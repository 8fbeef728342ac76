// Makers' disclosure statements, two beside each other, and the check before a purchase.
import {
  type Mds2Comparison,
  type Mds2Document,
  type Mds2OfDevice,
  mds2,
  type PurchaseDocument,
} from '#contracts/index.ts';
import { isSignedOut } from './fault.ts';
import { type Query, read, tell, write } from './http.ts';

/** A page of documents. */
export function loadMds2List(query: Query, signal: AbortSignal) {
  return read(mds2.mds2List, 'mds2', { query, signal });
}

/** One document, its answers judged. */
export function loadMds2(id: string, signal: AbortSignal): Promise<Mds2Document> {
  return read(mds2.mds2Document, `mds2/${encodeURIComponent(id)}`, { signal });
}

/** Removes a document. */
export function removeMds2(id: string): Promise<void> {
  return tell({ method: 'DELETE', path: `mds2/${encodeURIComponent(id)}` });
}

/** Two documents beside each other. */
export function compareMds2(left: string, right: string, signal: AbortSignal): Promise<Mds2Comparison> {
  return read(mds2.mds2Comparison, 'mds2/compare', { query: { left, right }, signal });
}

/** The document about a device. */
export function loadMds2OfDevice(device: string, signal: AbortSignal): Promise<Mds2OfDevice> {
  return read(mds2.mds2OfDevice, `devices/${encodeURIComponent(device)}/mds2`, { signal });
}

/** Chooses the document about a device: none with null, by maker and model when left out. */
export function chooseMds2({ device, ...body }: { readonly device: string; readonly document?: string | null }) {
  return write({ method: 'PATCH', path: `devices/${encodeURIComponent(device)}/mds2`, body, shape: mds2.mds2OfDevice });
}

/** What products are checked by: documents that are here, and files that are not kept. */
export interface PurchaseQuestion {
  readonly documents: readonly string[];
  readonly files: readonly File[];
  readonly system: string;
}

/** What the check of each product gave. */
export interface PurchaseAnswers {
  readonly found: readonly PurchaseDocument[];
  /** Files that could not be checked; they cost none of the others. */
  readonly failed: readonly { readonly file: string; readonly error: unknown }[];
}

/** Checks each product before one is bought, in the order in which they are named. */
export async function checkPurchases({ documents, files, system }: PurchaseQuestion): Promise<PurchaseAnswers> {
  const found: PurchaseDocument[] = [];
  const failed: { file: string; error: unknown }[] = [];
  for (const document of documents) found.push(await checkDocument(document, system));
  for (const file of files) {
    try {
      found.push(await checkFile(file, system));
    } catch (error) {
      if (isSignedOut(error)) throw error;
      failed.push({ file: file.name, error });
    }
  }
  return { found, failed };
}

function checkDocument(document: string, system: string): Promise<PurchaseDocument> {
  return write({ method: 'POST', path: 'purchase', body: { document, system }, shape: mds2.purchaseDocument });
}

function checkFile(file: File, system: string): Promise<PurchaseDocument> {
  const form = new FormData();
  form.set('file', file);
  const query = system === '' ? '' : `?system=${encodeURIComponent(system)}`;
  return write({ method: 'POST', path: `purchase/file${query}`, form, shape: mds2.purchaseDocument });
}
