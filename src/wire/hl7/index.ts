// The door of wire/hl7: version 2 messages and the frames that carry them.
export type { MessageDevice, MessageHeader } from './message-header.ts';
export { messageHeader } from './message-header.ts';
export type { MllpFrame } from './mllp-stream.ts';
export { MllpStream } from './mllp-stream.ts';
