// The door of wire/http: heads of messages.
export type { MessageHead } from './message-head.ts';
export { beginsHttp, messageHead } from './message-head.ts';
