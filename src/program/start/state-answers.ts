// What the answers of the guided start state (docs/guided-start.md): figures of risk, controls in place, answers to checks and facts about
// devices. Pure. "Don't know", and a question that was left out, state nothing: what is not known is never taken as no.
import type { RiskSettingsInput, StartAnswers, StartQuestion, StartStatement, Stated } from '#contracts/index.ts';
import { Invalid, round9 } from '#kit/index.ts';
import { resolveSettings } from '#risk/index.ts';
import { answersOf } from './read-questions.ts';

/** A device as the guided start sees it. */
export interface StartDevice {
  readonly id: string;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly zone: string | null;
}

/** A word about all machines at once is less sure than one said in front of each (0.8, docs/hardening.md). Ours. */
const SURE = 0.6;
/** A figure said from memory, of one machine: so much less and more. Ours. */
const OF_ONE = { low: 0.8, high: 1.2 };
/** The same of all machines together, shared out as the default figures would: so much less and more. Ours. */
const OF_ALL = { low: 0.6, high: 1.5 };
const DEFAULTS = resolveSettings({}).settings.modalities;
/** Kinds of devices that make up the networks of imaging. */
const IMAGING: ReadonlySet<string> = new Set(['modality', 'archive', 'worklist', 'workstation', 'viewer', 'gateway']);

type Where = { readonly kinds?: readonly string[] | undefined; readonly modalities?: readonly string[] | undefined };

/** The questions that concern a site, in their order, given its devices and the answers so far. */
export function askedOf(
  questions: readonly StartQuestion[],
  answers: StartAnswers,
  devices: readonly StartDevice[],
): StartQuestion[] {
  const asked = new Set<string>();
  return questions.filter(({ id, onlyIf }) => {
    const concerns = onlyIf.every((condition) => {
      if ('has' in condition) return devices.some((device) => mayBe(device, condition.has));
      if (!asked.has(condition.question)) return false;
      const said = answers[condition.question] ?? 'unknown';
      return condition.is.some((answer) => answer === said);
    });
    if (concerns) asked.add(id);
    return concerns;
  });
}

/** What the answers state. Throws Invalid for an answer to a question that is not there, or one that the question does not take. */
export function stateAnswers(
  questions: readonly StartQuestion[],
  answers: StartAnswers,
  devices: readonly StartDevice[],
): Stated {
  checkAnswers(questions, answers);
  const asked = askedOf(questions, answers, devices);
  const said = asked.map((question) => ({ question, statements: statementsOf(question, answers[question.id]) }));
  const all = said.flatMap(({ statements }) => statements);
  const controls = controlsOf(said);
  return {
    settings: settingsOf(said, answers, devices, controls.inPlace),
    controls,
    attested: all.flatMap((statement) =>
      'attest' in statement ? [{ question: statement.attest, answer: statement.answer }] : [],
    ),
    facts: all.flatMap((statement) =>
      'fact' in statement
        ? devices
            .filter((device) => isSurely(device, statement.on))
            .map(({ id }) => ({ device: id, attribute: statement.fact, value: statement.value, confidence: SURE }))
        : [],
    ),
    open: asked.filter((question) => isOpen(answers[question.id], devices)).map(({ id }) => id),
    notAsked: questions.filter((question) => !asked.includes(question)).map(({ id }) => id),
  };
}

function checkAnswers(questions: readonly StartQuestion[], answers: StartAnswers): void {
  for (const [id, answer] of Object.entries(answers)) {
    const question = questions.find((each) => each.id === id);
    if (!question) throw new Invalid(`${id}: there is no such question. Take it out, or look up its name in the list.`);
    if (answer === 'unknown') continue;
    const { answer: takes } = question;
    if (takes.kind !== 'number') {
      if (!answersOf(question).some((each) => each === answer)) {
        throw new Invalid(`${id}: answer ${answersOf(question).join(', ')} or unknown.`);
      }
    } else if (takes.split !== undefined && typeof answer === 'object') {
      for (const [modality, figure] of Object.entries(answer)) {
        if (figure !== 'unknown') checkFigure(`${id}.${modality}`, figure, takes);
      }
    } else {
      checkFigure(id, answer, takes);
    }
  }
}

type Takes = Extract<StartQuestion['answer'], { kind: 'number' }>;

function checkFigure(field: string, figure: unknown, { least, most, whole }: Takes): void {
  const isRight =
    typeof figure === 'number' && figure >= least && figure <= most && (!whole || Number.isInteger(figure));
  if (!isRight) {
    throw new Invalid(`${field}: write a ${whole ? 'whole ' : ''}number from ${least} to ${most}, or unknown.`);
  }
}

function statementsOf(question: StartQuestion, answer: StartAnswers[string] | undefined): readonly StartStatement[] {
  if (answer === undefined || answer === 'unknown') return [];
  if (typeof answer === 'string') return question.states[answer];
  return question.states.number;
}

interface Said {
  readonly question: StartQuestion;
  readonly statements: readonly StartStatement[];
}

