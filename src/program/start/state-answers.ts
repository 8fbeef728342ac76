// What the answers of the guided start state (docs/guided-start.md): figures of risk, controls in place, answers to checks and facts about
// devices. Pure. "Don't know", and a question that was left out, state nothing: what is not known is never taken as no.
import type { RiskSettingsInput, StartAnswers, StartQuestion, StartStatement, Stated } from '#contracts/index.ts';
import { Invalid, round9 } from '#kit/index.ts';
import { answersOf } from './read-questions.ts';

/** A device as the guided start sees it. */
export interface StartDevice {
  readonly id: string;
  readonly kind: string | null;
  readonly modality: string | null;
  readonly zone: string | null;
}

/** What is asked of a site, in order; figures that are asked for each kind of machine name the modalities. */
export interface Asked {
  readonly question: StartQuestion;
  /** Empty where the question is asked once. */
  readonly modalities: readonly string[];
}

/** A word about all machines at once is less sure than one said in front of each (0.8, docs/hardening.md). Ours. */
const SURE = 0.6;
/** A figure said from memory: so much less and more. Ours. */
const LOW = 0.8;
const HIGH = 1.2;
/** Kinds of devices that make up the networks of imaging. */
const IMAGING: ReadonlySet<string> = new Set(['modality', 'archive', 'worklist', 'workstation', 'viewer', 'gateway']);

type Where = { readonly kinds?: readonly string[] | undefined; readonly modalities?: readonly string[] | undefined };

/** The questions that concern a site, given its devices and the answers so far. */
export function askedOf(
  questions: readonly StartQuestion[],
  answers: StartAnswers,
  devices: readonly StartDevice[],
): Asked[] {
  const asked = new Map<string, Asked>();
  const modalities = modalitiesOf(devices);
  for (const question of questions) {
    const concerns = question.onlyIf.every((condition) => {
      if ('has' in condition) return devices.some((device) => mayBe(device, condition.has));
      if (!asked.has(condition.question)) return false;
      const said = answers[condition.question] ?? 'unknown';
      return condition.is.some((answer) => answer === said);
    });
    const isEach = question.answer.kind === 'number' && question.answer.each !== undefined;
    if (!concerns || (isEach && modalities.length === 0)) continue;
    asked.set(question.id, { question, modalities: isEach ? modalities : [] });
  }
  return [...asked.values()];
}

/** What the answers state. Throws Invalid for an answer to a question that is not there, or one that the question does not take. */
export function stateAnswers(
  questions: readonly StartQuestion[],
  answers: StartAnswers,
  devices: readonly StartDevice[],
): Stated {
  checkAnswers(questions, answers);
  const asked = askedOf(questions, answers, devices);
  const concerned = new Set(asked.map(({ question }) => question.id));
  const said = asked.map(({ question }) => ({ question, statements: statementsOf(question, answers[question.id]) }));
  const all = said.flatMap(({ statements }) => statements);
  const controls = controlsOf(said);
  return {
    settings: settingsOf(asked, all, answers, devices, controls.inPlace),
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
    open: asked.filter((each) => isOpen(each, answers)).map(({ question }) => question.id),
    notAsked: questions.filter(({ id }) => !concerned.has(id)).map(({ id }) => id),
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
    } else if (takes.each === undefined) {
      checkFigure(id, answer, takes);
    } else if (typeof answer === 'object') {
      for (const [modality, figure] of Object.entries(answer)) {
        if (figure !== 'unknown') checkFigure(`${id}.${modality}`, figure, takes);
      }
    } else {
      throw new Invalid(`${id}: write a number for each kind of machine, such as CT: 20.`);
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

/** A control is in place when every question about it says so, and not in place when one says that it is not. */
function controlsOf(
  said: readonly { readonly question: StartQuestion; readonly statements: readonly StartStatement[] }[],
) {
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
  asked: readonly Asked[],
  statements: readonly StartStatement[],
  answers: StartAnswers,
  devices: readonly StartDevice[],
  inPlace: readonly string[],
): RiskSettingsInput {
  const figures = new Map(
    asked.flatMap(({ question, modalities }) =>
      statementsOf(question, answers[question.id]).flatMap((statement) =>
        'setting' in statement ? [[statement.setting, { answer: answers[question.id], modalities }] as const] : [],
      ),
    ),
  );
  const patients = figures.get('patients')?.answer;
  const budget = figures.get('budget')?.answer;
  const exams = figures.get('examsPerDay');
  const machines = Object.fromEntries(
    (exams?.modalities ?? []).flatMap((modality) => {
      const figure = typeof exams?.answer === 'object' ? exams.answer[modality] : undefined;
      return typeof figure === 'number' ? [[modality, { examsPerDay: about(figure) }]] : [];
    }),
  );
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
    ...(Object.keys(machines).length > 0 ? { modalities: machines } : {}),
    ...(Object.keys(entries).length > 0 ? { entries } : {}),
    ...(inPlace.length > 0 ? { controls: [...inPlace] } : {}),
  };
}

function about(figure: number) {
  return { low: round9(figure * LOW), mode: figure, high: round9(figure * HIGH) };
}

/** Networks with imaging devices in them; null where none is known. */
function imagingZones(devices: readonly StartDevice[]): string[] | null {
  const zones = devices.flatMap(({ kind, zone }) =>
    kind !== null && IMAGING.has(kind) && zone !== null ? [zone] : [],
  );
  return zones.length === 0 ? null : [...new Set(zones)].sort();
}

function modalitiesOf(devices: readonly StartDevice[]): string[] {
  return [...new Set(devices.flatMap(({ modality }) => modality ?? []))].sort();
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

function isOpen({ question, modalities }: Asked, answers: StartAnswers): boolean {
  const answer = answers[question.id];
  if (answer === undefined || answer === 'unknown') return true;
  return typeof answer === 'object' && modalities.some((modality) => typeof answer[modality] !== 'number');
}
