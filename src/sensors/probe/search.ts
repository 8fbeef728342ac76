// A search whose matches are wanted (C-FIND, PS3.7 9.1.2; PS3.4 C.4.1): each is handed on as it comes, within a bound; when enough
// came, or somebody wants to stop, the search is canceled in order and the association stays up.
import { Malformed } from '#kit/index.ts';
import { COMMAND, DimseAssembler, type DimseMessage, statusCategory, statusMeaning } from '#wire/dicom/index.ts';
import type { Association, Broken, Manner } from './association.ts';

/** A search and who takes its matches. */
export interface Search {
  readonly sopClass: string;
  readonly identifier: Uint8Array;
  /** What is asked, in words. */
  readonly says: string;
  /** Takes a match; false once no more are wanted. */
  onMatch(dataSet: Uint8Array): boolean;
  readonly stop: AbortSignal;
}

/** How a search ended. */
export type SearchAnswer =
  | { readonly kind: 'status'; readonly status: number }
  /** Canceled by us: enough came. */
  | { readonly kind: 'enough' }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'not offered' }
  | Broken;

/** Longest wait for the end of a search that we canceled. */
const CANCEL_MS = 3000;
/** A search with all its matches takes at most so many times the patience for one answer. */
const MOST_TIMES = 10;
/** A match that is longer is not read. */
const MOST_MATCH_BYTES = 65_536;

/** Searches on an association that is up. */
export async function search(association: Association, wanted: Search, manner: Manner): Promise<SearchAnswer> {
  const contextId = association.accepted.get(wanted.sopClass);
  if (contextId === undefined) return { kind: 'not offered' };
  const command = { commandField: COMMAND.cFind, hasDataSet: true, affectedSopClassUid: wanted.sopClass, priority: 2 };
  const message = association.send(contextId, command, wanted.identifier);
  manner.transcript.sent(wanted.says);
  const assembler = new DimseAssembler(MOST_MATCH_BYTES);
  let until = performance.now() + manner.patience.wholeMs;
  let canceled: 'enough' | 'stopping' | null = null;
  const callOff = (why: 'enough' | 'stopping') => {
    canceled = why;
    until = performance.now() + CANCEL_MS;
    association.cancel(contextId, message, 'Search canceled (C-CANCEL)');
  };
  const latest = performance.now() + MOST_TIMES * manner.patience.wholeMs;
  for (;;) {
    // Who talks without end, and says nothing that we asked for, is no better than who is silent.
    if (performance.now() > Math.min(until, latest)) {
      const answer = association.strange('it talks without end');
      return canceled === null ? answer : { kind: canceled };
    }
    const heard = await association.fragments(until, canceled === null ? wanted.stop : undefined);
    if (heard === 'stopping') {
      callOff('stopping');
      continue;
    }
    if ('kind' in heard) return canceled === null ? heard : { kind: canceled };
    for (const pdv of heard) {
      if (pdv.contextId !== contextId) continue;
      const answer = messageOf(assembler, pdv);
      if (answer === 'broken') return association.strange('a command that cannot be read');
      const ours = answer?.command.commandField === 0x8020 && answer.command.respondedMessageId === message;
      const status = answer?.command.status;
      if (!answer || !ours || status === undefined) continue;
      if (statusCategory(status) !== 'pending') {
        manner.transcript.received(`Search answered (C-FIND): ${statusMeaning(status)}`);
        return canceled === null ? { kind: 'status', status } : { kind: canceled };
      }
      if (canceled !== null) continue;
      if (answer.dataSet === null) continue;
      until = performance.now() + manner.patience.wholeMs;
      if (!wanted.onMatch(answer.dataSet)) callOff('enough');
    }
  }
}

function messageOf(
  assembler: DimseAssembler,
  pdv: Parameters<DimseAssembler['push']>[0],
): DimseMessage | undefined | 'broken' {
  try {
    return assembler.push(pdv);
  } catch (error) {
    if (error instanceof Malformed) return 'broken';
    throw error;
  }
}
