// Holes of the operating system that worms used, or that many attackers use (docs/built-in-knowledge.md): one finding for each that this
// version has. Which patches are installed is seldom known; then it may have the hole, and the finding says what would settle it.
import type { Finding, Severity } from '#contracts/index.ts';
import { type HoleVerdict, holesOf } from '#knowledge/index.ts';
import { closeSystemHole } from '../advice.ts';
import type { Draft, Rule } from '../draft.ts';
import { severityOfScore } from '../published-score.ts';
import type { Review, SnapshotService } from '../review.ts';
import { scoreFlaw } from '../score-flaw.ts';
import { settingSeen } from '../settings-seen.ts';

/** How much of the certainty about the system stays, by what is known of the patch. */
const SURE = {
  open: 1,
  repaired: 1,
  'patch unknown': 0.6,
  supposed: 0.5,
  'release unknown': 0.4,
} as const satisfies Record<HoleVerdict['standing'], number>;

/** Whether the part runs without which the hole does not matter is not known. */
const PART_UNKNOWN = 0.5;

const STATES = {
  open: 'confirmed',
  repaired: 'fixed',
  'patch unknown': 'potential',
  supposed: 'potential',
  'release unknown': 'unknown',
} as const satisfies Record<HoleVerdict['standing'], Finding['state']>;

/** Findings on holes of the operating system. */
export const systemHoles: Rule = (review) => {
  const { os } = review.device;
  if (!os) return [];
  const verdicts = holesOf(os, review.knowledge.lifecycles);
  const open = verdicts.filter(({ standing }) => standing === 'release unknown');
  const settled = verdicts.filter(({ standing }) => standing !== 'release unknown');
  return [
    ...settled.map((verdict) => holeDraft(verdict, review)),
    ...(open.length > 0 ? [openDraft(open, review)] : []),
  ];
};

function holeDraft(verdict: HoleVerdict, review: Review): Draft {
  const { hole, system, standing } = verdict;
  const [cve] = hole.cves;
  const state = STATES[standing];
  const isOpen = state === 'confirmed' || state === 'potential';
  const { exploited, epss } = review.knowledge;
  const used = hole.cves.map((each) => exploited.about(each)).find((each) => each !== null) ?? null;
  const vectors = hole.vector === null ? [] : [[hole.vector]];
  const { cvss, ssvc } = scoreFlaw({ cve, vectors, exploited: used, worm: hole.worm }, review);
  const facts = review.device.os?.facts ?? [];
  const seen = doorsSeen(hole.door?.ports ?? [], review);
  // What EternalBlue and its kin speak.
  const oldSharing =
    hole.needs === 'smb1' ? settingSeen(review.device, 'smb1', { values: ['on'], now: review.now }) : [];
  const isWayOpen = seen.length > 0 || oldSharing.length > 0;
  const texts = [
    ...whyOf(verdict, seen),
    ...oldSharing.map(({ text }) => text),
    ...(used ? [`Attackers use it: in CISA's catalog of known exploited vulnerabilities since ${used.added}.`] : []),
  ];
  const sure = review.device.os?.confidence ?? 0;
  return {
    rule: 'os-known-hole',
    about: cve,
    title: titleOf(verdict),
    state,
    confidence: sure * SURE[standing] * (isOpen && hole.onlyWith !== null && !isWayOpen ? PART_UNKNOWN : 1),
    severity: isOpen ? severityOf(verdict, cvss?.score ?? null, { isSeen: isWayOpen, isUsed: used !== null }) : 'none',
    because: texts.map((text) => ({ text, facts: oldSharing.find((each) => each.text === text)?.facts ?? facts })),
    fix: closeSystemHole(review, hole),
    sources: [{ name: hole.source[0], asOf: hole.source[1] }],
    ...(isOpen
      ? cvss
        ? {}
        : { proven: { points: WITHOUT_SCORE, because: `${system} has it as shipped; nobody published a score` } }
      : { proven: { points: 0, because: 'repaired' }, opens: { points: 0, because: 'nothing, it is repaired' } }),
    flaw: {
      cve,
      advisories: hole.bulletin === null ? [] : [hole.bulletin],
      cvss,
      ssvc: isOpen ? ssvc : null,
      kev: used !== null,
      epss: epss.about(cve),
      product: system,
    },
  };
}

