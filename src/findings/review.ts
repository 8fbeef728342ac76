// One device under review: its snapshot, with what several rules need to know of it worked out once.

import type { DeviceSnapshot } from '#inventory/model.ts';
import { type Knowledge, type LifecycleVerdict, lifecycleOf } from '#knowledge/index.ts';

/** What a judgement rests on besides the device; handed in, so that a judgement can be repeated. */
export interface JudgeContext {
  /** ISO time of the judgement. */
  readonly now: string;
  readonly knowledge: Knowledge;
}

export type SnapshotService = DeviceSnapshot['services'][number];

/** Software whose settings we can name. A toolkit is not a product: what is built on DCMTK need not be configured like it. */
export type KnownProduct = 'orthanc' | 'dcm4chee';

export interface Review {
  readonly device: DeviceSnapshot;
  readonly now: string;
  /**
   * `imaging`: acquires images, is a regulated device, and nobody changes it without its maker. `server`: administered like
   * other software. `unknown` is treated like `imaging`.
   */
  readonly role: 'imaging' | 'server' | 'unknown';
  readonly product: KnownProduct | null;
  readonly lifecycle: LifecycleVerdict | null;
  readonly knowledge: Knowledge;
}

/** Works out once what the rules share. */
export function reviewOf(device: DeviceSnapshot, context: JudgeContext): Review {
  return {
    device,
    now: context.now,
    role: roleOf(device),
    product: productOf(device),
    lifecycle: device.os ? lifecycleOf(device.os, context.now, context.knowledge.lifecycles) : null,
    knowledge: context.knowledge,
  };
}

const SERVER_KINDS =
  /network device|archive|pacs|server|viewer|worklist|ris\b|gateway|broker|router|printer|web|vna|engine|database/i;
const IMAGING_KINDS = /modality|scanner|imaging|x-?ray|ultrasound|\bct\b|\bmr\b/i;

// Acquisition modalities (DICOM PS3.3 C.7.3.1.1.1, Defined Terms); others, such as OT or SR, are made by software.
const ACQUISITION =
  /^(CT|MR|MRI|US|DX|CR|MG|XA|RF|NM|PT|PET|PX|IO|ES|ECG|RG|OP|OPT|XC|SM|IVUS|BMD|RTIMAGE|LINAC|BI|DG|LS|TG|IVOCT|OCT)$/i;

function roleOf(device: DeviceSnapshot): Review['role'] {
  const kind = device.kind ?? '';
  if (IMAGING_KINDS.test(kind)) return 'imaging';
  if (SERVER_KINDS.test(kind)) return 'server';
  if (device.modality?.split(/[\\,/; ]+/).some((each) => ACQUISITION.test(each))) return 'imaging';
  if (kind !== '') return /workstation|computer|pc\b/i.test(kind) ? 'server' : 'unknown';
  const classes = device.services.map((service) => service.endpoint.deviceClass ?? '');
  if (classes.some((each) => IMAGING_KINDS.test(each))) return 'imaging';
  return classes.some((each) => SERVER_KINDS.test(each)) ? 'server' : 'unknown';
}

const PRODUCTS: readonly (readonly [RegExp, KnownProduct])[] = [
  [/\borthanc\b/i, 'orthanc'],
  [/dcm4chee/i, 'dcm4chee'],
];

/** The product as any of its services names itself. */
function productOf(device: DeviceSnapshot): KnownProduct | null {
  const words = [
    device.model ?? '',
    ...device.services.flatMap(({ endpoint }) => [endpoint.implementation?.product ?? '', endpoint.banner ?? '']),
  ].join(' ');
  return PRODUCTS.find(([pattern]) => pattern.test(words))?.[1] ?? null;
}
