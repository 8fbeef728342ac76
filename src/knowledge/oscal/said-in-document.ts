// What an OSCAL document about a system says: of each control and by which component, and which observations, risks and items of a plan it holds.
// Pure, and bounded by the reader of the file.
import type {
  OscalDocumentProp,
  OscalFinding,
  OscalObservation,
  OscalPlanItem,
  OscalRequirement,
  OscalRisk,
  SystemDocument,
} from '#contracts/index.ts';
import { OSCAL_NAMESPACE } from './own-words.ts';

/** Whether something is done, in our words; `none` where the document says that it does not apply. */
export type SaidState = 'yes' | 'partly' | 'no' | 'none';

/** What one component, or nobody by name, says of a control. */
export interface SaidByComponent {
  readonly path: string;
  readonly component: string | null;
  /** Null where the document does not say. */
  readonly state: SaidState | null;
  /** The word of the document for it. */
  readonly word: string | null;
  /** It is said of a part of the control only. */
  readonly isPart: boolean;
  readonly text: string;
  readonly roles: readonly string[];
}

/** What a document says of a control, put together. */
export interface SaidOfControl {
  readonly control: string;
  /** The catalog or profile that it names for it. */
  readonly source: string | null;
  readonly state: SaidState | null;
  readonly word: string | null;
  readonly by: readonly SaidByComponent[];
}

export interface SaidObservation {
  readonly uuid: string;
  readonly title: string;
  readonly methods: readonly string[];
  readonly subjects: number;
  readonly collected: string | null;
  readonly expires: string | null;
  /** The finding of ours that it tells, and the check. */
  readonly finding: string | null;
  readonly check: string | null;
}

export interface SaidRisk {
  readonly uuid: string;
  readonly title: string;
  readonly words: string;
  readonly status: string | null;
  readonly deadline: string | null;
  /** The finding of ours that it comes from. */
  readonly finding: string | null;
}

export interface SaidItem {
  readonly path: string;
  readonly title: string;
  readonly words: string;
  /** The earliest day of the risks that it answers, or its own. */
  readonly deadline: string | null;
  /** Every risk that it answers is closed, and there is one. */
  readonly isClosed: boolean;
  /** The action and the finding of ours that it is about. */
  readonly action: string | null;
  readonly finding: string | null;
}

export interface SaidInDocument {
  readonly title: string;
  readonly version: string;
  readonly oscalVersion: string;
  readonly lastModified: string;
  /** When what it says was so: for results the end of the newest one, otherwise when the document was changed last. */
  readonly asOf: string;
  /** Ids of the systems that it is about. */
  readonly systems: readonly string[];
  readonly components: readonly { readonly uuid: string; readonly title: string; readonly type: string }[];
  readonly controls: readonly SaidOfControl[];
  readonly observations: readonly SaidObservation[];
  readonly risks: readonly SaidRisk[];
  readonly items: readonly SaidItem[];
  readonly problems: readonly string[];
}

/** The words of OSCAL for how far something is implemented. An alternative is there in place of what is asked for. */
const STATES: Readonly<Record<string, SaidState>> = {
  implemented: 'yes',
  partial: 'partly',
  alternative: 'partly',
  planned: 'no',
  'not-applicable': 'none',
};
/** Our own words, in the property `enforced`. */
const OWN: Readonly<Record<string, SaidState>> = { yes: 'yes', partly: 'partly', no: 'no' };

/** Reads what a document says. */
export function saidInDocument(document: SystemDocument): SaidInDocument {
  const { metadata } = document.body;
  return {
    title: metadata.title,
    version: metadata.version ?? '',
    oscalVersion: metadata['oscal-version'] ?? '',
    lastModified: metadata['last-modified'],
    asOf: metadata['last-modified'],
    ...contentOf(document),
  };
}

type Content = Omit<SaidInDocument, 'title' | 'version' | 'oscalVersion' | 'lastModified' | 'asOf'> &
  Partial<Pick<SaidInDocument, 'asOf'>>;

