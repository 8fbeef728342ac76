// What a device is - a scanner, an archive, a worklist, a viewer - from what is stated and what was seen, with the reason.
import { modalityIn, modalityOfModel, modalityOfTitle } from './modality.ts';

/** Kinds of devices, as a department would say. */
export const DEVICE_KINDS = [
  'modality',
  'archive',
  'worklist',
  'viewer',
  'workstation',
  'gateway',
  'printer',
  'web server',
  'server',
  'network device',
] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** What is known when a device is classified. */
export interface Clues {
  readonly kind: string | null;
  readonly modality: string | null;
  readonly model: string | null;
  readonly name: string | null;
  readonly aeTitles: readonly string[];
  /** Classes that the offered services point to. */
  readonly deviceClasses: readonly string[];
  readonly products: readonly string[];
  readonly protocols: readonly string[];
}

/** The judgement with its reason in plain words. */
export interface Classification {
  readonly kind: string | null;
  readonly modality: string | null;
  readonly because: string | null;
}

const KIND_WORDS: readonly (readonly [DeviceKind, RegExp])[] = [
  ['archive', /archiv|\bpacs\b|\bvna\b|storage server|image server|bildspeicher/],
  ['worklist', /work ?list|\bmwl\b|\bris\b|scheduler|broker/],
  ['gateway', /gateway|router|\bproxy\b|interface engine|integration engine|remote service/],
  ['printer', /print|imager film|laser imager|drucker|imprimante|impresora/],
  ['viewer', /viewer|web view|zero ?footprint/],
  [
    'workstation',
    /work ?station|\bconsole\b|review|befund|lesestation|station de|estaci[oó]n|reading|post-?process|\bpc\b/,
  ],
  ['network device', /\bswitch\b|firewall|access point/],
  ['web server', /web ?server/],
  ['modality', /modalit|scanner|acquisition|x-?ray unit|imaging system/],
  ['server', /server|database|domain controller/],
];

/** The kind that a word or phrase means, or null. */
export function kindIn(text: string): DeviceKind | null {
  const words = text.toLowerCase().replace(/[_]+/g, ' ');
  return KIND_WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

const TITLE_KINDS: readonly (readonly [DeviceKind, RegExp])[] = [
  ['worklist', /WORKLIST|MWL|(^|[^A-Z])WL([^A-Z]|$)|(^|[^A-Z])RIS([^A-Z]|$)/],
  ['archive', /PACS|ARCH|VNA|STORE|QRSCP|ORTHANC|DCM4CHEE|CONQUEST/],
  ['printer', /PRINT|DRYVIEW|LASER/],
  ['viewer', /VIEW|HOROS|OSIRIX|RADIANT/],
  ['workstation', /REVIEW|READ|WKST|(^|[^A-Z])WS\d*([^A-Z]|$)|CONSOLE/],
  ['gateway', /GATEWAY|(^|[^A-Z])GW\d*([^A-Z]|$)|ROUTER|BROKER/],
];

/** Judges what a device is; what was stated comes first, then what its services show, then names. */
export function classify(clues: Clues): Classification {
  const statedKind = clues.kind === null ? null : (kindIn(clues.kind) ?? null);
  const statedModality =
    (clues.modality === null ? null : modalityIn(clues.modality)) ??
    (clues.kind !== null && (statedKind === null || statedKind === 'modality') ? modalityIn(clues.kind) : null);
  if (statedKind !== null && statedKind !== 'modality') {
    return { kind: statedKind, modality: statedModality, because: `stated as '${clues.kind}'` };
  }
  if (statedModality !== null) {
    return { kind: 'modality', modality: statedModality, because: `stated as '${clues.modality ?? clues.kind}'` };
  }
  const seen = fromServices(clues) ?? fromNames(clues);
  if (statedKind === 'modality') {
    return { kind: 'modality', modality: seen?.modality ?? null, because: `stated as '${clues.kind}'` };
  }
  if (clues.kind !== null) return { kind: clues.kind, modality: clues.modality, because: `stated as '${clues.kind}'` };
  return seen ?? { kind: null, modality: clues.modality, because: null };
}

function fromServices(clues: Clues): Classification | null {
  for (const word of clues.deviceClasses) {
    const kind = kindIn(word);
    const modality = modalityIn(word);
    if (kind !== null && kind !== 'modality')
      return { kind, modality: null, because: `its services are those of: ${word}` };
    if (modality !== null || kind === 'modality') {
      return { kind: 'modality', modality, because: `its services are those of: ${word}` };
    }
  }
  return null;
}

function fromNames(clues: Clues): Classification | null {
  const ofModel = clues.model === null ? null : modalityOfModel(clues.model);
  if (ofModel !== null) return { kind: 'modality', modality: ofModel, because: `the model '${clues.model}'` };
  for (const title of clues.aeTitles) {
    const kind = TITLE_KINDS.find(([, pattern]) => pattern.test(title.toUpperCase()))?.[0];
    if (kind) return { kind, modality: null, because: `the AE title ${title}` };
    const modality = modalityOfTitle(title);
    if (modality !== null) return { kind: 'modality', modality, because: `the AE title ${title}` };
  }
  for (const product of clues.products) {
    if (/orthanc|dcm4chee|conquest|synapse|dicoogle/i.test(product)) {
      return { kind: 'archive', modality: null, because: `it runs ${product}` };
    }
  }
  if (clues.name !== null) {
    const kind = kindIn(clues.name);
    if (kind !== null && kind !== 'modality') return { kind, modality: null, because: `the name '${clues.name}'` };
    const modality = modalityOfTitle(clues.name) ?? modalityIn(clues.name);
    if (modality !== null) return { kind: 'modality', modality, because: `the name '${clues.name}'` };
  }
  const protocols = new Set(clues.protocols);
  if (protocols.has('http') && !protocols.has('dicom') && !protocols.has('hl7')) {
    return { kind: 'web server', modality: null, because: 'only web pages answer' };
  }
  if (protocols.has('hl7') && !protocols.has('dicom')) {
    return { kind: 'gateway', modality: null, because: 'it seems to take HL7 messages' };
  }
  return null;
}
