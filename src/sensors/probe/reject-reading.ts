// What a refused association tells (PS3.8 table 9-21), read with what real stacks mean by each code: most check the called
// title first, so a complaint about the caller proves that the called title was good; dcmqrscp complains about the called
// title even when it is the caller that it does not know.
import type { ScanEndpoint } from '#contracts/index.ts';
import type { RejectCode } from '#wire/dicom/index.ts';

/** What a refusal of an unknown caller proves. */
export interface RejectReading {
  readonly refusal: NonNullable<ScanEndpoint['refusal']>;
  readonly calling: ScanEndpoint['titles']['calling'];
  readonly called: ScanEndpoint['titles']['called'];
  readonly notes: readonly string[];
}

/** `titleKnown`: the called title was one that we were told; otherwise one that nothing has. */
export function readReject(code: RejectCode, titleKnown: boolean): RejectReading {
  const { result, source, reason } = code;
  if (source === 1 && reason === 3) {
    return {
      refusal: 'calling',
      calling: 'checked',
      called: titleKnown ? 'unknown' : 'unchecked',
      notes: ['Keeps a list of callers (or of their addresses)'],
    };
  }
  if (source === 1 && reason === 7) {
    return {
      refusal: 'called',
      calling: 'unknown',
      called: titleKnown ? 'unknown' : 'checked',
      notes: [
        titleKnown
          ? 'Refused the called title that we were given: it is wrong, or the system says so to callers it does not know'
          : 'Some systems give this answer to unknown callers, too',
      ],
    };
  }
  const unknown = { calling: 'unknown', called: 'unknown' } as const;
  if (source === 3 && (reason === 1 || reason === 2)) {
    return { refusal: 'busy', ...unknown, notes: ['Had no room for another connection: not a final answer'] };
  }
  if (source === 1 && reason === 2) {
    return { refusal: 'policy', ...unknown, notes: ['Did not take the application context: an old or odd system'] };
  }
  if (source === 2 && reason === 1) {
    return {
      refusal: 'policy',
      ...unknown,
      notes: ['May want a user name (some systems refuse in this way without one)'],
    };
  }
  if (result === 2) return { refusal: 'busy', ...unknown, notes: ['A passing refusal: not a final answer'] };
  const reserved = !(source === 1 && reason === 1) && !(source === 2 && reason === 2);
  return {
    refusal: 'policy',
    ...unknown,
    notes: reserved ? ['The refusal uses a code that the standard reserves'] : [],
  };
}
