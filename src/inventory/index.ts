// The door of inventory: facts become devices with services, identity, criticality; lists, maps and snapshots of them.

export { aeTitles } from './ae-titles.store.ts';
export { calledTitles } from './called-titles.store.ts';
export type { Actor, DecisionOutcome, DevicePatch } from './change-devices.ts';
export { mergeDevices, patchDevice, retireDevice, splitDevice, undoDecision } from './change-devices.ts';
export { answerChecklist, checklistOf } from './checklist.ts';
export { listRound } from './checklists.store.ts';
export type { DeviceView } from './device-detail.ts';
export { deviceDetail } from './device-detail.ts';
export type { DeviceFacets, DeviceList, DeviceQuery } from './device-list.store.ts';
export { deviceCoverage, deviceFacets, listDevices } from './device-list.store.ts';
export type { DeviceSnapshot } from './device-snapshot.ts';
export { deviceIdsAfter } from './devices.store.ts';
export type { FlowList, FlowQuery } from './flow-list.store.ts';
export { listFlows } from './flow-list.store.ts';
export { internetFlows } from './internet-flows.store.ts';
export type { Mds2Row } from './mds2.store.ts';
export {
  chooseMds2,
  countMds2,
  devicesOfModels,
  devicesThatChose,
  keepMds2,
  mds2AnswersOf,
  mds2Heads,
  mds2Id,
  mds2Row,
  mds2Rows,
  modelsInUse,
  removeMds2,
} from './mds2.store.ts';
export { mds2FactIds } from './mds2-of.ts';
export type { NameOutcome } from './name-software.ts';
export { nameSoftware, unnameSoftware } from './name-software.ts';
export type { NetworkQuery } from './network.store.ts';
export { networkMap } from './network.store.ts';
export type { Looked, ScanContext, ScanRecorded } from './record-scan.ts';
export { recordEndpoints, recordSilence } from './record-scan.ts';
export { relations } from './relations.store.ts';
export { renumbering } from './renumbering.store.ts';
export { listSbomComponents, listSboms, sbomDetail } from './sbom-list.store.ts';
export {
  devicesLike,
  hasSbom,
  linkSbom,
  recordMatches,
  removeComponents,
  removeSbom,
  writeComponents,
  writeSbom,
} from './sboms.store.ts';
export type { PlacedDevice, PlainFlow, TableLine } from './segmentation.store.ts';
export { allFlows, openServices, placedDevices, placedZones, tableLines } from './segmentation.store.ts';
export { snapshots } from './snapshots.ts';
export { listSoftware } from './software-list.store.ts';
export { systemsInUse } from './systems.store.ts';
export { touchInventory } from './touch.ts';
export type { InventoryChange } from './update-inventory.ts';
export { updateInventory } from './update-inventory.ts';
export { recordedWays, zonesKnown, zonesOfDevices } from './ways.store.ts';
export { listZones, nameZone } from './zones.store.ts';
