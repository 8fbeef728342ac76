// What nobody knows yet, and the cheapest way to find out: the facts that would narrow the picture most.
import type { AssessmentDocument } from '#contracts/index.ts';

export type NarrowingFact = AssessmentDocument['summary']['narrow'][number];

/** Something unknown, with what to do about it, and about how many devices it is asked. */
export interface OpenQuestion {
  readonly rule: string;
  readonly title: string;
  readonly kind: string;
  readonly how: string;
  readonly devices: number;
}

/** Devices of which nobody has said something. */
export interface Gaps {
  readonly withoutCriticality: number;
  readonly withoutOwner: number;
}

const MOST = 5;

/** What an unknown is called when it is asked of several devices. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'device-never-observed': 'Whether strangers get in, for devices never seen',
  'dicom-title-unknown': 'Whether strangers get in, for systems whose own name (AE title) is not known',
  'dicom-busy': 'Whether strangers get in, for systems that were busy',
  'hardening-not-looked-at': 'Settings: firewall, updates, default passwords, backup',
  'os-unknown': 'Operating system and version',
};

/** The facts that would narrow the picture, those that decide about exposure first, then by how many devices they help. */
export function narrowingFacts(questions: readonly OpenQuestion[], gaps: Gaps): NarrowingFact[] {
  const byFact = Map.groupBy(questions, (question) => QUESTIONS[question.rule] ?? question.title);
  const facts = [...byFact]
    .map(([fact, asked]) => ({
      fact,
      devices: asked.reduce((sum, each) => sum + each.devices, 0),
      how: howOf(asked),
      weight: asked.some((each) => each.kind === 'exposure') ? 1 : 0,
    }))
    .sort((a, b) => b.weight - a.weight || b.devices - a.devices || (a.fact < b.fact ? -1 : 1))
    .map(({ fact, devices, how }): NarrowingFact => ({ fact, devices, how }));
  if (gaps.withoutCriticality > 0) {
    facts.push({
      fact: 'How much patients depend on a device',
      devices: gaps.withoutCriticality,
      how: "Enter the criticality (1 to 5) on the device's page, or in the list that you import; until then the middle is assumed.",
    });
  }
  if (gaps.withoutOwner > 0) {
    facts.push({
      fact: 'Who looks after a device',
      devices: gaps.withoutOwner,
      how: "Enter the responsible person on the device's page, so that each action has somebody to go to.",
    });
  }
  return facts.slice(0, MOST);
}

/** The ways to find out, the one that helps most first. */
function howOf(asked: readonly OpenQuestion[]): string {
  const ways = [...asked].sort((a, b) => b.devices - a.devices || (a.how < b.how ? -1 : 1));
  return [...new Set(ways.map((way) => way.how))].join(' ');
}
