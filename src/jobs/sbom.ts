// A bill of materials from file to register: read whole, kept once, linked to the devices that it is about, which are judged anew.
import { randomUUID } from 'node:crypto';
import type { ImportDocument } from '#contracts/index.ts';
import { recordSource } from '#evidence/index.ts';
import { devicesLike, hasSbom, linkSbom, removeComponents, writeComponents, writeSbom } from '#inventory/index.ts';
import type { Sbom } from '#knowledge/index.ts';
import { judgementsDue } from '#program/index.ts';
import { readSbom, type SbomKind, sbomLabel } from '#sensors/intake/index.ts';
import type { ImportDeps, ImportInput, ImportRun } from './import.ts';
import { judgeDevices } from './judge.ts';

type FileReport = ImportDocument['files'][number];

/** Components in one transaction, so that others get their turn. */
const PART = 10_000;

/** Takes in a bill. Throws Invalid when it cannot be read to its end; nothing of it is kept then. */
export async function performSbom(
  deps: ImportDeps,
  run: ImportRun,
  input: ImportInput & { readonly kind: SbomKind },
): Promise<FileReport> {
  const { kind, device } = input;
  run.progress(0.02, 'reading the bill of materials');
  const { sbom, digest } = await readSbom(watched(run, input));
  const isNew = !(await deps.store.tenant(run.tenantId, (tx) => hasSbom(tx, digest)));
  if (isNew) await keep(deps, run, digest, sbom);
  const changed = new Set<string>();
  await deps.store.tenant(run.tenantId, async (tx) => {
    const { product } = sbom;
    if (isNew) {
      await writeSbom(tx, digest, sbom, { at: deps.clock.now(), by: run.by });
      for (const id of await devicesLike(tx, { ...product, product: product.name })) changed.add(id);
    }
    if (device !== undefined && (await linkSbom(tx, { sbom: digest, device, linked: true }, actor(deps, run)))) {
      changed.add(device);
    }
    await judgementsDue(tx, { devices: [...changed], gone: [] });
    await recordSource(tx, sourceOf(deps, run, kind, sbom));
  });
  run.progress(0.95, `${changed.size} devices to judge`);
  await judgeDevices(deps, run.tenantId, { devices: [...changed], gone: [] });
  return reportOf(input, { sbom, digest, changed: changed.size, isNew });
}

/** The bytes as they come, until somebody stops it. */
async function* watched(run: ImportRun, { source, bytes }: ImportInput): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of source) {
    run.signal.throwIfAborted();
    read += chunk.length;
    if (bytes) run.progress(Math.min(0.6, (0.6 * read) / bytes), 'reading the bill of materials');
    yield chunk;
  }
}

/** Writes the components ahead of their bill; without it they count for nothing, and the next try begins anew. */
async function keep({ store }: ImportDeps, run: ImportRun, id: string, { components }: Sbom): Promise<void> {
  const work = { priority: 'background' } as const;
  await store.tenant(run.tenantId, (tx) => removeComponents(tx, id), work);
  for (let at = 0; at < components.length; at += PART) {
    run.signal.throwIfAborted();
    run.progress(0.6 + (0.3 * at) / components.length, `${at} of ${components.length} components`);
    await store.tenant(run.tenantId, (tx) => writeComponents(tx, id, components.slice(at, at + PART), at), work);
  }
}

function actor({ clock }: ImportDeps, { by }: ImportRun) {
  return { at: clock.now(), by };
}

function sourceOf({ clock }: ImportDeps, run: ImportRun, kind: SbomKind, { components, problems }: Sbom) {
  return {
    sensor: kind,
    run: randomUUID(),
    kind: 'import',
    name: sbomLabel(kind),
    at: clock.now(),
    by: run.by,
    facts: 0,
    summary: { components: components.length },
    problems,
  };
}

function reportOf(
  { fileName, kind }: ImportInput & { readonly kind: SbomKind },
  taken: { readonly sbom: Sbom; readonly digest: string; readonly changed: number; readonly isNew: boolean },
): FileReport {
  const { sbom, digest, changed, isNew } = taken;
  const { product, components, relations, duplicates, flaws, problems } = sbom;
  return {
    file: fileName,
    kind,
    rows: components.length + duplicates,
    accepted: components.length,
    rejected: [],
    rejectedTotal: 0,
    problems: [
      ...(isNew ? [] : ['This bill of materials is here already.']),
      ...(duplicates > 0 ? [`${duplicates} components stand there more than once and are kept once.`] : []),
      ...(flaws > 0
        ? [
            `It also speaks about ${flaws} flaws. Take these in with 'feeds import'; here only the components were kept.`,
          ]
        : []),
      ...problems,
    ],
    facts: 0,
    changed,
    mapping: {},
    sbom: {
      id: digest,
      vendor: product.vendor,
      product: product.name,
      version: product.version,
      components: components.length,
      relations,
    },
  };
}
