// All devices that were labelled by reading what makers, CISA, NVD and the CVE Program wrote, before anything here judged them.
import type { LabelledDevice } from './labelled-device.ts';
import { labelledGe } from './labelled-ge.data.ts';
import { labelledMakers } from './labelled-makers.data.ts';
import { labelledPhilips } from './labelled-philips.data.ts';
import { labelledSystems } from './labelled-systems.data.ts';

export const labelledDevices: readonly LabelledDevice[] = [
  ...labelledPhilips,
  ...labelledGe,
  ...labelledMakers,
  ...labelledSystems,
];
