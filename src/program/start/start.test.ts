// The questions of the guided start as they ship, and what their answers state.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { risk, type StartAnswers } from '#contracts/index.ts';
import { resolveSettings } from '#risk/index.ts';
import { programLibrary } from '../program-library.ts';
import { readingGrade } from '../training/reading-grade.ts';
import { answersOf, readAnswers, readQuestions } from './read-questions.ts';
import { walkSeconds } from './reading-time.ts';
import { controlsOfThreats } from './sample-controls.ts';
import { askedOf, type StartDevice, stateAnswers } from './state-answers.ts';

const controls = controlsOfThreats();
const library = await programLibrary(controls);
const { questions, checks } = library;
const attested = new Set(
  checks.flatMap(({ attested: asked, excusedBy }) => [asked, excusedBy].flatMap((each) => each?.question ?? [])),
);

const CENTRE: readonly StartDevice[] = [
  { id: 'ct', kind: 'modality', modality: 'CT', zone: '10.1.0.0/24' },
  { id: 'mr', kind: 'modality', modality: 'MR', zone: '10.1.0.0/24' },
  { id: 'us', kind: 'modality', modality: 'US', zone: null },
  { id: 'pacs', kind: 'archive', modality: null, zone: '10.2.0.0/24' },
  { id: 'desk', kind: 'web server', modality: null, zone: '10.9.0.0/24' },
];
const state = (answers: StartAnswers, devices = CENTRE) => stateAnswers(questions, answers, devices);
/** The same answer to every question that takes it. */
const all = (answer: 'yes' | 'no' | 'unknown'): StartAnswers =>
  Object.fromEntries(
    questions
      .filter(({ answer: takes }) => answer === 'unknown' || takes.kind !== 'number')
      .map(({ id }) => [id, answer]),
  );

describe('the questions', () => {
  test('are 30, in plain words', () => {
    expect(questions).toHaveLength(30);
    const lines = questions.flatMap(({ ask, why, where }) => [ask, why, where]);
    expect(readingGrade(lines).grade).toBeLessThanOrEqual(7);
    for (const { id, ask } of questions) expect(readingGrade([ask]).words, id).toBeLessThanOrEqual(20);
  });

  test('can be read and answered in nine minutes, all of them, so that one is left for the rest of the walk', () => {
    expect(walkSeconds(questions)).toBeLessThan(540);
    expect(walkSeconds(askedOf(questions, {}, CENTRE))).toBeLessThan(540);
  });

  test('take 200 words a minute and 10 seconds an answer', () => {
    const [first] = askedOf(questions, {}, CENTRE);
    if (!first) throw new Error('nothing is asked');
    const { ask, why, where } = first;
    const words = `${ask} ${why} ${where} Don't know patients`.split(' ').length;
    expect(walkSeconds([first])).toBeCloseTo((words / 200) * 60 + 10, 9);
  });

  test('state something, unless another one hangs on them', () => {
    const conditions = new Set(
      questions.flatMap(({ onlyIf }) => onlyIf.flatMap((each) => ('question' in each ? [each.question] : []))),
    );
    for (const { id, states } of questions) {
      expect(Object.values(states).flat().length > 0 || conditions.has(id), id).toBe(true);
    }
  });
});

describe('what is not known', () => {
  test.each([
    ['nothing is answered', {}],
    ['everything is answered with "do not know"', all('unknown')],
  ])('when %s, nothing is stated', (_what, answers) => {
    const stated = state(answers);
    expect(stated).toMatchObject({ settings: {}, attested: [], facts: [], controls: { inPlace: [], notInPlace: [] } });
    expect(stated.open).toEqual(askedOf(questions, answers, CENTRE).map(({ id }) => id));
    expect(stated.controls.unknown).toContain('segmentation');
  });

  test.each(questions.filter(({ answer }) => answer.kind !== 'number'))(
    '$id: "do not know" says other than no',
    ({ id }) => {
      const before = { 'remote-access': 'yes', 'reading-outside': 'yes' } as const;
      const unknown = state({ ...before, [id]: 'unknown' });
      expect(unknown.open).toContain(id);
      expect(state({ ...before, [id]: 'no' }).open).not.toContain(id);
      expect([unknown.controls.notInPlace, unknown.attested, unknown.facts]).toEqual([[], [], []]);
    },
  );
});

describe('what is asked', () => {
  const ids = (answers: StartAnswers, devices: readonly StartDevice[]) =>
    askedOf(questions, answers, devices).map(({ id }) => id);

  test('the archive only where there is one, or where a device may be one', () => {
    expect(ids({}, CENTRE)).toContain('archive-knows-callers');
    expect(ids({}, CENTRE.slice(0, 3))).not.toContain('archive-knows-callers');
    expect(ids({}, [{ id: 'x', kind: null, modality: null, zone: null }])).toContain('archive-knows-callers');
  });

  test("makers' ways in only where there may be one", () => {
    expect(ids({}, CENTRE)).toContain('remote-on-request');
    expect(ids({ 'remote-access': 'yes' }, CENTRE)).toContain('remote-register');
    expect(ids({ 'remote-access': 'no' }, CENTRE)).not.toContain('remote-on-request');
    expect(state({ 'remote-access': 'no' }).notAsked).toEqual(['remote-on-request', 'remote-register']);
  });

  test('reading from outside only where doctors do so', () => {
    expect(ids({ 'reading-outside': 'no' }, CENTRE)).not.toContain('reading-second-factor');
  });

  test('dose only where radiation is used, exams only where a machine makes them', () => {
    expect(ids({}, CENTRE.slice(2))).not.toContain('dose-watched');
    expect(ids({}, CENTRE)).toContain('exams-per-day');
    expect(ids({}, CENTRE.slice(3))).not.toContain('exams-per-day');
  });
});

