// A segmentation as a document: the rules, what is left to decide, the proof over every recorded conversation, and what is closed.
import type { SegmentationDocument, SegmentationRule } from '#contracts/index.ts';
import { textsOf } from './address-set.ts';
import { type AllowList, allowListOf } from './allow-list.ts';
import { closesOf } from './closes.ts';
import { type SegmentationInput, type SegmentationOptions, USUAL_OPTIONS } from './input.ts';
import { nothingKnown } from './nothing-known.ts';
import { compareText, push } from './order.ts';
import type { Places } from './places.ts';
import { proveNoneCut } from './prove.ts';

/** Works a segmentation out. Throws Invalid for an address or a range that is none. */
export function segmentationOf(
  input: SegmentationInput,
  options: SegmentationOptions = USUAL_OPTIONS,
): SegmentationDocument {
  const list = allowListOf(input, options);
  const { places, rules, inside } = list;
  const { within, zoneWide, staleDays, include, allow } = options;
  return {
    schema: 'dosimeter.segmentation/1',
    options: { within, zoneWide, staleDays, include, allow: [...allow].sort(compareText) },
    zones: places.zones.map(({ id, name, isGuest, set, devices }) => ({
      id,
      name,
      guest: isGuest,
      ranges: textsOf(set),
      devices,
    })),
    rules: [...rules],
    inside: [...inside],
    ...partsOf(list),
    decisions: [...list.decisions],
    proof: proveNoneCut(rules, input.flows, places),
    closes: closesOf(rules, input, { places, options }),
    problems: [...list.problems],
    nothingKnown: nothingKnown(input, list),
  };
}

type Ends = 'opens' | 'answers';

/** The rules that each device and each zone takes part in. */
function partsOf({ places, rules, inside }: AllowList): Pick<SegmentationDocument, 'devices' | 'byZone'> {
  const named = [...rules, ...inside].filter(({ proof }) => proof.basis !== 'policy');
  const devices = { opens: new Map<string, string[]>(), answers: new Map<string, string[]>() };
  const zones = { opens: new Map<string, string[]>(), answers: new Map<string, string[]>() };
  for (const rule of named) {
    for (const end of ['opens', 'answers'] as const) {
      const found = partakers(rule, end, places);
      for (const id of found.devices) push(devices[end], id, rule.id);
      for (const id of found.zones) push(zones[end], id, rule.id);
    }
  }
  const of = (parts: typeof devices, id: string) => ({
    opens: parts.opens.get(id) ?? [],
    answers: parts.answers.get(id) ?? [],
  });
  return {
    devices: places.devices.map(({ id, name, zone }) => ({ id, name, zone, ...of(devices, id) })),
    byZone: places.zones.map(({ id, name }) => ({ id, name, ...of(zones, id) })),
  };
}

function partakers({ from, to }: SegmentationRule, end: Ends, places: Places) {
  const placed = (end === 'opens' ? from : to).addresses
    .filter((text) => !text.includes('/'))
    .map((at) => places.at(at));
  return {
    devices: new Set(placed.flatMap(({ device }) => device?.id ?? [])),
    zones: new Set(placed.flatMap(({ zone }) => zone?.id ?? [])),
  };
}
