// The door of wire/lldp: announcements to neighbors.
export type { NeighborMessage } from './neighbor-message.ts';
export { cdpMessage, lldpMessage } from './neighbor-message.ts';
