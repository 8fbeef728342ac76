// The door of wire/picture: small pictures that people hand in.
export { type Picture, readPicture } from './picture.ts';
export { opaquePng } from './png.ts';
