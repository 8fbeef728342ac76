// The nine parts of a risk analysis as HHS describes them (Guidance on Risk Analysis Requirements under the HIPAA Security Rule, 2010, for
// 45 CFR 164.308(a)(1)(ii)(A); the parts in our words), each with what is there of it. Pure.
import type { AnalysisPart, RiskDocument } from '#contracts/index.ts';

const DAY_MS = 86_400_000;
/** A year; HHS names no period. */
const REVIEW_DAYS = 365;

export interface AnalysisInput {
  /** ISO time. */
  readonly now: string;
  readonly devices: { readonly known: number; readonly withoutKind: number; readonly keepImages: number };
  readonly facts: { readonly count: number; readonly oldest: string | null; readonly newest: string | null };
  readonly findings: { readonly open: number; readonly flaws: number };
  readonly controls: {
    readonly all: number;
    readonly known: number;
    readonly inForce: number;
    readonly attested: number;
  };
  readonly risk: RiskDocument | null;
  /** Steps that people say are done. */
  readonly done: number;
  readonly answers: { readonly count: number; readonly newest: string | null };
}

/** The parts, in the order of the guidance. */
export function riskAnalysisParts(input: AnalysisInput): AnalysisPart[] {
  const { devices, facts, findings, controls, risk, done, answers, now } = input;
  const proof = (text: string, at: string | null = null) => ({ text, at });
  const assessed = risk ? [proof(`Assessment ${risk.id}`, risk.at)] : [];
  const age = risk ? Math.floor((Date.parse(now) - Date.parse(risk.at)) / DAY_MS) : null;
  const scenarios = risk?.scenarios.length ?? 0;
  const noRisk = 'The risk has not been worked out yet. Do so on the page Risk.';
  return [
    {
      id: 'scope',
      name: 'Scope',
      asks: 'Every system that makes, receives, keeps or sends health information is in it, whatever its form and place.',
      ...(devices.known === 0
        ? said('no', 'No device is known yet.')
        : devices.withoutKind > 0
          ? said('partly', `${devices.known} devices are known; of ${devices.withoutKind} nobody knows what they are.`)
          : said('yes', `${devices.known} devices are known, each with what it is.`)),
      proof: [proof('Systems outside imaging are not in it; add them, or name the analysis that holds them.')],
    },
    {
      id: 'data',
      name: 'Data collected',
      asks: 'Where health information is kept, received and sent was found out and written down.',
      ...(facts.count === 0
        ? said('no', 'Nothing was collected yet.')
        : said(
            'partly',
            `${facts.count} facts were collected. Paper, mail and personal devices are for people to add.`,
          )),
      proof: [
        proof(`${devices.keepImages} devices are of a kind that keeps images or reports`),
        ...(facts.newest === null ? [] : [proof('Newest fact', facts.newest)]),
        ...(facts.oldest === null ? [] : [proof('Oldest fact', facts.oldest)]),
      ],
    },
    {
      id: 'threats',
      name: 'Threats and vulnerabilities',
      asks: 'What may happen, and the weaknesses by which it may, are named.',
      ...(risk === null
        ? findings.open > 0
          ? said('partly', `${findings.open} findings are open. ${noRisk}`)
          : said('no', noRisk)
        : said(
            'yes',
            `${scenarios} scenarios and ${findings.open} open findings, ${findings.flaws} of them published flaws.`,
          )),
      proof: assessed,
    },
    {
      id: 'measures',
      name: 'Measures in force',
      asks: 'Which measures are in force, and whether they are used as they should be, was judged.',
      ...(controls.known === 0
        ? said('no', `Of none of ${controls.all} controls is it known whether it is in force.`)
        : said(
            controls.known === controls.all ? 'yes' : 'partly',
            `Of ${controls.known} of ${controls.all} controls it is known; ${controls.inForce} are in force, ${controls.attested} are known by statements alone.`,
          )),
      proof: answers.newest === null ? [] : [proof(`${answers.count} answers of people`, answers.newest)],
    },
    {
      id: 'likelihood',
      name: 'Likelihood',
      asks: 'How likely each threat is was estimated.',
      ...(risk === null
        ? said('no', noRisk)
        : said('yes', `Each of ${scenarios} scenarios has a frequency with an interval.`)),
      proof: assessed,
    },
    {
      id: 'impact',
      name: 'Impact',
      asks: 'What each threat would do to confidentiality, integrity and availability was estimated.',
      ...(risk === null
        ? said('no', noRisk)
        : said(
            'yes',
            'Each scenario has a loss in money with an interval, and harm to patients where one may be hurt.',
          )),
      proof: assessed,
    },
    {
      id: 'level',
      name: 'Level of risk',
      asks: 'Every pair of threat and weakness has a level of risk, with what is to be done about it.',
      ...(risk === null
        ? said('no', noRisk)
        : said('yes', `Scenarios are in order of loss and harm; the plan chooses ${risk.plan.chosen.length} steps.`)),
      proof: [...assessed, ...(done > 0 ? [proof(`${done} steps are said to be done`)] : [])],
    },
    {
      id: 'documentation',
      name: 'Documentation',
      asks: 'The analysis is written down. No form is prescribed.',
      ...(risk === null
        ? said('no', noRisk)
        : said(
            'yes',
            'The assessment is kept with its inputs, and can be worked out again. Take this page away as a file.',
          )),
      proof: assessed,
    },
    {
      id: 'review',
      name: 'Review',
      asks: 'It is renewed as things change. The law names no period; a year and every large change is what we hold to.',
      ...(age === null
        ? said('no', noRisk)
        : age > REVIEW_DAYS
          ? said('no', `It is ${age} days old. Work the risk out again.`)
          : said('yes', `It is ${age} days old.`)),
      proof: assessed,
    },
  ];
}

function said(answer: AnalysisPart['answer'], why: string) {
  return { answer, why };
}