describe('what answers state', () => {
  test('figures, about as much as was said', () => {
    const { settings, open } = state({
      patients: 40_000,
      'exams-per-day': { CT: 20, MR: 'unknown', XA: 3 },
      budget: 25_000,
    });
    expect(settings).toEqual({
      patients: 40_000,
      budget: 25_000,
      modalities: { CT: { examsPerDay: { low: 16, mode: 20, high: 24 } } },
    });
    expect(open).toContain('exams-per-day');
  });

  test('exams of all machines together, shared out as usual, and less sure', () => {
    const second: StartDevice = { id: 'ct2', kind: 'modality', modality: 'CT', zone: null };
    const { settings, open } = state({ 'exams-per-day': 128 }, [...CENTRE, second]);
    // By the default figures a CT makes 20, an MR 9 and a US 15 a day: two CTs, an MR and a US make 64, and 128 is twice that.
    expect(settings.modalities).toEqual({
      CT: { examsPerDay: { low: 24, mode: 40, high: 60 } },
      MR: { examsPerDay: { low: 10.8, mode: 18, high: 27 } },
      US: { examsPerDay: { low: 18, mode: 30, high: 45 } },
    });
    expect(open).not.toContain('exams-per-day');
  });

  test('settings that risk takes as they are', () => {
    for (const answer of ['yes', 'no'] as const) {
      const { settings } = state({ ...all(answer), patients: 0, budget: 0, 'exams-per-day': { CT: 0, MR: 12.5 } });
      expect(risk.riskSettingsInput.parse(settings)).toEqual(settings);
      expect(resolveSettings(settings).stated).toContain('entries.guest.zones');
    }
  });

  test('guests on the network of machines: the networks with machines are open to them', () => {
    expect(state({ 'guests-apart': 'no' }).settings.entries).toEqual({
      guest: { zones: ['10.1.0.0/24', '10.2.0.0/24'] },
    });
    expect(state({ 'guests-apart': 'yes' }).settings.entries).toEqual({ guest: { zones: [] } });
    expect(
      state({ 'guests-apart': 'no' }, [{ id: 'us', kind: 'modality', modality: 'US', zone: null }]).settings,
    ).toEqual({});
  });

  test('a control is in place only when every question about it says so', () => {
    const three = { 'own-accounts': 'yes', 'leavers-closed': 'yes', 'default-passwords': 'yes' } as const;
    expect(state(three).controls.inPlace).toEqual(['unique-accounts']);
    expect(state(three).settings.controls).toEqual(['unique-accounts']);
    expect(state({ ...three, 'leavers-closed': 'partly' }).controls.notInPlace).toEqual(['unique-accounts']);
    const { controls: found } = state({ ...three, 'leavers-closed': 'unknown' });
    expect([found.inPlace, found.notInPlace]).toEqual([[], []]);
    expect(found.unknown).toContain('unique-accounts');
  });

  test('a question that does not concern the site leaves its control to the others', () => {
    const answers = { 'mail-second-factor': 'yes', 'reading-outside': 'no' } as const;
    expect(state(answers).controls.inPlace).toEqual(['mail-filter']);
    expect(state({ ...answers, 'reading-outside': 'yes' }).controls.inPlace).toEqual([]);
  });

  test('facts about devices that are surely meant, less sure than a look at each', () => {
    const { facts } = state({ 'default-passwords': 'no', 'laptops-encrypted': 'yes', 'backup-tested': 'yes' });
    expect(facts.map(({ device, attribute, value }) => `${device} ${attribute} ${String(value)}`)).toEqual([
      'us hardening.encryption on',
      'pacs hardening.backup tested',
      'ct hardening.defaultAccounts unchanged',
      'mr hardening.defaultAccounts unchanged',
      'us hardening.defaultAccounts unchanged',
      'pacs hardening.defaultAccounts unchanged',
    ]);
    expect(facts.every(({ confidence }) => confidence === 0.6)).toBe(true);
    expect(state({ 'default-passwords': 'partly' }).facts).toEqual([]);
    expect(state({ 'sticks-blocked': 'no' }, [{ id: 'x', kind: null, modality: null, zone: null }]).facts).toEqual([]);
  });

  test('answers to checks, for the site', () => {
    expect(state({ 'downtime-practiced': 'partly', 'firewall-read': 'no' }).attested).toEqual([
      { question: 'downtime-practiced', answer: 'partly' },
    ]);
  });

  test('an answer to what is not asked states nothing', () => {
    const stated = state({ 'remote-access': 'no', 'remote-on-request': 'yes' });
    expect(stated.controls.inPlace).toEqual([]);
  });

  test('every answer of every question can be given, and its statements exist', () => {
    for (const question of questions) {
      for (const answer of answersOf(question)) {
        if (answer === 'number') continue;
        const stated = state({ 'remote-access': 'yes', 'reading-outside': 'yes', [question.id]: answer });
        expect(stated.open).not.toContain(question.id);
        expect(stated.attested.every((each) => attested.has(each.question))).toBe(true);
      }
    }
  });
});

