// The risk-management file of a medical IT network (IEC 80001-1:2010; the ten steps of IEC/TR 80001-2-1): what the program knows is written
// out, and what only the organization can say is left open with who has to say it. docs/harm.md tells where each part comes from.
import {
  type Filled,
  type HarmMatrix,
  type HarmPlacement,
  KEY_PROPERTIES,
  type KeyProperty,
  type RiskFile,
  SEVERITY_ASPECTS,
  type SeverityAspect,
} from '#contracts/index.ts';
import { byHarmFirst } from '#risk/index.ts';

/** Devices that are used for the same. */
export interface RiskFileGroup {
  readonly id: string;
  readonly name: string;
  readonly makers: readonly string[];
  readonly zones: readonly string[];
  readonly devices: readonly { readonly id: string; readonly name: string }[];
}

/** A scenario as it stands here. */
export interface RiskFileScenario {
  readonly id: string;
  readonly name: string;
  readonly story: string;
  readonly function: string;
  /** Ids of groups. */
  readonly groups: readonly string[];
  /** What makes it possible: preconditions that hold, ways in, findings, in words. */
  readonly causes: readonly string[];
  /** The most likely rating of each aspect, 0 to 4. */
  readonly severity: Readonly<Record<SeverityAspect, number>>;
  readonly severityFrom: 'default' | 'raters';
  readonly today: HarmPlacement;
  /** With what is planned. */
  readonly residual: HarmPlacement;
  /** Names of controls that are in place. */
  readonly inPlace: readonly string[];
}

/** A step of the plan. */
export interface RiskFileAction {
  readonly id: string;
  readonly name: string;
  /** Ids of scenarios. */
  readonly scenarios: readonly string[];
  readonly state: 'done' | 'planned' | 'proposed';
  readonly owner: string | null;
  /** ISO day. */
  readonly due: string | null;
  /** What was measured afterwards, and when; null until somebody did. */
  readonly verification: string | null;
}

/** What was decided of a scenario. */
export interface RiskFileDecision {
  readonly scenario: string;
  readonly what: string;
  readonly by: string;
  /** ISO days. */
  readonly at: string;
  readonly until: string | null;
}

export interface RiskFileInput {
  readonly site: string;
  /** ISO time. */
  readonly at: string;
  readonly basis: readonly string[];
  readonly matrix: HarmMatrix;
  readonly matrixIsDefault: boolean;
  readonly groups: readonly RiskFileGroup[];
  readonly scenarios: readonly RiskFileScenario[];
  readonly actions: readonly RiskFileAction[];
  readonly decisions: readonly RiskFileDecision[];
  /** What the organization said, by the `key` under which the file lists it as open. */
  readonly stated: Readonly<Record<string, string>>;
}

/** Who speaks for the organization as a whole. */
export const TOP_MANAGEMENT = 'top management';
const [TOP, RISK_MANAGER, BIOMED, IT] = [TOP_MANAGEMENT, 'risk manager', 'biomedical engineering', 'IT'] as const;

const MEANINGS: Readonly<Record<KeyProperty, string>> = {
  safety: 'freedom from unacceptable risk to patients and staff',
  effectiveness: 'the network yields what examination and treatment need',
  security: 'data and systems are kept from loss, change and strangers',
};

/** Which key property an aspect of severity speaks of. */
const PROPERTY_OF: Readonly<Record<SeverityAspect, KeyProperty>> = {
  injury: 'safety',
  diagnosis: 'effectiveness',
  delay: 'effectiveness',
  equipment: 'effectiveness',
  privacy: 'security',
  trust: 'security',
};

const ROLES = [
  ['Responsible organization: top management', 'policy, resources, acceptable risk, overall residual risk'],
  ['Medical IT-network risk manager', 'this file, the assessment, and that it stays current'],
  ['Biomedical engineering', 'the devices, their makers, and what makers consent to'],
  ['IT', 'the network, its rules, accounts and backups'],
  ['Clinical lead', 'what harm means to patients, and what may stand still for how long'],
] as const;

