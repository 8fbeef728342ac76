// The door of sensors/images: DICOM objects, read for the machines that made them.
export type { Equipment } from './equipment.ts';
export { acquires, equipmentKey, stateEquipment } from './equipment.ts';
export type { Preamble } from './preamble.ts';
export { preambleOf } from './preamble.ts';
export type { ImageHeader } from './read-header.ts';
export { readHeader } from './read-header.ts';
export type { ImagingMachine, ReadImagesOptions, ReadObject } from './read-images.ts';
export { ImageInventory, readImages } from './read-images.ts';