/** A control is in place when every question about it says so, and not in place when one says that it is not. */
function controlsOf(said: readonly Said[]) {
  const words = new Map<string, (boolean | null)[]>();
  for (const { question, statements } of said) {
    const spoken = Object.values(question.states).flat();
    const about = new Set(spoken.flatMap((statement) => ('control' in statement ? [statement.control] : [])));
    for (const control of about) {
      const word = statements.find((statement) => 'control' in statement && statement.control === control);
      const isInPlace = word && 'inPlace' in word ? word.inPlace : null;
      words.set(control, [...(words.get(control) ?? []), isInPlace]);
    }
  }
  const those = (passes: (each: readonly (boolean | null)[]) => boolean) =>
    [...words]
      .filter(([, each]) => passes(each))
      .map(([control]) => control)
      .sort();
  return {
    inPlace: those((each) => each.every((word) => word === true)),
    notInPlace: those((each) => each.includes(false)),
    unknown: those((each) => !each.includes(false) && each.includes(null)),
  };
}

function settingsOf(
  said: readonly Said[],
  answers: StartAnswers,
  devices: readonly StartDevice[],
  inPlace: readonly string[],
): RiskSettingsInput {
  const statements = said.flatMap((each) => each.statements);
  const figures = new Map(
    said.flatMap(({ question, statements: own }) =>
      own.flatMap((statement) => ('setting' in statement ? [[statement.setting, answers[question.id]] as const] : [])),
    ),
  );
  const [patients, budget] = [figures.get('patients'), figures.get('budget')];
  const modalities = examsOf(figures.get('examsPerDay'), devices);
  const entries = Object.fromEntries(
    statements.flatMap((statement) => {
      if (!('entry' in statement)) return [];
      const zones = statement.opens === 'nothing' ? [] : imagingZones(devices);
      return zones === null ? [] : [[statement.entry, { zones }]];
    }),
  );
  return {
    ...(typeof patients === 'number' ? { patients } : {}),
    ...(typeof budget === 'number' ? { budget } : {}),
    ...(Object.keys(modalities).length > 0 ? { modalities } : {}),
    ...(Object.keys(entries).length > 0 ? { entries } : {}),
    ...(inPlace.length > 0 ? { controls: [...inPlace] } : {}),
  };
}

/** Exams a day of one machine of each kind: as said, or the sum of all shared out in the proportions of the default figures. */
function examsOf(
  answer: StartAnswers[string] | undefined,
  devices: readonly StartDevice[],
): RiskSettingsInput['modalities'] & object {
  const machines = devices.flatMap(({ modality }) => modality ?? []);
  if (typeof answer === 'object') {
    const here = [...new Set(machines)].sort();
    return Object.fromEntries(
      here.flatMap((modality) => {
        const figure = answer[modality];
        return typeof figure === 'number' ? [[modality, { examsPerDay: about(figure, OF_ONE) }]] : [];
      }),
    );
  }
  if (typeof answer !== 'number') return {};
  const usual = (modality: string) => (DEFAULTS[modality] ?? DEFAULTS['other'])?.examsPerDay.mode ?? 0;
  const whole = machines.reduce((sum, modality) => sum + usual(modality), 0);
  if (whole === 0) return {};
  return Object.fromEntries(
    [...new Set(machines)].sort().map((modality) => {
      return [modality, { examsPerDay: about((usual(modality) / whole) * answer, OF_ALL) }];
    }),
  );
}

function about(figure: number, { low, high }: typeof OF_ONE) {
  return { low: round9(figure * low), mode: round9(figure), high: round9(figure * high) };
}

/** Networks with imaging devices in them; null where none is known. */
function imagingZones(devices: readonly StartDevice[]): string[] | null {
  const zones = devices.flatMap(({ kind, zone }) =>
    kind !== null && IMAGING.has(kind) && zone !== null ? [zone] : [],
  );
  return zones.length === 0 ? null : [...new Set(zones)].sort();
}

/** A device of which the kind is not known may be what is asked about. */
function mayBe({ kind, modality }: StartDevice, { kinds, modalities }: Where): boolean {
  if (kinds && kind !== null && !kinds.includes(kind)) return false;
  if (!modalities || (kind !== null && kind !== 'modality')) return true;
  return modality === null || modalities.includes(modality);
}

/** A fact is stated about devices alone that are known to be what is asked about. */
function isSurely({ kind, modality }: StartDevice, { kinds, modalities }: Where): boolean {
  if (kinds && (kind === null || !kinds.includes(kind))) return false;
  return !modalities || kind !== 'modality' || (modality !== null && modalities.includes(modality));
}

/** A figure that was said for some kinds of machines, and not for others that are there, is open still. */
function isOpen(answer: StartAnswers[string] | undefined, devices: readonly StartDevice[]): boolean {
  if (typeof answer !== 'object') return answer === undefined || answer === 'unknown';
  return devices.some(({ modality }) => modality !== null && typeof answer[modality] !== 'number');
}
