// An OSCAL document about a system, read and held against this site; and what of it is taken over: statements with their day and the hash of the
// file, steps of the plan that are done there, and risks that somebody wants accepted (oscal-take.ts). Taken twice, nothing changes.
import type { OscalReading, ReadItem, ReadingDifference, ReadRisk } from '#contracts/index.ts';
import { looksLikePatientData } from '#evidence/model.ts';
import { snapshots } from '#inventory/index.ts';
import { inertText, sha256 } from '#kit/index.ts';
import { openReferences, readSystemDocument, type SaidInDocument, saidInDocument } from '#knowledge/index.ts';
import {
  answersOf,
  doneSteps,
  type FindingState,
  findingStates,
  riskOf,
  rowsOfFramework,
  settleDecisions,
} from '#program/index.ts';
import { programComponentOf } from '#report/index.ts';
import type { Tenant, TenantId } from '#store/index.ts';
import { controlKnowledge } from './control-catalogue.ts';
import { type DocumentForReading, differencesOf, type Held, type HereForReading } from './oscal-difference.ts';
import { dayOf, standingMarks, takeOver } from './oscal-take.ts';
import type { ChecksDeps } from './site-checks.ts';
import { controlStatuses } from './site-controls.ts';

/** So many of each list are told. */
const TOLD = 1_000;
/** Whoever holds the data folder has no name, and cannot ask that a risk be accepted. */
const NAMELESS = 'local';
const DEVIATION = ['deviation-requested', 'deviation-approved'];

/** A file, and who reads it. */
export interface OscalFileAsked {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly site: string;
  readonly by: string;
  /** Take over what can be; otherwise nothing is changed. */
  readonly take: boolean;
  /** `standing` of the reading that whoever takes it over has seen; without it what stands when the file is read. */
  readonly seen?: string;
}

/** Reads a document and tells how it differs from the site. Throws Invalid where the file cannot be read. */
export async function readOscalAtSite(
  deps: ChecksDeps,
  tenantId: TenantId,
  asked: OscalFileAsked,
): Promise<OscalReading> {
  const document = readSystemDocument(asked.bytes);
  const file: FileRead = {
    kind: document.kind,
    said: saidInDocument(document),
    references: openReferences(document),
    hash: sha256(asked.bytes),
  };
  const before = await readingOf(deps, tenantId, { file, asked });
  if (!asked.take) return before.reading;
  const seen = asked.seen ?? before.reading.standing;
  const { problems, ...taken } = await takeOver(deps, tenantId, { ...before, by: asked.by, seen });
  const after = await readingOf(deps, tenantId, { file, asked });
  return { ...after.reading, taken, problems: [...after.reading.problems, ...problems] };
}

interface FileRead {
  readonly kind: DocumentForReading['kind'];
  readonly said: SaidInDocument;
  readonly references: readonly { readonly path: string; readonly to: string }[];
  readonly hash: string;
}

interface Read {
  readonly reading: OscalReading;
  readonly held: readonly Held[];
  readonly risks: readonly ReadRisk[];
  readonly items: readonly ReadItem[];
  readonly origin: string;
}

