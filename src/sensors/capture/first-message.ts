// For protocols that tell who they are in what each side says first: the beginning of both sides is collected, then read once.
import type { Conversation } from './conversation.ts';
import type { Dissector, Ending, Side } from './dissector.ts';
import type { Seen } from './seen.ts';

/** Reads the beginning of a side; `bytes` is all that was kept of it. */
export type ReadFirst = (side: Side, bytes: Uint8Array, conversation: Conversation, seen: Seen) => void;

/** Collects up to `most` bytes of each side and hands them over when they are full or the conversation ends. */
export function firstMessages(conversation: Conversation, seen: Seen, most: number, read: ReadFirst): Dissector {
  const parts: [Uint8Array[], Uint8Array[]] = [[], []];
  const lengths: [number, number] = [0, 0];
  const done: [boolean, boolean] = [false, false];
  const hand = (side: Side) => {
    if (done[side]) return;
    done[side] = true;
    const whole = Buffer.concat(parts[side]);
    parts[side] = [];
    if (whole.length > 0) read(side, whole, conversation, seen);
  };
  return {
    data(side, bytes, start, end) {
      if (done[side]) return;
      const kept = bytes.slice(start, Math.min(end, start + most - lengths[side]));
      parts[side].push(kept);
      lengths[side] += kept.length;
      if (lengths[side] >= most) hand(side);
    },
    gap: (side) => hand(side),
    end(_how: Ending) {
      hand(0);
      hand(1);
    },
  };
}
