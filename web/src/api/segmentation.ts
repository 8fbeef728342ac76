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
}
