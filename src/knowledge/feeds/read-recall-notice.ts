// Recalls of devices as openFDA gives them: device/recall.json and device/enforcement.json (https://open.fda.gov/apis/device/). The two speak
// of the same recalls, by the same number; only the second has the class. Written after FDA's field reference; no whole file of either was
// at hand (docs/built-in-knowledge.md).
import { z } from 'zod';
import { unusable } from './unusable.ts';

/** What one of the two says of a recall. */
export interface RecallNotice {
  /** FDA's number of it: Z-1234-2024. */
  readonly id: string;
  /** Number of the event that several recalls may belong to. */
  readonly event: string | null;
  readonly firm: string;
  /** The product in the firm's words. */
  readonly product: string;
  /** Serial and lot numbers and whatever else tells which units, in the firm's words. */
  readonly codes: string;
  readonly reason: string;
  readonly action: string | null;
  /** I: may kill; II: may harm for a time; III: hardly harms (21 CFR 7.3(m)). */
  readonly level: 'I' | 'II' | 'III' | null;
  readonly status: string | null;
  readonly initiated: string | null;
  /** Day on which FDA closed it. */
  readonly ended: string | null;
  readonly productCode: string | null;
  readonly revised: string;
}

const text = z.string().nullish();
/** 2024-03-01 or 20240301. */
const day = z
  .string()
  .nullish()
  .transform(
    (value) =>
      /^(\d{4})-?(\d{2})-?(\d{2})$/
        .exec(value?.trim() ?? '')
        ?.slice(1)
        .join('-') ?? null,
  );

const MOST_LETTERS = 200_000;

const notice = z.object({
  product_res_number: text,
  recall_number: text,
  res_event_number: text,
  event_id: text,
  product_type: text,
  recalling_firm: text,
  product_description: text,
  code_info: text,
  more_code_info: text,
  reason_for_recall: text,
  action: text,
  classification: text,
  recall_status: text,
  status: text,
  event_date_initiated: day,
  recall_initiation_date: day,
  event_date_terminated: day,
  termination_date: day,
  event_date_posted: day,
  report_date: day,
  product_code: text,
});

/** Reads one result; null when it is none of a device (the counts beside the results, recalls of food). */
export function readRecallNotice(
  value: unknown,
  which = 'The recall',
): RecallNotice | { readonly problem: string } | null {
  const parsed = notice.safeParse(value);
  if (!parsed.success) return { problem: unusable(which, parsed.error) };
  const read = parsed.data;
  const id = (read.product_res_number ?? read.recall_number ?? '').trim();
  const firm = read.recalling_firm?.trim() ?? '';
  if (id === '' && firm === '') return null;
  if (read.product_type && !/^devices?$/i.test(read.product_type.trim())) return null;
  if (!/^[A-Z]-\d+-\d{2,4}$/i.test(id)) return { problem: `${which} has no recall number that can be used.` };
  const product = read.product_description?.trim() ?? '';
  if (firm === '' || product === '') return { problem: `Recall ${id} names no firm or no product.` };
  const level = /^class (I{1,3})$/i.exec(read.classification?.trim() ?? '')?.[1]?.toUpperCase();
  return {
    id: id.toUpperCase(),
    event: blank(read.res_event_number ?? read.event_id),
    firm,
    product: product.slice(0, MOST_LETTERS),
    codes: [read.code_info, read.more_code_info].filter(Boolean).join('; ').slice(0, MOST_LETTERS),
    reason: read.reason_for_recall?.trim() ?? '',
    action: blank(read.action),
    level: level === 'I' || level === 'II' || level === 'III' ? level : null,
    status: blank(read.recall_status ?? read.status),
    initiated: read.event_date_initiated ?? read.recall_initiation_date,
    ended: read.event_date_terminated ?? read.termination_date,
    productCode: blank(read.product_code),
    revised: read.report_date ?? read.event_date_posted ?? read.event_date_initiated ?? '',
  };
}

function blank(value: string | null | undefined): string | null {
  const trimmed = value?.trim() ?? '';
  return trimmed === '' ? null : trimmed;
}
