// For protocols that tell who they are in what each side says first: the beginning of both sides is collected, then read once.
import { Gathered } from '#wire/gather/index.ts';
import type { Conversation } from './conversation.ts';
import type { Dissector, Ending, Side } from './dissector.ts';
import type { Seen } from './seen.ts';

/** Reads the beginning of a side; `bytes` is all that was kept of it. */
export type ReadFirst = (side: Side, bytes: Uint8Array, conversation: Conversation, seen: Seen) => void;

/** Collects up to `most` bytes of each side and hands them over when they are full or the conversation ends. */
export function firstMessages(conversation: Conversation, seen: Seen, most: number, read: ReadFirst): Dissector {
  const sides = [new Gathered(), new Gathered()] as const;
  const done: [boolean, boolean] = [false, false];
  const hand = (side: Side) => {
    if (done[side]) return;
    done[side] = true;
    const whole = sides[side].take();
    if (whole.length > 0) read(side, whole, conversation, seen);
  };
  return {
    get held() {
      return OWN + sides[0].held + sides[1].held;
    },
    data(side, bytes, start, end) {
      if (done[side]) return;
      const kept = sides[side];
      kept.add(bytes, start, Math.min(end, start + most - kept.length));
      if (kept.length >= most) hand(side);
    },
    gap: (side) => hand(side),
    end(_how: Ending) {
      hand(0);
      hand(1);
    },
  };
}

/** What a dissector takes without any bytes kept. */
const OWN = 500;