function contentOf(document: SystemDocument): Content {
  const nothing: Content = {
    systems: [],
    components: [],
    controls: [],
    observations: [],
    risks: [],
    items: [],
    problems: [],
  };
  switch (document.kind) {
    case 'component-definition': {
      const { components = [], capabilities = [] } = document.body;
      const holders = [
        ...components.map((each, place) => ({ each, path: `components[${place}]` })),
        ...capabilities.map((each, place) => ({ each, path: `capabilities[${place}]` })),
      ];
      return {
        ...nothing,
        components: [
          ...components.map(componentOf),
          ...capabilities.map(({ uuid, name = '' }) => ({ uuid, title: name, type: 'capability' })),
        ],
        controls: joined(
          holders.flatMap(({ each, path }) =>
            (each['control-implementations'] ?? []).flatMap((made, n) =>
              (made['implemented-requirements'] ?? []).flatMap((requirement, m) =>
                saidOf(requirement, {
                  path: `${path}.control-implementations[${n}].implemented-requirements[${m}]`,
                  holder: each.uuid,
                  source: made.source ?? null,
                  partsCount: false,
                }),
              ),
            ),
          ),
        ),
      };
    }
    case 'system-security-plan': {
      const { body } = document;
      const source = body['import-profile']?.href ?? null;
      const requirements = body['control-implementation']['implemented-requirements'] ?? [];
      return {
        ...nothing,
        systems: (body['system-characteristics']?.['system-ids'] ?? []).map(({ id }) => id),
        components: (body['system-implementation']?.components ?? []).map(componentOf),
        controls: joined(
          requirements.flatMap((requirement, place) =>
            saidOf(requirement, {
              path: `control-implementation.implemented-requirements[${place}]`,
              holder: null,
              source,
              // A plan goes through all parts of a control.
              partsCount: true,
            }),
          ),
        ),
      };
    }
    case 'assessment-results': {
      const { results } = document.body;
      const newest = results.reduce((best, { start = '' }, place) => {
        return start > (results[best]?.start ?? '') ? place : best;
      }, 0);
      const { observations = [], risks = [], findings = [], ...result } = results[newest] ?? {};
      return {
        ...nothing,
        ...timeOf(results[newest]),
        components: (result['local-definitions']?.components ?? []).map(componentOf),
        controls: joined(
          findings.flatMap((finding, place) => judged(finding, `results[${newest}].findings[${place}]`)),
        ),
        observations: observations.map(observed),
        risks: risksOf(risks, observations),
        problems:
          results.length > 1
            ? [`It holds ${results.length} results. What follows is of the one that began last; the others are kept.`]
            : [],
      };
    }
    case 'plan-of-action-and-milestones': {
      const { observations = [], risks = [], ...body } = document.body;
      const known = risksOf(risks, observations);
      const risksById = new Map(known.map((risk) => [risk.uuid, risk]));
      return {
        ...nothing,
        systems: body['system-id'] ? [body['system-id'].id] : [],
        components: (body['local-definitions']?.components ?? []).map(componentOf),
        observations: observations.map(observed),
        risks: known,
        items: body['poam-items'].map((item, place) => itemOf(item, `poam-items[${place}]`, risksById)),
      };
    }
  }
}

function timeOf(
  result: { readonly start?: string | undefined; readonly end?: string | undefined } = {},
): Partial<Pick<SaidInDocument, 'asOf'>> {
  const at = result.end ?? result.start;
  return at === undefined ? {} : { asOf: at };
}

interface NamedComponent {
  readonly uuid: string;
  readonly title?: string | undefined;
  readonly type?: string | undefined;
}

function componentOf({ uuid, title = '', type = '' }: NamedComponent) {
  return { uuid, title, type };
}

interface Found extends SaidByComponent {
  readonly control: string;
  readonly source: string | null;
}

function saidOf(
  requirement: OscalRequirement,
  {
    path,
    holder,
    source,
    partsCount,
  }: {
    readonly path: string;
    readonly holder: string | null;
    readonly source: string | null;
    readonly partsCount: boolean;
  },
): Found[] {
  const control = requirement['control-id'];
  const { props = [], statements = [] } = requirement;
  const whole = stateOf(undefined, props);
  const rolesOfAll = rolesIn(requirement);
  const head = { control, source };
  const by = (made: NonNullable<OscalRequirement['by-components']>[number], at: string, isPart: boolean): Found => ({
    ...head,
    path: at,
    component: made['component-uuid'],
    ...(stateOf(made['implementation-status']?.state, made.props) ?? whole ?? UNSAID),
    isPart,
    text: made.description ?? '',
    roles: [...rolesIn(made), ...rolesOfAll],
  });
  const found = [
    ...(requirement['by-components'] ?? []).map((made, place) => by(made, `${path}.by-components[${place}]`, false)),
    ...statements.flatMap((statement, place): Found[] => {
      const at = `${path}.statements[${place}]`;
      const isPart = !partsCount && !isWhole(statement['statement-id'], control);
      const parts = (statement['by-components'] ?? []).map((made, n) => by(made, `${at}.by-components[${n}]`, isPart));
      const text = [statement.description, statement.remarks].filter((each) => each !== undefined).join('\n');
      if (text === '') return parts;
      const said = stateOf(undefined, statement.props) ?? whole ?? UNSAID;
      return [
        { ...head, path: at, component: holder, ...said, isPart, text, roles: [...rolesIn(statement), ...rolesOfAll] },
        ...parts,
      ];
    }),
  ];
  const text = [requirement.description, requirement.remarks].filter((each) => each !== undefined).join('\n');
  if (found.length > 0 && text === '') return found;
  return [{ ...head, path, component: holder, ...(whole ?? UNSAID), isPart: false, text, roles: rolesOfAll }, ...found];
}

const UNSAID = { state: null, word: null } as const;

interface Worded {
  readonly state: SaidState | null;
  readonly word: string | null;
}

/** From the status where there is one, or from properties; null where nothing tells it. */
function stateOf(status: string | undefined, props: readonly OscalDocumentProp[] = []): Worded | null {
  const own = ownValue(props, 'enforced');
  const word = status ?? props.find(({ name }) => name === 'implementation-status')?.value;
  if (word !== undefined) return { state: Object.hasOwn(STATES, word) ? (STATES[word] ?? null) : null, word };
  if (own !== null) return { state: Object.hasOwn(OWN, own) ? (OWN[own] ?? null) : null, word: own };
  return null;
}

