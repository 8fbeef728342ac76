// All devices that were labelled by reading what makers, CISA, NVD and the CVE Program wrote, before anything here judged them.

import { heldOutDevices } from './held-out-devices.data.ts';
import { labelledDecoys } from './labelled-decoys.data.ts';
import type { LabelledDevice } from './labelled-device.ts';
import { labelledGe } from './labelled-ge.data.ts';
import { labelledMakers } from './labelled-makers.data.ts';
import { labelledPhilips } from './labelled-philips.data.ts';
import { labelledSecond } from './labelled-second.data.ts';
import { labelledSystems } from './labelled-systems.data.ts';

/** By batch: the first showed faults that were mended, the second was labelled afterwards, and for the third no rule was mended. */
export const batches = {
  first: [...labelledPhilips, ...labelledGe, ...labelledMakers, ...labelledSystems],
  second: [...labelledSecond, ...labelledDecoys],
  'held out': heldOutDevices,
} as const satisfies Record<string, readonly LabelledDevice[]>;
