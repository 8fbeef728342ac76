// The guided start from its first word to what it states: fields that are kept, devices that are typed in, and the end, where everything
// goes to its own room: figures to those of risk, words about devices to their facts.
import { randomUUID } from 'node:crypto';
import {
  NOT_KNOWN,
  type StartAnswers,
  type StartDeviceRow,
  type StartLeft,
  type StartSaved,
  type StartWalk,
  type Stated,
  start,
  startWalk,
  whatIsWrong,
} from '#contracts/index.ts';
import { recordSource } from '#evidence/index.ts';
import { type AttributeName, makeFact } from '#evidence/model.ts';
import { placedDevices } from '#inventory/index.ts';
import { type Clock, Invalid, inertText } from '#kit/index.ts';
import {
  assignFirstLessons,
  attestationsOf,
  beginPolicy,
  changeRiskSettings,
  keepAttestations,
  keepStartField,
  keepStartStated,
  type ProgramLibrary,
  policyHeads,
  policyLibrary,
  programLibrary,
  type StartStated,
  settleSettings,
  startFields,
  startStated,
} from '#program/index.ts';
import { askedOf, stateAnswers } from '#program/model.ts';
import { readRow } from '#sensors/intake/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { askForRisk } from './state-risk.ts';
import { takeFacts } from './take-facts.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';

export interface StartDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** The sensor in facts that come from the guided start. */
const SENSOR = 'guided-start';
/** Somebody typed a device in, as one writes a list. */
const TYPED = 0.8;
const DEVICES_SHOWN = 12;
/** Fields that are no questions. */
const OTHER_FIELDS = startWalk.START_FIELDS;

let library: { readonly of: object; readonly whole: ProgramLibrary } | undefined;

/** What ships of the program, with the controls of this installation. */
export async function startLibrary(dataDir: string | null): Promise<ProgramLibrary> {
  const threats = await threatLibrary(threatFolders(dataDir));
  if (library?.of !== threats) {
    const controls = new Set(threats.scenarios.flatMap((scenario) => scenario.controls.map(({ id }) => id)));
    library = { of: threats, whole: await programLibrary(controls) };
  }
  return library.whole;
}

/** The walk as it stands. `site`: the name of the site, for where nobody said another one. */
export async function startWalkOf(
  tx: Tenant,
  { site, dataDir }: { readonly site: string; readonly dataDir: string | null },
): Promise<StartWalk> {
  const { questions } = await startLibrary(dataDir);
  const saved = await startFields(tx);
  const devices = await placedDevices(tx);
  const finished = await startStated(tx);
  return {
    schema: 'dosimeter.start-walk/1',
    center: centerOf(saved, site),
    saved,
    questions: questions.map(({ id, section, ask, why, where, answer }) => ({ id, section, ask, why, where, answer })),
    asked: askedOf(questions, answersOf(saved), devices).map(({ id }) => id),
    devices: {
      total: devices.length,
      first: devices.slice(0, DEVICES_SHOWN).map(({ id, name, kind, modality }) => ({ id, name, kind, modality })),
    },
    finished: finished && { at: finished.at, by: finished.by },
    changed: finished !== null && saved.some(({ at, field }) => at > finished.at && field !== 'devices'),
  };
}

/** What the center is called. */
export function centerOf(saved: readonly StartSaved[], site: string): string {
  const said = OTHER_FIELDS.center.safeParse(saved.find(({ field }) => field === 'center')?.value);
  return said.data ?? site;
}

/** The answers among what was said. */
export function answersOf(saved: readonly StartSaved[]): StartAnswers {
  return start.startAnswers.parse(
    Object.fromEntries(
      saved.flatMap(({ field, value }) => (field in OTHER_FIELDS || value === null ? [] : [[field, value]])),
    ),
  );
}

/**
 * Keeps what was said of one field. Throws Invalid, naming the field, for a value that it does not take, and Conflict where somebody said
 * something else since `version`.
 */
export async function saveStart(
  tx: Tenant,
  said: { readonly field: string; readonly value: StartSaved['value']; readonly version: number | null },
  { by, now, dataDir }: { readonly by: string; readonly now: Date; readonly dataDir: string | null },
): Promise<void> {
  await checkField(said, dataDir);
  await keepStartField(tx, said, { by, now });
}

