// What the pages of ratings say.
import type { Agreement, RaterRole, SeverityAspect } from '#contracts/index.ts';

interface Asked {
  readonly name: string;
  readonly ask: string;
  /** From 0 to 4. */
  readonly levels: readonly [string, string, string, string, string];
}

const roles: Readonly<Record<RaterRole, string>> = {
  radiologist: 'Radiologist',
  technologist: 'Technologist',
  physicist: 'Medical physicist',
  nurse: 'Nurse',
  engineer: 'Biomedical engineer',
  security: 'IT or security',
  manager: 'Management',
  other: 'Something else',
};

const aspects: Readonly<Record<SeverityAspect, Asked>> = {
  injury: {
    name: 'Injury',
    ask: 'How badly could somebody be hurt?',
    levels: [
      'Nobody is hurt',
      'Discomfort that passes',
      'An injury that needs treatment',
      'Lasting injury',
      'Somebody dies',
    ],
  },
  diagnosis: {
    name: 'Wrong diagnosis',
    ask: 'How wrong could a diagnosis become?',
    levels: [
      'Not at all',
      'An image must be made or read again',
      'Something is missed or made up, and noticed later',
      'A wrong treatment, or the right one too late',
      'Somebody dies of it',
    ],
  },
  delay: {
    name: 'Delay',
    ask: 'What would waiting do to patients?',
    levels: [
      'Nobody waits',
      'Routine exams move by hours',
      'Exams move by days, urgent patients go elsewhere',
      'Emergencies come too late',
      'Somebody dies of the delay',
    ],
  },
  privacy: {
    name: 'Privacy',
    ask: 'What could strangers learn about patients?',
    levels: [
      'Nothing',
      'Names or dates of a few',
      'Exams of a few',
      'Exams of many',
      'Exams of most patients, for everybody to see',
    ],
  },
  equipment: {
    name: 'Equipment',
    ask: 'What would become of the machine?',
    levels: [
      'Nothing',
      'It works again within hours',
      'Service has to come, days',
      'A costly repair, weeks',
      'It must be replaced',
    ],
  },
  trust: {
    name: 'Trust',
    ask: 'What would become of the trust in us?',
    levels: [
      'Nothing',
      'A few complaints',
      'Local talk, some patients stay away',
      'In the news, referring doctors go elsewhere',
      'We may have to close',
    ],
  },
};

const verdicts: Readonly<Record<Agreement['verdict'], string>> = {
  well: 'Raters agree well',
  roughly: 'Raters agree roughly',
  poorly: 'Raters agree poorly',
  'not known': 'Agreement is not known',
};

export const ratings = {
  title: 'Rate scenarios',
  lead: 'What could happen to patients and machines, one story a page. Say how bad it would be here. About a minute each; every answer is kept at once.',
  toResult: 'Result so far',
  roles,
  whoTitle: 'What do you work as?',
  whoLead:
    'Others see your role and your initials beside a rating, never your name. A patient’s condition is never asked for.',
  as: 'You rate as',
  none: 'No scenarios',
  noneWhy: 'The library of scenarios is empty. Ask whoever installed Dosimeter.',
  progress: (done: number, of: number) => `${done} of ${of} scenarios rated`,
  place: (place: number, of: number) => `Scenario ${place} of ${of}`,
  isDone: 'Rated',
  hits: 'What is hit',
  aspects,
  level: (level: number, words: string) => `${level} · ${words}`,
  cannot: 'I cannot judge',
  keeping: 'Keeping…',
  kept: 'Kept',
  back: 'Back',
  next: 'Next',
  nextOpen: 'Next not rated',
  all: 'All scenarios are rated. Thank you.',
  likelihood: {
    name: 'Likelihood',
    intent: 'Of 100 attackers who could do this here, how many would?',
    yearly: 'How many times a year would this happen on one device?',
    yearlyHelp: 'Once in ten years is 0.1.',
    low: 'At least',
    mode: 'Most likely',
    high: 'At most',
    wrong: 'Write three figures of 0 or more, each at least as large as the one before.',
    wrongShare: 'Of 100, at most 100.',
    keep: 'Keep the likelihood',
    cannotKept: 'Kept: you cannot judge it.',
  },
  result: {
    title: 'What the raters say',
    lead: 'The middle of all ratings with their spread, beside what the library says. Until somebody rates, the library counts.',
    toRate: 'Rate scenarios',
    verdicts,
    agreement: 'How far raters agree',
    about: { severity: 'Severity', likelihood: 'Likelihood' },
    alpha: (alpha: string, range: string) => `alpha ${alpha}${range}`,
    range: (low: string, high: string) => ` (95 %: ${low} to ${high})`,
    over: (units: string, raters: string) => `over ${units} that two or more rated, by ${raters}`,
    rank: (rho: string) => `mean rank correlation ${rho}`,
    agreementColumns: ['What', 'How far', 'Figures', 'What that means'],
    raters: 'Who rated',
    raterScenarios: (scenarios: string) => `${scenarios}`,
    differ: 'Where they differ',
    differLead: 'Two levels or more apart, or ten times in likelihood. Talk these over, then rate again.',
    noDiffer: 'Nobody is far apart.',
    said: (raters: string, words: string) => `${raters}: ${words}`,
    combined: 'Combined ratings',
    scenario: 'Scenario',
    estimate: (mode: string, low: string, high: string) => `${mode} (${low} to ${high})`,
    default: 'library',
    defaultIs: (estimate: string) => `library ${estimate}`,
    times: (value: string) => `${value} a year`,
  },
};
