// Who may open what of whom: the allow-list with its proof, the rules as a firewall takes them, and what a capture would meet.
import { type DryRunDocument, type RuleFormat, type SegmentationDocument, segmentation } from '#contracts/index.ts';
import { href, type Query, read, readText, tenantHref, upload } from './http.ts';

/** The allow-list. */
export function loadSegmentation(query: Query, signal: AbortSignal): Promise<SegmentationDocument> {
  return read(segmentation.segmentationDocument, 'segmentation', { query, signal });
}

/** The rules as text. */
export function loadRules(query: Query, format: RuleFormat, signal: AbortSignal): Promise<string> {
  return readText('segmentation/rules', { query: { ...query, format }, signal });
}

/** Where the browser fetches the rules as a file. */
export function rulesHref(query: Query, format: RuleFormat): string {
  return tenantHref('segmentation/rules', { ...query, format });
}

interface DryRunInput {
  readonly capture: File;
  readonly query: Query;
  readonly onSent: (sent: number, whole: number) => void;
}

/** Holds the conversations of a capture against the rules; nothing is kept. */
export function dryRun({ capture, query, onSent }: DryRunInput): Promise<DryRunDocument> {
  const form = new FormData();
  form.append('file', capture);
  const [, asked = ''] = href('', query).split('?');
  return upload({
    path: `segmentation/dry-run${asked === '' ? '' : `?${asked}`}`,
    form,
    shape: segmentation.dryRunDocument,
    onSent,
  });
// Segmentation: the rules that let exams through, and what they would do with a capture.
import { type RuleFormat, segmentation } from '#contracts/index.ts';
import { type Query, read, tenantHref, upload } from './http.ts';
/** The rules with their proof, what waits for a decision, and what is closed. */
export function loadSegmentation(query: Query, signal?: AbortSignal) {
  return read(segmentation.segmentationDocument, 'segmentation', { query, ...(signal ? { signal } : {}) });
/** Where the rules are fetched from, as a firewall takes them. */
export function rulesHref(format: RuleFormat, query: Query): string {
/** Asks what the rules would do with a capture; nothing of it is kept. */
export function dryRunCapture(file: File, onSent: (sent: number, whole: number) => void) {
  form.set('file', file);
  return upload({ path: 'segmentation/dry-run', form, shape: segmentation.dryRunDocument, onSent });
}