/** Throws Invalid, naming the field, for a value that it does not take; null is always taken. */
async function checkField(
  { field, value }: { readonly field: string; readonly value: unknown },
  dataDir: string | null,
): Promise<void> {
  const { questions } = await startLibrary(dataDir);
  if (value === null && questions.some(({ id }) => id === field)) return;
  const shape = Object.entries(OTHER_FIELDS).find(([name]) => name === field)?.[1];
  if (shape && value === null) return;
  const read = shape ? shape.safeParse(value) : start.startAnswers.safeParse({ [field]: value });
  if (!read.success) {
    const { field: inside, message } = whatIsWrong(read.error);
    const place = shape ? `${field}${inside.startsWith('[') || inside === '' ? '' : '.'}${inside}` : inside || field;
    throw new Invalid(`${inertText(place, 100)}: ${message}`);
  }
  if (!shape) stateAnswers(questions, start.startAnswers.parse(read.data), []);
}

export interface StartTaken {
  readonly added: number;
  readonly rejected: readonly { readonly row: number; readonly reason: string }[];
}

/**
 * Devices that somebody typed in become facts that people stand behind. A row that cannot be taken is told of, and costs no other; the same
 * row again changes nothing. Rows count from 1.
 */
export async function takeStartDevices(
  deps: StartDeps,
  tenantId: TenantId,
  { rows, by }: { readonly rows: readonly StartDeviceRow[]; readonly by: string },
): Promise<StartTaken> {
  const run = randomUUID();
  const seen = new Map<string, number>();
  const rejected: { row: number; reason: string }[] = [];
  const facts = rows.flatMap((typed, place) => {
    const row = place + 1;
    const { name, kind, modality, maker, model, address } = typed;
    if (name.trim() === '') {
      rejected.push({ row, reason: 'name: Write what people call this device.' });
      return [];
    }
    const cells = {
      name: [name],
      kind: [kind],
      modality: [modality],
      vendor: [maker],
      model: [model],
      address: [address],
    };
    const read = readRow(cells);
    if (read.kind === 'rejected') {
      rejected.push({ row, reason: read.reason });
      return [];
    }
    // An address that is none would be lost without a word.
    if (read.notes.length > 0) {
      rejected.push({ row, reason: read.notes.join(' ') });
      return [];
    }
    const same = seen.get(read.identity);
    if (same !== undefined) {
      rejected.push({ row, reason: `Row ${same} has the same ${read.identityBy}. Give each device its own.` });
      return [];
    }
    seen.set(read.identity, row);
    const subject = { kind: 'asset', key: `${SENSOR}/${read.identity}` } as const;
    const source = { sensor: SENSOR, run: 'typed in', detail: null };
    return read.statements.map((statement) =>
      makeFact({ subject, basis: 'attested', confidence: TYPED, source, by, ...statement }, deps.clock),
    );
  });
  const taken = await takeFacts(deps, tenantId, facts);
  await deps.store.tenant(tenantId, (tx) =>
    recordSource(tx, {
      sensor: SENSOR,
      run,
      kind: 'import',
      name: 'Guided start: typed in',
      at: deps.clock.now(),
      by,
      facts: taken.added,
      summary: { rows: rows.length, rejected: rejected.length, devices: taken.devices.length },
      problems: [],
    }),
  );
  return { added: rows.length - rejected.length, rejected };
}

export interface FinishInput {
  readonly by: string;
  /** The name of the site, for where nobody said what the center is called. */
  readonly site: string;
  /** Places in the figures of risk that are to be as they were said here. */
  readonly replace: readonly string[];
}

/**
 * States what was said: figures and controls among those of risk, words about devices as their facts. What the site stated elsewhere stays,
 * and is told of. Said again, it takes the place of what was stated the last time; what is not known any more is taken back.
 */
