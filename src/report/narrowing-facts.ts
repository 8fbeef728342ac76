// What nobody knows yet, and the cheapest way to find out: the facts that would narrow the picture most.
import type { AssessedDevice, AssessmentDocument, Finding } from '#contracts/index.ts';

type NarrowingFact = AssessmentDocument['summary']['narrow'][number];

const MOST = 5;

/** What an unknown is called when it is asked of several devices. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'device-never-observed': 'Whether strangers get in, for devices never seen',
  'dicom-title-unknown': 'Whether strangers get in, for systems whose own name (AE title) is not known',
  'dicom-busy': 'Whether strangers get in, for systems that were busy',
  'os-unknown': 'Operating system and version',
};

interface Asked {
  readonly fact: string;
  /** What to do, and for how many findings. */
  readonly ways: Map<string, number>;
  readonly devices: Set<string>;
  readonly weight: number;
}

/** The facts that would narrow the picture, those that decide about exposure first, then by how many devices they help. */
export function narrowingFacts(devices: readonly AssessedDevice[], findings: readonly Finding[]): NarrowingFact[] {
  const asked = new Map<string, Asked>();
  for (const finding of findings) {
    if (finding.state !== 'unknown') continue;
    const fact = QUESTIONS[finding.rule] ?? finding.title;
    const weight = finding.kind === 'exposure' ? 1 : 0;
    const known: Asked = asked.get(fact) ?? { fact, ways: new Map(), devices: new Set(), weight };
    known.devices.add(finding.device);
    known.ways.set(finding.fix.text, (known.ways.get(finding.fix.text) ?? 0) + 1);
    asked.set(fact, known);
  }
  const facts = [...asked.values()]
    .sort((a, b) => b.weight - a.weight || b.devices.size - a.devices.size || (a.fact < b.fact ? -1 : 1))
    .map(({ fact, ways, devices: those }) => ({ fact, devices: those.size, how: howOf(ways) }));
  const uncritical = devices.filter((device) => device.criticality === null).length;
  if (uncritical > 0) {
    facts.push({
      fact: 'How much patients depend on a device',
      devices: uncritical,
      how: "Enter the criticality (1 to 5) on the device's page, or in the list that you import; until then the middle is assumed.",
    });
  }
  const unowned = devices.filter((device) => device.owner === null || device.owner === '').length;
  if (unowned > 0) {
    facts.push({
      fact: 'Who looks after a device',
      devices: unowned,
      how: "Enter the responsible person on the device's page, so that each action has somebody to go to.",
    });
  }
  return facts.slice(0, MOST);
}

/** The ways to find out, the one that helps most first. */
function howOf(ways: ReadonlyMap<string, number>): string {
  return [...ways]
    .sort(([a, helpsA], [b, helpsB]) => helpsB - helpsA || (a < b ? -1 : 1))
    .map(([text]) => text)
    .join(' ');
}
