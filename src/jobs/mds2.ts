// A maker's MDS2 on its way in: kept once for the product, and the devices that it speaks of judged again.
import type { ImportDocument } from '#contracts/index.ts';
import { forgetSubject, recordFacts, recordSource } from '#evidence/index.ts';
import { mds2Subject } from '#evidence/model.ts';
import {
  chooseMds2,
  devicesOfModels,
  devicesThatChose,
  keepMds2,
  mds2Heads,
  mds2Row,
  modelsInUse,
  removeMds2,
} from '#inventory/index.ts';
import { couldFit, type Mds2Head, versionsOf } from '#inventory/model.ts';
import { type Clock, Invalid, NotFound } from '#kit/index.ts';
import type { Mds2Form } from '#knowledge/index.ts';
import { judgementsDue } from '#program/index.ts';
import {
  gunzipped,
  gunzippedHead,
  isGzip,
  MDS2_KIND,
  MDS2_LABEL,
  mayBeMds2,
  mds2Facts,
  type Peeked,
  peek,
  readMds2,
} from '#sensors/intake/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { judgeDue } from './judge.ts';

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Devices that one document may set to be judged again. */
const MOST_DEVICES = 50_000;
const MOST_BYTES = 64 << 20;

const HEAD = 1 << 16;

/** A file that may be an MDS2, its gzip taken off; null when its beginning is that of another kind. */
export async function openedMds2(file: Peeked): Promise<Peeked | null> {
  if (mayBeMds2(file.head)) return file;
  if (!isGzip(file.head) || !mayBeMds2(await gunzippedHead(file.head))) return null;
  return peek(gunzipped(file.stream), HEAD);
}

/** All of a file, as long as it is no larger than an MDS2 can be. */
export async function wholeFile(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of source) {
    length += part.length;
    if (length > MOST_BYTES)
      throw new Invalid('This file is larger than 64 MB, which no workbook or PDF of a maker is.');
    parts.push(part.slice());
  }
  return Buffer.concat(parts);
}

/** Takes in a form. Null when the file, a workbook or a table, is none. Throws Invalid when it is one that cannot be read. */
export async function performMds2(
  deps: Deps,
  run: { readonly tenantId: TenantId; readonly by: string },
  bytes: Uint8Array,
): Promise<Omit<ImportDocument['files'][number], 'file'> | null> {
  const form = await readMds2(bytes);
  if (form === null) return null;
  const now = deps.clock.now();
  const kept = await deps.store.tenant(run.tenantId, async (tx) => {
    const { id, isNew } = await keepMds2(tx, form, { by: run.by, at: now.toISOString() });
    const { facts, withoutNote } = mds2Facts(form, { id, by: run.by }, deps.clock);
    const { added } = await recordFacts(tx, facts);
    // A document from before answers were facts is judged again with them.
    const devices = isNew || added > 0 ? await devicesMeant(tx, headOf(id, form)) : [];
    const problems = [
      ...(isNew ? placeOf(id, versionsOf(headOf(id, form), await mds2Heads(tx))) : ['This document is here already.']),
      ...(withoutNote.length === 0
        ? []
        : [`Notes that look like patient data stay out of the facts: ${withoutNote.slice(0, 8).join(', ')}.`]),
      ...form.problems,
    ];
    await judgementsDue(tx, { devices, gone: [] });
    await recordSource(tx, {
      sensor: MDS2_KIND,
      run: id,
      kind: 'import',
      name: MDS2_LABEL,
      at: now,
      by: run.by,
      facts: added,
      summary: { rows: form.answers.length, rejected: 0, devices: devices.length },
      problems,
    });
    return { devices, added, problems };
  });
  await judgeDue(deps, run.tenantId);
  return {
    kind: MDS2_KIND,
    rows: form.answers.length,
    accepted: form.answers.filter(({ kind }) => kind !== 'none').length,
    rejected: [],
    rejectedTotal: 0,
    problems: kept.problems,
    facts: kept.added,
    changed: kept.devices.length,
    mapping: {},
  };
}

/** Which of several documents about one product and release speaks from now on. */
function placeOf(id: string, versions: readonly Mds2Head[]): string[] {
  const [newest, before] = versions;
  if (newest === undefined || before === undefined) return [];
  const words = ({ day }: Mds2Head) => (day === null ? 'without a day' : `of ${day}`);
  return newest.id === id
    ? [`It takes the place of the document ${words(before)} about this product.`]
    : [
        `A newer document about this product is here, the one ${words(newest)}; that one goes on to speak for its devices.`,
      ];
}

/** Removes a document; devices that it spoke of are judged without it. */
export async function dropMds2(deps: Deps, tenantId: TenantId, id: string): Promise<void> {
  await deps.store.tenant(tenantId, async (tx) => {
    const row = await mds2Row(tx, id);
    if (!row) throw new NotFound('There is no such document; it may have been removed.');
    const devices = [...(await devicesMeant(tx, row)), ...(await devicesThatChose(tx, id))];
    await removeMds2(tx, id);
    await forgetSubject(tx, mds2Subject(id));
    await judgementsDue(tx, { devices, gone: [] });
  });
  await judgeDue(deps, tenantId);
}

/** Chooses the document of a device: by id, none (null), or as maker and model say (undefined). */
export async function pickMds2(
  deps: Deps,
  run: { readonly tenantId: TenantId; readonly by: string },
  { device, document }: { readonly device: string; readonly document: string | null | undefined },
): Promise<void> {
  await deps.store.tenant(run.tenantId, async (tx) => {
    if (typeof document === 'string' && !(await mds2Row(tx, document))) {
      throw new NotFound('There is no such document; it may have been removed.');
    }
    await chooseMds2(tx, device, document, { by: run.by, at: deps.clock.now().toISOString() });
    await judgementsDue(tx, { devices: [device], gone: [] });
  });
  await judgeDue(deps, run.tenantId);
}

/** Devices that the document could speak of, by maker and model. */
export async function devicesMeant(tx: Tenant, head: Mds2Head, limit = MOST_DEVICES): Promise<string[]> {
  const models = (await modelsInUse(tx)).filter((product) => couldFit(product, head));
  return devicesOfModels(tx, models, limit);
}

function headOf(id: string, { edition, manufacturer, model, version, documentId, day }: Mds2Form): Mds2Head {
  return { id, edition, manufacturer, model, version, documentId, day };
}
