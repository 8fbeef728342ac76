// What a device is - a scanner, an archive, a worklist, a viewer - from what is stated and what was seen, with the reason.
import type { AttributeName } from '#evidence/model.ts';
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
  /** Parts that it was seen to play. */
  readonly roles?: readonly string[];
}

/** What a judgement rests on: an attribute with this value. */
export interface Clue {
  readonly text: string;
  readonly attribute: AttributeName;
  readonly value: string;
}

/** The judgement with its reasons in plain words. */
export interface Classification {
  readonly kind: string | null;
  readonly modality: string | null;
  /** The first reason; null when nothing tells. */
  readonly because: string | null;
  readonly reasons: readonly Clue[];
}

const KIND_WORDS: readonly (readonly [DeviceKind, RegExp])[] = [
  ['archive', /archiv|\bpacs\b|\bvna\b|storage server|image server|bildspeicher/],
  ['worklist', /work ?list|\bmwl\b|\bris\b|scheduler|broker/],
  ['gateway', /gateway|router|\bproxy\b|interface engine|integration engine|remote service/],
  ['printer', /print|imager film|laser imager|drucker|imprimante|impresora/],
  ['viewer', /viewer|web view|zero ?footprint/],
  [
    'workstation',
    /work ?station|\bconsole\b|review|befund|lesestation|station de|estaci[oó]n|reading|post-?process|\b(?:pc|ws)\b/,
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

/** Judges what a device is; what was stated comes first, then what its services and its traffic show, then names. */
export function classify(clues: Clues): Classification {
  const { kind, modality } = clues;
  const statedKind = kind === null ? null : (kindIn(kind) ?? null);
  const ofModality = modality === null ? null : modalityIn(modality);
  const ofKind = kind !== null && (statedKind === null || statedKind === 'modality') ? modalityIn(kind) : null;
  const statedModality = ofModality ?? ofKind;
  const kindClue = kind === null ? [] : [stated('device.kind', kind)];
  const modalityClue = ofModality !== null && modality !== null ? [stated('device.modality', modality)] : kindClue;
  if (statedKind !== null && statedKind !== 'modality') {
    return judged(statedKind, statedModality, [...kindClue, ...(ofModality === null ? [] : modalityClue)]);
  }
  if (statedModality !== null) return judged('modality', statedModality, modalityClue);
  const seen = fromServices(clues) ?? fromNames(clues);
  if (statedKind === 'modality') {
    return judged('modality', seen?.modality ?? null, [...kindClue, ...(seen?.modality ? seen.reasons : [])]);
  }
  if (kind !== null) return judged(kind, modality, kindClue);
  return seen ?? judged(null, modality, []);
}

function judged(kind: string | null, modality: string | null, reasons: readonly Clue[]): Classification {
  return { kind, modality, because: reasons[0]?.text ?? null, reasons };
}

function stated(attribute: AttributeName, value: string): Clue {
  return { text: `stated as '${value}'`, attribute, value };
}

function fromServices(clues: Clues): Classification | null {
  for (const value of clues.deviceClasses) {
    const kind = kindIn(value);
    const modality = modalityIn(value);
    const clue: Clue = { text: `its services are those of: ${value}`, attribute: 'service.deviceClass', value };
    if (kind !== null && kind !== 'modality') return judged(kind, null, [clue]);
    if (modality !== null || kind === 'modality') return judged('modality', modality, [clue]);
  }
  return null;
}

function fromNames(clues: Clues): Classification | null {
  const { model, name } = clues;
  const ofModel = model === null ? null : modalityOfModel(model);
  if (model !== null && ofModel !== null) {
    return judged('modality', ofModel, [{ text: `the model '${model}'`, attribute: 'device.model', value: model }]);
  }
  const roles = fromRoles(clues.roles ?? []);
  if (roles) return roles;
  for (const value of clues.aeTitles) {
    const clue: Clue = { text: `the AE title ${value}`, attribute: 'device.aeTitle', value };
    const kind = TITLE_KINDS.find(([, pattern]) => pattern.test(value.toUpperCase()))?.[0];
    if (kind) return judged(kind, null, [clue]);
    const modality = modalityOfTitle(value);
    if (modality !== null) return judged('modality', modality, [clue]);
  }
  for (const value of clues.products) {
    if (!/orthanc|dcm4chee|conquest|synapse|dicoogle/i.test(value)) continue;
    return judged('archive', null, [{ text: `it runs ${value}`, attribute: 'service.implementation', value }]);
  }
  if (name !== null) {
    const clue: Clue = { text: `the name '${name}'`, attribute: 'device.name', value: name };
    const kind = kindIn(name);
    if (kind !== null && kind !== 'modality') return judged(kind, null, [clue]);
    const modality = modalityOfTitle(name) ?? modalityIn(name);
    if (modality !== null) return judged('modality', modality, [clue]);
  }
  return fromProtocols(new Set(clues.protocols));
}

/** Who takes images in and lets them be searched keeps them; who lets exams be looked up that are yet to be made plans them. */
function fromRoles(roles: readonly string[]): Classification | null {
  const clue = (text: string, value: string): Clue => ({ text, attribute: 'device.role', value });
  if (roles.includes('Receives images') && roles.includes('Answers image queries')) {
    const text = 'it was seen to receive images and to answer searches for them';
    return judged('archive', null, [
      clue(text, 'Answers image queries'),
      clue('it receives images', 'Receives images'),
    ]);
  }
  if (!roles.includes('Worklist server') || roles.includes('Receives images')) return null;
  return judged('worklist', null, [clue('it was seen to answer worklist searches', 'Worklist server')]);
}

function fromProtocols(protocols: ReadonlySet<string>): Classification | null {
  const clue = (text: string, value: string): Clue => ({ text, attribute: 'service.protocol', value });
  if (protocols.has('http') && !protocols.has('dicom') && !protocols.has('hl7')) {
    return judged('web server', null, [clue('only web pages answer', 'http')]);
  }
  if (protocols.has('hl7') && !protocols.has('dicom')) {
    return judged('gateway', null, [clue('it seems to take HL7 messages', 'hl7')]);
  }
  return null;
}