test.each<[string, StartAnswers, RegExp]>([
  ['a question that is not there', { weather: 'yes' }, /weather: there is no such question/],
  ['partly, where it is yes or no', { 'patient-discs': 'partly' }, /patient-discs: answer yes, no or unknown/],
  ['a number in place of yes', { 'own-accounts': 3 }, /own-accounts: answer yes, partly, no or unknown/],
  ['a word in place of a number', { patients: 'yes' }, /patients: write a whole number from 0/],
  ['half a patient', { patients: 0.5 }, /patients: write a whole number/],
  ['less than nothing', { budget: -1 }, /budget: write a number from 0/],
  ['less than no exam', { 'exams-per-day': -1 }, /exams-per-day: write a number from 0 to 20000/],
  [
    'too many for one machine',
    { 'exams-per-day': { CT: 50_000 } },
    /exams-per-day\.CT: write a number from 0 to 20000/,
  ],
  ['figures for each kind, where one is asked for', { patients: { CT: 5 } }, /patients: write a whole number/],
])('%s is refused with the name of the question', (_what, answers, words) => {
  expect(() => state(answers)).toThrow(words);
});

const text = readFileSync(path.join(import.meta.dirname, 'questions.yaml'), 'utf8');

test.each<[string, (yaml: string) => string, RegExp]>([
  [
    'a control that does not exist',
    (yaml) => yaml.replace('control: segmentation', 'control: moat'),
    /There is no control moat/,
  ],
  [
    'a question of no check',
    (yaml) => yaml.replace('attest: own-accounts', 'attest: unheard-of'),
    /no question of a check unheard-of/,
  ],
  [
    'a fact outside of the vocabulary',
    (yaml) => yaml.replace('fact: hardening.usb', 'fact: patient.name'),
    /no attribute of the vocabulary/,
  ],
  [
    'a value that the fact cannot have',
    (yaml) => yaml.replace('value: blocked', 'value: glued'),
    /has the wrong shape/,
  ],
  [
    'a statement of "unknown"',
    (yaml) => yaml.replace("'no': [{ attest: incident-contacts", 'unknown: [{ attest: incident-contacts'),
    /unknown/,
  ],
  [
    'a condition that looks ahead',
    (yaml) => yaml.replace('question: remote-access,', 'question: budget,'),
    /no question before this one called budget/,
  ],
  [
    'one figure by two questions',
    (yaml) => yaml.replace('{ setting: budget }', '{ setting: patients }'),
    /patients stands here twice/,
  ],
  [
    'an answer that the question does not take',
    (yaml) => yaml.replace("'yes': [{ control: media-control", 'partly: [{ control: media-control'),
    /no answer of this question called partly/,
  ],
])('%s is refused', (_what, change, words) => {
  const changed = change(text);
  expect(changed).not.toBe(text);
  expect(() => readQuestions({ name: 'questions.yaml', text: changed }, { controls, attested })).toThrow(words);
});

describe('a file of answers', () => {
  const read = (yaml: string) => readAnswers({ name: 'answers.yaml', text: yaml });

  test('says what it says, with and without quotes', () => {
    const answers = read(
      "patients: 40000\nexams-per-day: { CT: 20, US: unknown }\nown-accounts: partly\nremote-access: yes\nguests-apart: 'no'\n",
    );
    expect(answers).toEqual({
      patients: 40_000,
      'exams-per-day': { CT: 20, US: 'unknown' },
      'own-accounts': 'partly',
      'remote-access': 'yes',
      'guests-apart': 'no',
    });
    expect(state(answers).settings.patients).toBe(40_000);
  });

  test.each([
    ['own-accounts: maybe', /answers\.yaml: own-accounts: /],
    ['own-accounts: true', /answers\.yaml: own-accounts: /],
    ['Own Accounts: yes', /answers\.yaml: /],
    ['exams-per-day: { ct: 20 }', /answers\.yaml: exams-per-day/],
    ['- yes', /answers\.yaml: /],
    ['a: [', /answers\.yaml: it is neither YAML nor JSON/],
  ])('%s is refused with the file and the field', (yaml, words) => {
    expect(() => read(yaml)).toThrow(words);
  });
});

test('the library ships whole', () => {
  expect([library.lessons.problems, library.policies.problems]).toEqual([[], []]);
  expect(library.lessons.items.length).toBeGreaterThanOrEqual(14);
  expect(library.policies.items).toHaveLength(15);
});