async function readingOf(
  deps: ChecksDeps,
  tenantId: TenantId,
  { file, asked }: { readonly file: FileRead; readonly asked: OscalFileAsked },
): Promise<Read> {
  const { store, clock } = deps;
  const { said, kind, references, hash } = file;
  const now = clock.now();
  const statuses = await controlStatuses(deps, tenantId);
  const { controls, frameworks } = await controlKnowledge(store.dataDir);
  return store.tenant(
    tenantId,
    async (tx) => {
      await settleDecisions(tx, now);
      const answers = await answersOf(tx);
      const today = now.toISOString().slice(0, 10);
      const rows = new Map<string, ReturnType<HereForReading['rowsOf']>>();
      const here: HereForReading = {
        today,
        controls,
        frameworks,
        statuses,
        answers,
        products: kind === 'component-definition' ? await productsOf(tx) : [],
        rowsOf: (framework) => {
          const known = rows.get(framework.id);
          if (known) return known;
          const standing = rowsOfFramework({ framework, controls, statuses, answers, today });
          const made = new Map(standing.map((row) => [row.id, row]));
          rows.set(framework.id, made);
          return made;
        },
      };
      const document: DocumentForReading = {
        kind,
        said,
        day: dayOf(said.asOf),
        madeHere: isMadeHere(said, tenantId),
        origin: originOf(file),
      };
      const held = differencesOf(document, here);
      const states = await findingStates(tx, findingsIn(said));
      const { risks, items } = await openThings(tx, { said, states, asked, now });
      return {
        held,
        risks,
        items,
        origin: document.origin,
        reading: {
          schema: 'dosimeter.oscal-reading/1',
          site: asked.site,
          at: now.toISOString(),
          file: { name: inertText(asked.name, 200), sha256: hash },
          document: {
            kind,
            title: shown(said.title),
            version: inertText(said.version, 100),
            oscalVersion: inertText(said.oscalVersion, 40),
            day: document.day,
            madeHere: document.madeHere,
          },
          counts: countsOf({ said, held, risks, items, references: references.length }),
          standing: standingMarks(held, answers),
          controls: held.slice(0, TOLD).map(({ control }) => control),
          risks: risks.slice(0, TOLD),
          items: items.slice(0, TOLD),
          references: references
            .slice(0, TOLD)
            .map(({ path, to }) => ({ path: inertText(path, 300), to: inertText(to, 200) })),
          problems: problemsOf(said, document.day),
          taken: null,
        },
      };
    },
    { priority: 'interactive' },
  );
}

function originOf({ kind, said, hash }: FileRead): string {
  return `OSCAL ${kind.replaceAll('-', ' ')} ${shown(said.title).slice(0, 200)}, sha256 ${hash}`;
}

/** A text of the document as it is shown; withheld where it looks like the data of a patient. */
function shown(text: string, most = 300): string {
  return looksLikePatientData(text) ? '(withheld: it looks like the data of a patient)' : inertText(text, most);
}

function isMadeHere({ systems, components }: SaidInDocument, tenantId: TenantId): boolean {
  const own = programComponentOf(tenantId);
  return systems.includes(tenantId) || components.some(({ uuid }) => uuid.toLowerCase() === own);
}

async function productsOf(tx: Tenant): Promise<(readonly [string, string])[]> {
  const found = new Map<string, readonly [string, string]>();
  for await (const { vendor, model, retired } of snapshots(tx))
    if (!retired && vendor !== null && model !== null) found.set(JSON.stringify([vendor, model]), [vendor, model]);
  return [...found.values()];
}

function findingsIn({ risks, items }: SaidInDocument): string[] {
  return [...risks, ...items].flatMap(({ finding }) => finding ?? []);
}

function problemsOf({ oscalVersion, problems }: SaidInDocument, day: string | null): string[] {
  return [
    ...problems,
    ...(/^1\.\d+\.\d+/.test(oscalVersion)
      ? []
      : [`It says that it is OSCAL ${inertText(oscalVersion, 40) || 'of no version'}; it was read as 1.1.`]),
    ...(day === null ? ['Its date cannot be read, so that nothing can be taken over from it.'] : []),
  ];
}

function countsOf({
  said,
  held,
  risks,
  items,
  references,
}: Pick<Read, 'held' | 'risks' | 'items'> & { readonly said: SaidInDocument; readonly references: number }) {
  const of = (wanted: ReadingDifference) => held.filter(({ control }) => control.difference === wanted).length;
  return {
    controls: held.length,
    same: of('same'),
    lessHere: of('less here'),
    moreHere: of('more here'),
    notKnownHere: of('not known here'),
    notSaidThere: of('not said there'),
    unknownHere: of('unknown here'),
    components: said.components.length,
    observations: said.observations.length,
    risks: risks.length,
    items: items.length,
    references,
    takeable: [...held.map(({ control }) => control), ...risks, ...items].filter(({ take }) => take.can).length,
  };
}

interface Things {
  readonly said: SaidInDocument;
  readonly states: ReadonlyMap<string, FindingState>;
  readonly asked: OscalFileAsked;
  readonly now: Date;
}