function titleOf({ hole, system, standing }: HoleVerdict): string {
  const which = `${hole.name} (${hole.cves[0]})`;
  if (standing === 'repaired') return `${system} has the repair for ${which}`;
  return `${system} ${standing === 'open' ? 'is' : 'may be'} open to ${which}`;
}

function whyOf(
  { hole, system, standing, build, repairedIn, laterHole }: HoleVerdict,
  seen: readonly SnapshotService[],
): string[] {
  const others = hole.cves.length > 1 ? ` (with ${hole.cves.slice(1).join(', ')})` : '';
  const day = hole.published === null ? '' : `, public since ${hole.published}`;
  const listed = `${hole.cves[0]}${others}${day}: ${hole.source[0]} names ${system} among the systems that have it.`;
  const out: string[] = [];
  if (standing === 'open') out.push(listed, `Its build ${build} is older than the repaired one, ${repairedIn}.`);
  else if (standing === 'repaired')
    out.push(
      build === null
        ? `${system} is newer than the versions that have it (${repairedIn}).`
        : laterHole === undefined
          ? `Its build ${build} is not older than the repaired one, ${repairedIn}.`
          : `Its build ${build} holds the later repair for ${laterHole} (${repairedIn}); updates of this system hold all before them.`,
    );
  else if (standing === 'supposed')
    out.push(
      `${hole.cves[0]}${others}${day}: ${hole.source[0]} does not name ${system}, but it is commonly said to have it, too (not verified).`,
    );
  else out.push(listed);
  if (standing === 'patch unknown' || standing === 'supposed')
    out.push(
      'Whether it was patched is not known.',
      `What would settle it: read the list of installed updates${repairedIn === null ? '' : `, or the build number with its revision (repaired from ${repairedIn})`}.`,
    );
  if (standing !== 'repaired') {
    if (hole.onlyWith !== null) out.push(`It matters only with ${hole.onlyWith}.`);
    const [door] = seen;
    if (door && hole.door !== null)
      out.push(
        `The way in is open: ${hole.door.name} answered on port ${door.endpoint.port} of ${door.endpoint.address}.`,
      );
  }
  return out;
}

function openDraft(verdicts: readonly HoleVerdict[], review: Review): Draft {
  const [first] = verdicts;
  const system = first?.system ?? '';
  const names = verdicts.map(({ hole }) => `${hole.name} (${hole.cves[0]})`);
  const facts = review.device.os?.facts ?? [];
  return {
    rule: 'os-known-hole',
    about: 'release',
    title: `Whether ${system} has holes that many attackers use is not known`,
    state: 'unknown',
    confidence: (review.device.os?.confidence ?? 0) * SURE['release unknown'],
    severity: 'none',
    because: [
      { text: `Some versions that "${system}" can stand for have these, others do not: ${names.join(', ')}.`, facts },
      { text: 'What would settle it: read the exact version and build number of the operating system.', facts: [] },
    ],
    fix: {
      kind: 'ask maker',
      who: 'biomed',
      text: 'Ask the biomedical engineer to read the exact version and build of the operating system off the service screen, or to ask the maker for it, and to enter it on the page of the device.',
    },
    sources: [...new Map(verdicts.map(({ hole: { source } }) => [source[0], source[1]]))].map(([name, asOf]) => ({
      name,
      asOf,
    })),
    proven: { points: 6, because: 'the version is not known' },
    opens: { points: 0, because: 'not known' },
  };
}

function doorsSeen(ports: readonly number[], review: Review): readonly SnapshotService[] {
  return review.device.services.filter(
    ({ endpoint }) => ports.includes(endpoint.port) && endpoint.transport === 'tcp' && endpoint.exposure !== 'E0',
  );
}

/** Points for what has no score: those of the middle of the scale. */
const WITHOUT_SCORE = 20;

/**
 * What spreads by itself is critical whatever its score: vectors of CVSS 2 and "complex" ones understate it. Without proof it is one step
 * less, unless the way in was seen open; with a part that may not run there at all, medium.
 */
function severityOf(
  { hole, standing }: HoleVerdict,
  score: number | null,
  wayIn: { isSeen: boolean; isUsed: boolean },
): Severity {
  const rated = hole.worm !== null ? 'critical' : severityOfScore(score, wayIn.isUsed);
  if (standing === 'open' || wayIn.isSeen) return rated;
  if (hole.onlyWith !== null) return 'medium';
  return rated === 'critical' ? 'high' : rated;
}
