// Imaging systems and the internet: what was seen to cross the border of the site. That a device may be reached is for scans to
// tell; here somebody was.
import { closeToInternet, narrowInternet } from '../advice.ts';
import type { Draft, Rule } from '../draft.ts';
import type { Review } from '../review.ts';

type Crossing = Review['device']['internet'][number];

/** Kinds of devices that have no business with the internet. */
const KEEPERS = new Set(['modality', 'archive', 'worklist']);
/** Conversations named as reasons; the facts of all stand behind the first. */
const NAMED = 3;

/** Conversations between an imaging system and public addresses. */
export const internetFacing: Rule = (review) => {
  if (!isImaging(review)) return [];
  const { internet } = review.device;
  return [
    ...drafts(internet.filter(({ direction }) => direction === 'in')),
    ...drafts(internet.filter(({ direction }) => direction === 'out')),
  ];
};

function isImaging({ device, role }: Review): boolean {
  if (role === 'imaging' || (device.kind !== null && KEEPERS.has(device.kind))) return true;
  return (
    device.onWire.some(({ protocol }) => protocol === 'dicom') ||
    device.services.some(({ endpoint }) => endpoint.protocol === 'dicom')
  );
}

function drafts(crossings: readonly Crossing[]): Draft[] {
  const newest = [...crossings].sort((a, b) =>
    a.observedAt > b.observedAt ? -1 : a.observedAt < b.observedAt ? 1 : 0,
  );
  const [first] = newest;
  if (!first) return [];
  const isIn = first.direction === 'in';
  return [
    {
      rule: isIn ? 'internet-reaches-in' : 'internet-spoken-to',
      about: `internet ${first.direction}`,
      title: isIn ? 'Was reached from the internet' : 'Speaks to the internet',
      state: isIn ? 'confirmed' : 'potential',
      confidence: isIn ? 0.95 : 0.8,
      because: [
        ...newest.slice(0, NAMED).map((crossing) => ({ text: words(crossing), facts: crossing.facts })),
        ...rest(newest.slice(NAMED)),
      ],
      fix: isIn ? closeToInternet() : narrowInternet(),
      sources: [{ name: 'Traffic', asOf: first.observedAt }],
    },
  ];
}

function words({ direction, address, publicAddress, port, protocol, observedAt }: Crossing): string {
  const day = observedAt.slice(0, 10);
  const what = protocol === null ? '' : ` (${protocol})`;
  return direction === 'in'
    ? `On ${day} ${publicAddress} on the internet opened a conversation with port ${port} of ${address}${what}.`
    : `On ${day} ${address} opened a conversation with port ${port} of ${publicAddress} on the internet${what}.`;
}

function rest(crossings: readonly Crossing[]): Draft['because'] {
  if (crossings.length === 0) return [];
  const text = `${crossings.length} more ${crossings.length === 1 ? 'conversation' : 'conversations'} of this kind.`;
  return [{ text, facts: crossings.flatMap(({ facts }) => facts) }];
}
