// The door of inventory: facts become devices with services, identity, criticality; lists, maps and snapshots of them.
export type { DeviceFacets, DeviceList, DeviceQuery } from './device-list.store.ts';
export { deviceFacets, listDevices } from './device-list.store.ts';
export type { ScanContext, ScanRecorded } from './record-scan.ts';
export { recordEndpoints, recordSilence } from './record-scan.ts';
export type { InventoryChange } from './update-inventory.ts';
export { updateInventory } from './update-inventory.ts';