const AGREEMENT = [
  ['Devices and networks that the agreement covers', RISK_MANAGER],
  ['What each party must tell the other, and within which time', RISK_MANAGER],
  ['Who may connect from outside, when, and how it is ended', IT],
  ['Who installs security updates, and within which time after their release', BIOMED],
  ['Who answers when something happens, by day and by night', IT],
  ['Signatures and dates', TOP],
] as const;

const PROCESSES = [
  ['Change release and configuration management', IT],
  ['Decision on going live', TOP],
  ['Monitoring while in use', IT],
  ['Event management', RISK_MANAGER],
  ['Day of the next review', RISK_MANAGER],
] as const;

/** Builds the file. The same input gives the same file. */
export function buildRiskFile(input: RiskFileInput): RiskFile {
  const form = new Form(input.stated);
  const scope = {
    purpose: form.ask('scope.purpose', TOP, 'What the network is for'),
    groups: input.groups.map(({ id, name, makers, zones, devices }) => ({
      id,
      name,
      makers: [...makers],
      zones: [...zones],
      devices: devices.map((device) => ({ id: device.id, name: device.name })),
      intendedUse: form.ask(`intendedUse.${id}`, BIOMED, `Intended use of ${name}, as its maker states it`),
    })),
  };
  const approval = form.ask('acceptability.approval', TOP, 'Who approved the bounds of acceptable risk, and when');
  const ordered = input.scenarios
    .map((scenario) => ({ id: scenario.id, harm: scenario.today, loss: 0, scenario }))
    .sort(byHarmFirst)
    .map(({ scenario }) => scenario);
  const risks = ordered.map((scenario) => riskOf(scenario, input, form));
  const makers = [...new Set(input.groups.flatMap((group) => group.makers))].sort();
  return {
    schema: 'dosimeter.risk-file/1',
    site: input.site,
    at: input.at,
    basis: [...input.basis],
    scope,
    keyProperties: KEY_PROPERTIES.map((property) => ({
      property,
      meaning: MEANINGS[property],
      scenarios: risks.filter(({ keyProperties }) => keyProperties.includes(property)).map(({ scenario }) => scenario),
    })),
    acceptability: { matrix: input.matrix, isDefault: input.matrixIsDefault, approval },
    risks,
    overall: {
      today: countsOf(risks.map(({ today }) => today)),
      residual: countsOf(risks.map(({ residual }) => residual)),
      statement: form.ask('overall.statement', TOP, 'Whether the overall residual risk is acceptable, and why'),
    },
    roles: ROLES.map(([role, duty]) => ({ role, duty, name: form.ask(`role.${role}`, TOP, `Who is: ${role}`) })),
    responsibilityAgreement: {
      parties: [
        { party: input.site, part: 'responsible organization', by: RISK_MANAGER },
        ...makers.map((party) => ({ party, part: 'maker of devices', by: BIOMED })),
      ].map(({ by, ...party }) => ({
        ...party,
        contact: form.ask(`agreement.contact.${party.party}`, by, `Contact for security at ${party.party}`),
      })),
      items: AGREEMENT.map(([topic, by]) => ({ topic, content: form.ask(`agreement.${topic}`, by, topic) })),
    },
    processes: PROCESSES.map(([topic, by]) => ({ topic, content: form.ask(`process.${topic}`, by, topic) })),
    open: form.open,
  };
}

/** What the organization said, and what it has still to say. */
class Form {
  readonly open: RiskFile['open'] = [];
  readonly #stated: ReadonlyMap<string, string>;
  /** Controls of several scenarios are asked for once. */
  readonly #asked = new Set<string>();

  constructor(stated: Readonly<Record<string, string>>) {
    this.#stated = new Map(Object.entries(stated).map(([key, text]) => [key, text.trim()]));
  }

