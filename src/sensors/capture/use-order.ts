// Conversations in the order in which they were last heard of, as a chain through themselves, so that the longest silent is found at once.
import type { Conversation } from './conversation.ts';

/** One chain; a conversation is in one at a time. */
export class UseOrder {
  #newest: Conversation | null = null;
  #oldest: Conversation | null = null;

  get newest(): Conversation | null {
    return this.#newest;
  }

  get oldest(): Conversation | null {
    return this.#oldest;
  }

  push(conversation: Conversation): void {
    conversation.older = this.#newest;
    conversation.newer = null;
    if (this.#newest !== null) this.#newest.newer = conversation;
    this.#newest = conversation;
    this.#oldest ??= conversation;
  }

  remove(conversation: Conversation): void {
    const { newer, older } = conversation;
    if (newer === null) this.#newest = older;
    else newer.older = older;
    if (older === null) this.#oldest = newer;
    else older.newer = newer;
    conversation.newer = null;
    conversation.older = null;
  }
}
