// The door of wire/gather: bytes that come in pieces.
export { Gathered } from './gathered.ts';