  /** What is known, with what the organization wrote beside it. */
  beside(key: string, known: string | null): string | null {
    const said = this.#stated.get(key) ?? '';
    return known !== null && said !== '' && said !== known ? `${known} ${said}` : known;
  }

  /** What was said under a key; open, when nothing was. */
  ask(key: string, toBeFilledBy: string, what: string, known: string | null = null): Filled {
    const text = known ?? this.#stated.get(key) ?? '';
    if (text !== '') return { text, toBeFilledBy };
    if (!this.#asked.has(key)) this.open.push({ key, what, toBeFilledBy });
    this.#asked.add(key);
    return { text: null, toBeFilledBy };
  }
}

function riskOf(scenario: RiskFileScenario, input: RiskFileInput, form: Form): RiskFile['risks'][number] {
  const { id, name, story, severity, severityFrom, today, residual, causes, groups, inPlace } = scenario;
  const steps = input.actions.filter(({ scenarios }) => scenarios.includes(id));
  const touched = new Set(SEVERITY_ASPECTS.filter((aspect) => severity[aspect] > 0).map((each) => PROPERTY_OF[each]));
  return {
    scenario: id,
    hazard: name,
    hazardousSituation: story,
    function: scenario.function,
    groups: [...groups],
    keyProperties: KEY_PROPERTIES.filter((property) => touched.has(property)),
    causes: [...causes],
    severityFrom,
    today,
    controls: [
      ...inPlace.map((control) => ({
        name: control,
        state: 'in place' as const,
        owner: form.ask(`owner.${control}`, RISK_MANAGER, `Who owns the control: ${control}`),
        due: null,
        verification: form.ask(`verification.${control}`, RISK_MANAGER, `How it is known to work: ${control}`),
      })),
      ...steps.map((step) => ({
        name: step.name,
        state: step.state,
        owner: form.ask(`owner.${step.id}`, RISK_MANAGER, `Who owns the step: ${step.name}`, step.owner),
        due: step.due,
        verification: form.ask(
          `verification.${step.id}`,
          RISK_MANAGER,
          step.state === 'done' ? `How it is known to work: ${step.name}` : `How it will be verified: ${step.name}`,
          form.beside(`verification.${step.id}`, step.verification),
        ),
      })),
    ],
    newRisks: form.ask(`newRisks.${id}`, RISK_MANAGER, `New risks that the controls bring: ${name}`),
    residual,
    decision: decisionOf(scenario, input.decisions, form),
  };
}

/** What was decided; what is acceptable needs no decision. */
function decisionOf(
  { id, name, residual }: RiskFileScenario,
  decisions: readonly RiskFileDecision[],
  form: Form,
): RiskFile['risks'][number]['decision'] {
  const own = decisions.filter(({ scenario }) => scenario === id).sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  const by = residual.acceptability === 'investigate' ? RISK_MANAGER : TOP;
  if (own) return { what: { text: own.what, toBeFilledBy: by }, by: own.by, at: own.at, until: own.until };
  if (!residual.reachesPerson || residual.acceptability === 'acceptable') return null;
  const what = `${
    residual.acceptability === 'investigate'
      ? 'Why the residual risk is as low as reasonably practicable'
      : residual.acceptability === null
        ? 'What is to be done about a risk that cannot be placed'
        : 'What is to be done about a residual risk that is not acceptable'
  }: ${name}`;
  return { what: form.ask(`decision.${id}`, by, what), by: null, at: null, until: null };
}

function countsOf(places: readonly HarmPlacement[]): RiskFile['overall']['today'] {
  // What reaches nobody is no risk to a person; what cannot be placed is not taken as acceptable.
  const reaching = places.filter(({ reachesPerson }) => reachesPerson);
  const of = (wanted: HarmPlacement['acceptability']) =>
    reaching.filter(({ acceptability }) => acceptability === wanted).length;
  return {
    acceptable: places.length - reaching.length + of('acceptable'),
    investigate: of('investigate'),
    notAcceptable: of('not acceptable'),
    unknown: of(null),
  };
}