/** Risks and items of a plan, held against findings and steps here. */
async function openThings(tx: Tenant, { said, states, asked, now }: Things) {
  const done = new Set((await doneSteps(tx)).map(({ action }) => action));
  const actions = new Set(said.items.length === 0 ? [] : (await riskOf(tx))?.actions.map(({ id }) => id));
  const stateOf = (finding: string | null) => (finding === null ? undefined : states.get(finding));
  const taken = new Set<string>();
  const once = (key: string) => {
    if (taken.has(key)) return false;
    taken.add(key);
    return true;
  };
  const risks = said.risks.map(({ title, status, deadline, words, finding }): ReadRisk => {
    const here = stateOf(finding);
    const isOpenThere = status !== 'closed';
    return {
      title: shown(title),
      status: status === null ? null : inertText(status, 60),
      deadline: deadline === null ? null : inertText(deadline, 60),
      words: shown(words, 990),
      finding: here ? finding : null,
      isOpenHere: here ? here.isOpen : null,
      difference: openWords(isOpenThere, here?.isOpen),
      take: acceptanceOf({ status, deadline, here, by: asked.by, now }, () => once(`risk ${finding}`)),
    };
  });
  const items = said.items.map(({ title, words, deadline, isClosed, action, finding }): ReadItem => {
    const here = stateOf(finding);
    const isKnown = action !== null && (actions.has(action) || done.has(action));
    const isDone = action !== null && done.has(action);
    return {
      title: shown(title),
      words: shown(words, 990),
      deadline: deadline === null ? null : inertText(deadline, 60),
      isClosed,
      action: isKnown ? action : null,
      finding: here ? finding : null,
      difference: isKnown ? stepWords(!isClosed, isDone) : openWords(!isClosed, here?.isOpen),
      take: stepOf({ isClosed, isKnown, isDone }, () => once(`step ${action}`)),
    };
  });
  return { risks, items };
}

function openWords(isOpenThere: boolean, isOpenHere: boolean | undefined): string {
  if (isOpenHere === undefined) return 'No finding here is the same.';
  if (isOpenThere === isOpenHere) return isOpenHere ? 'Open there and here.' : 'Closed there and here.';
  return isOpenThere ? 'Open there, closed here.' : 'Closed there, open here.';
}

function stepWords(isOpenThere: boolean, isDone: boolean): string {
  if (isOpenThere !== isDone) return isDone ? 'Done there and here.' : 'Open there and here.';
  return isDone ? 'Open there, done here.' : 'Done there, not done here.';
}

function no(why: string) {
  return { can: false, why };
}

/** Somebody wants the risk accepted until a day: here, too, it must be asked for, and a second person approves. */
function acceptanceOf(
  {
    status,
    deadline,
    here,
    by,
    now,
  }: {
    readonly status: string | null;
    readonly deadline: string | null;
    readonly here: FindingState | undefined;
    readonly by: string;
    readonly now: Date;
  },
  once: () => boolean,
): ReadRisk['take'] {
  if (!here) return no('Risks here come from findings and scenarios; none is entered by hand.');
  if (status === null || !DEVIATION.includes(status))
    return no('Findings here are closed by facts, and their days come from the policy of the site.');
  if (!here.isOpen) return no('The finding is closed here: there is nothing to accept.');
  if (here.isAsked) return no('Its risk is accepted here, or somebody asked for it.');
  const day = deadline === null ? null : dayOf(deadline);
  if (day === null || day < now.toISOString().slice(0, 10))
    return no('It has no day to come. A risk is accepted until a day only.');
  if (by === NAMELESS) return no('A decision needs the name of a person. Take it over on the web page.');
  if (!once()) return no('The document has it before.');
  return { can: true, why: `It is asked that the risk be accepted until ${day}; somebody else must approve.` };
}

function stepOf(
  { isClosed, isKnown, isDone }: { readonly isClosed: boolean; readonly isKnown: boolean; readonly isDone: boolean },
  once: () => boolean,
): ReadItem['take'] {
  if (!isKnown) return no('It is no step of the plan here; tasks are not entered by hand.');
  if (!isClosed) return no('It is not closed in the document, and the day of a step is not kept here.');
  if (isDone) return no('It is said to be done here.');
  if (!once()) return no('The document has it before.');
  return { can: true, why: 'It is kept as said to be done; the facts that show it are looked for as for every step.' };
}
