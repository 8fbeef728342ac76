// Codes of refusals, aborts, context results and statuses in words (PS3.8 tables 9-18, 9-21, 9-26; PS3.7 annex C).

const RESULT: Readonly<Record<number, string>> = { 1: 'permanent', 2: 'transient' };

const REJECT: Readonly<Record<string, string>> = {
  '1/1': 'service user: no reason given',
  '1/2': 'service user: application context not supported',
  '1/3': 'service user: calling AE title not recognized',
  '1/7': 'service user: called AE title not recognized',
  '2/1': 'service provider (ACSE): no reason given',
  '2/2': 'service provider (ACSE): protocol version not supported',
  '3/1': 'service provider (presentation): temporary congestion',
  '3/2': 'service provider (presentation): local limit exceeded',
};

export interface RejectCode {
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

/** An A-ASSOCIATE-RJ in words (PS3.8 table 9-21). */
export function rejectMeaning(code: RejectCode): string {
  const result = RESULT[code.result] ?? `result ${code.result}`;
  const reason = REJECT[`${code.source}/${code.reason}`] ?? `reserved source ${code.source}, reason ${code.reason}`;
  return `${result}, ${reason}`;
}

const PROVIDER_ABORT: Readonly<Record<number, string>> = {
  0: 'reason not specified',
  1: 'unrecognized PDU',
  2: 'unexpected PDU',
  4: 'unrecognized PDU parameter',
  5: 'unexpected PDU parameter',
  6: 'invalid PDU parameter value',
};

/** An A-ABORT in words (PS3.8 table 9-26). */
export function abortMeaning(abort: { readonly source: number; readonly reason: number }): string {
  if (abort.source === 0) return 'by the service user';
  if (abort.source === 2) {
    return `by the service provider: ${PROVIDER_ABORT[abort.reason] ?? `reserved reason ${abort.reason}`}`;
  }
  return `reserved source ${abort.source}, reason ${abort.reason}`;
}

const CONTEXT_RESULT: Readonly<Record<number, string>> = {
  0: 'accepted',
  1: 'refused by the user',
  2: 'refused without reason',
  3: 'service not supported',
  4: 'encoding not supported',
};

/** The result of a presentation context in words (PS3.8 table 9-18). */
export function contextResultMeaning(result: number): string {
  return CONTEXT_RESULT[result] ?? `reserved result ${result}`;
}

export type StatusCategory = 'success' | 'pending' | 'cancel' | 'warning' | 'failure';

/** What kind of answer a status is (PS3.7 annex C). */
export function statusCategory(status: number): StatusCategory {
  if (status === 0) return 'success';
  if (status === 0xff00 || status === 0xff01) return 'pending';
  if (status === 0xfe00) return 'cancel';
  if (status === 1 || status === 0x0107 || status === 0x0116 || (status & 0xf000) === 0xb000) return 'warning';
  return 'failure';
}

const STATUS: Readonly<Record<number, string>> = {
  0: 'success',
  65280: 'pending',
  65281: 'pending, some optional keys not supported',
  65024: 'canceled',
  // PS3.7 annex C
  290: 'SOP class not supported',
  292: 'not authorized',
  272: 'processing failure',
  528: 'duplicate invocation',
  529: 'unrecognized operation',
  530: 'mistyped argument',
};

/** A DIMSE status in words; ranges as in PS3.4 for storage and query services. */
export function statusMeaning(status: number): string {
  const hex = status.toString(16).toUpperCase().padStart(4, '0');
  const exact = STATUS[status];
  if (exact) return `${hex} ${exact}`;
  if ((status & 0xff00) === 0xa700) return `${hex} out of resources`;
  if (status === 0xa801) return `${hex} move destination unknown`;
  if ((status & 0xff00) === 0xa900) return `${hex} data set does not match the SOP class`;
  if ((status & 0xf000) === 0xc000) return `${hex} unable to process`;
  return `${hex} ${statusCategory(status)}`;
}
