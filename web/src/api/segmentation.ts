// Segmentation: the rules that let exams through, and what they would do with a capture.
import { type RuleFormat, segmentation } from '#contracts/index.ts';
import { type Query, read, tenantHref, upload } from './http.ts';

/** The rules with their proof, what waits for a decision, and what is closed. */
export function loadSegmentation(query: Query, signal?: AbortSignal) {
  return read(segmentation.segmentationDocument, 'segmentation', { query, ...(signal ? { signal } : {}) });
}

/** Where the rules are fetched from, as a firewall takes them. */
export function rulesHref(format: RuleFormat, query: Query): string {
  return tenantHref('segmentation/rules', { ...query, format });
}

/** Asks what the rules would do with a capture; nothing of it is kept. */
export function dryRunCapture(file: File, onSent: (sent: number, whole: number) => void) {
  const form = new FormData();
  form.set('file', file);
  return upload({ path: 'segmentation/dry-run', form, shape: segmentation.dryRunDocument, onSent });
}