function ownValue(props: readonly OscalDocumentProp[] = [], name: string): string | null {
  return props.find((each) => each.name === name && each.ns === OSCAL_NAMESPACE)?.value ?? null;
}

function rolesIn(of: { readonly 'responsible-roles'?: readonly { readonly 'role-id': string }[] | undefined }) {
  return (of['responsible-roles'] ?? []).map((role) => role['role-id']);
}

/** The statement of a control as a whole, as catalogs name it. */
function isWhole(statement: string, control: string): boolean {
  return statement === `${control}_smt` || statement === control;
}

/** A finding of an assessor about a statement or an objective, which names its control at the front. */
function judged(finding: OscalFinding, path: string): Found[] {
  const { target } = finding;
  const id = target['target-id'];
  const control = id.replace(/_(?:smt|obj)(?:[.-].*)?$/, '');
  const word = target.status?.state ?? null;
  const far = stateOf(target['implementation-status']?.state, finding.props)?.state;
  const state = word === 'satisfied' ? 'yes' : word === 'not-satisfied' ? (far === 'partly' ? 'partly' : 'no') : null;
  return [
    {
      control,
      source: null,
      path,
      component: null,
      state,
      word,
      isPart: !isWhole(id, control) && id !== `${control}_obj`,
      text: finding.description ?? finding.title ?? '',
      roles: [],
    },
  ];
}

/**
 * Controls with what is said of them, in the order of the document. All yes is yes, all no is no, nothing said is nothing; everything else is
 * partly, as is a yes beside something of which nothing is said, or of a part of the control alone.
 */
function joined(found: readonly Found[]): SaidOfControl[] {
  const groups = Map.groupBy(found, ({ control, source }) => JSON.stringify([control, source]));
  return [...groups.values()].flatMap((group): SaidOfControl[] => {
    const [first] = group;
    if (!first) return [];
    const words = [...new Set(group.flatMap(({ word }) => word ?? []))];
    return [
      {
        control: first.control,
        source: first.source,
        state: stateOfAll(group),
        word: words.length === 0 ? null : words.join(', '),
        by: group.map(({ path, component, state, word, isPart, text, roles }) => {
          return { path, component, state, word, isPart, text, roles };
        }),
      },
    ];
  });
}

function stateOfAll(group: readonly Found[]): SaidState | null {
  const said = group.filter(({ state }) => state !== null);
  const asked = said.filter(({ state }) => state !== 'none');
  if (said.length === 0) return null;
  if (asked.length === 0) return said.length === group.length ? 'none' : null;
  if (asked.every(({ state }) => state === 'no')) return 'no';
  // A requirement that only introduces its components says nothing of its own.
  const silent = group.filter(({ state, component }) => state === null && component !== null);
  const isWhole = silent.length === 0 && asked.every(({ state, isPart }) => state === 'yes' && !isPart);
  return isWhole ? 'yes' : 'partly';
}

function observed(observation: OscalObservation): SaidObservation {
  const { uuid, title, description = '', methods = [], subjects = [], collected, expires, props } = observation;
  return {
    uuid,
    title: title ?? description,
    methods,
    subjects: subjects.length,
    collected: collected ?? null,
    expires: expires ?? null,
    finding: ownValue(props, 'finding'),
    check: ownValue(props, 'check'),
  };
}

function risksOf(risks: readonly OscalRisk[], observations: readonly OscalObservation[]): SaidRisk[] {
  const findingOf = new Map(observations.map(({ uuid, props }) => [uuid, ownValue(props, 'finding')]));
  return risks.map((risk) => riskOf(risk, findingOf));
}

function riskOf(risk: OscalRisk, findingOf: ReadonlyMap<string, string | null>): SaidRisk {
  const findings = (risk['related-observations'] ?? []).flatMap(
    (each) => findingOf.get(each['observation-uuid']) ?? [],
  );
  return {
    uuid: risk.uuid,
    title: risk.title ?? '',
    words: risk.statement ?? risk.description ?? '',
    status: risk.status ?? null,
    deadline: risk.deadline ?? null,
    finding: ownValue(risk.props, 'finding') ?? findings[0] ?? null,
  };
}

function itemOf(item: OscalPlanItem, path: string, byId: ReadonlyMap<string, SaidRisk>): SaidItem {
  const related = (item['related-risks'] ?? []).flatMap((each) => byId.get(each['risk-uuid']) ?? []);
  const days = related.flatMap(({ deadline }) => deadline ?? []).sort();
  return {
    path,
    title: item.title ?? '',
    words: item.description ?? '',
    deadline: days[0] ?? ownValue(item.props, 'due'),
    isClosed: related.length > 0 && related.every(({ status }) => status === 'closed'),
    action: ownValue(item.props, 'action'),
    finding: ownValue(item.props, 'finding') ?? (related.length === 1 ? (related[0]?.finding ?? null) : null),
  };
}
