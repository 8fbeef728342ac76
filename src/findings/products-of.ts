// The products that a device is and runs, under the names that advisories could know them by.

import type { DeviceSnapshot } from '#inventory/model.ts';
import { whereOf } from './draft.ts';
import type { SnapshotService } from './review.ts';

/** A product on a device, with what says that it is there. */
export interface OwnProduct {
  readonly vendor: string | null;
  readonly name: string;
  readonly version: string | null;
  readonly cpe: string | null;
  /** The device itself, a program on it, or a toolkit that showed itself in a conversation. */
  readonly what: 'device' | 'program' | 'toolkit';
  readonly confidence: number;
  /** Where it showed itself, as a sentence, when it did so in a conversation. */
  readonly shown?: string;
  readonly facts: readonly string[];
}

const NAME_AND_VERSION = /^(.{2,80}?)[ _/-]v?(\d[\w.+-]{0,40})$/i;
const DEVICE = 0.9;

/** Everything on a device that an advisory may speak about. */
export function productsOf(device: DeviceSnapshot): OwnProduct[] {
  const programs = device.software.map((entry): OwnProduct => {
    const split = entry.version === null ? splitName(entry.name) : { name: entry.name, version: entry.version };
    return {
      ...split,
      vendor: null,
      cpe: entry.cpe,
      what: 'program',
      confidence: entry.confidence,
      facts: entry.facts,
    };
  });
  const { vendor, model } = device;
  const own = programs.filter(({ name }) => model !== null && alike(name, model));
  const versions: readonly (OwnProduct | null)[] = own.length > 0 ? own : [null];
  const itself =
    model === null
      ? []
      : versions.map(
          (program): OwnProduct => ({
            vendor,
            name: model,
            version: program?.version ?? null,
            cpe: null,
            what: 'device',
            confidence: DEVICE,
            facts: [...device.identityFacts, ...(program?.facts ?? [])],
          }),
        );
  return [...itself, ...programs.filter((program) => !own.includes(program)), ...device.services.flatMap(toolkitOf)];
}

function toolkitOf(service: SnapshotService): OwnProduct[] {
  const { endpoint, facts } = service;
  const { implementation } = endpoint;
  if (!implementation?.product) return [];
  const { product, confidence } = implementation;
  const shown = `The software at ${whereOf(service)} showed itself as ${product}, or is built on it.`;
  return [{ ...splitName(product), vendor: null, cpe: null, what: 'toolkit', confidence, shown, facts }];
}

function splitName(text: string): { name: string; version: string | null } {
  const [, name, version] = NAME_AND_VERSION.exec(text.trim()) ?? [];
  return name !== undefined && version !== undefined
    ? { name: name.trim(), version }
    : { name: text.trim(), version: null };
}

function alike(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