export async function stateStart(
  deps: StartDeps,
  tenantId: TenantId,
  { by, replace, site }: FinishInput,
): Promise<readonly StartLeft[]> {
  const { store, clock } = deps;
  const { questions } = await startLibrary(store.dataDir);
  const { said, before } = await store.tenant(tenantId, async (tx) => ({
    said: stateAnswers(questions, answersOf(await startFields(tx)), await placedDevices(tx)),
    before: await startStated(tx),
  }));
  const now = clock.now();
  const facts = [
    ...said.facts,
    ...(before?.facts ?? [])
      .filter(
        ({ device, attribute }) => !said.facts.some((each) => each.device === device && each.attribute === attribute),
      )
      .map((gone) => ({ ...gone, value: NOT_KNOWN, confidence: 0 })),
  ].map(({ device, attribute, value, confidence }) =>
    makeFact(
      {
        subject: { kind: 'device', key: device },
        // Both were held against the vocabulary when the questions were read.
        attribute: attribute as AttributeName,
        value: value as never,
        basis: 'attested',
        confidence,
        source: { sensor: SENSOR, run: 'answers', detail: null },
        by,
      },
      clock,
    ),
  );
  await takeFacts(deps, tenantId, facts);
  return store.tenant(tenantId, async (tx) => {
    let left: readonly StartLeft[] = [];
    const words = await attest(tx, said.attested, { before: before?.attested ?? [], by, now, replace });
    await beginPolicies(tx, site, { by, now });
    await assignFirstLessons(tx, (await startLibrary(store.dataDir)).lessons.items, { by, now });
    await changeRiskSettings(
      tx,
      (settings) => {
        const settled = settleSettings({
          now: settings,
          before: before?.settings ?? {},
          said: said.settings,
          notInPlace: said.controls.notInPlace,
          replace,
        });
        ({ left } = settled);
        return settled.settings;
      },
      { by, now, detail: 'guided start' },
    );
    const stated = {
      settings: said.settings,
      attested: words.stated,
      facts: said.facts.map(({ device, attribute }) => ({ device, attribute })),
      left: [...left, ...words.left],
    };
    await keepStartStated(tx, stated, { by, now });
    return stated.left;
  });
}

type Word = StartStated['attested'][number];

/**
 * Keeps what was said to the questions of checks. Only what is otherwise than the last time is said anew; where the site has another answer from
 * elsewhere, that one stays, and is told of.
 */
async function attest(
  tx: Tenant,
  said: Stated['attested'],
  {
    before,
    by,
    now,
    replace,
  }: { readonly before: readonly Word[]; readonly by: string; readonly now: Date; readonly replace: readonly string[] },
): Promise<{ stated: Word[]; left: StartLeft[] }> {
  const elsewhere = new Map(
    (await attestationsOf(tx)).flatMap(({ question, device, answer }) =>
      device === null ? [[question, answer] as const] : [],
    ),
  );
  const own = new Map(before.map(({ question, answer }) => [question, answer]));
  const left: StartLeft[] = [];
  const fresh = said.filter(({ question, answer }) => {
    const here = elsewhere.get(question);
    if (here === answer) return false;
    if (here === undefined || here === 'unknown' || here === own.get(question)) return true;
    if (replace.includes(`attest.${question}`)) return true;
    left.push({ what: `attest.${question}`, here, said: answer });
    return false;
  });
  const gone = before.filter(
    ({ question, answer }) => elsewhere.get(question) === answer && !said.some((each) => each.question === question),
  );
  const words = [...fresh, ...gone.map(({ question }) => ({ question, answer: 'unknown' as const }))];
  await keepAttestations(tx, words, { by, now }, 'start');
  const kept = new Set(left.map(({ what }) => what));
  return { stated: said.filter(({ question }) => !kept.has(`attest.${question}`)), left };
}

/** Makes every policy of the library a draft of the site, unless the site has begun it. */
async function beginPolicies(
  tx: Tenant,
  site: string,
  actor: { readonly by: string; readonly now: Date },
): Promise<void> {
  const begun = new Set((await policyHeads(tx)).map(({ id }) => id));
  const center = centerOf(await startFields(tx), site);
  for (const { id } of (await policyLibrary()).policies.items)
    if (!begun.has(id)) await beginPolicy(tx, id, center, actor);
}

/** States what was said, and asks for the risk to be worked out anew. */
export async function finishStart(
  deps: StartDeps,
  tenantId: TenantId,
  input: FinishInput,
): Promise<{ job: string; left: readonly StartLeft[] }> {
  const left = await stateStart(deps, tenantId, input);
  const job = await deps.store.tenant(tenantId, (tx) => askForRisk(tx, { by: input.by, now: deps.clock.now() }));
  return { job, left };
}
