// Remote access of makers whose time in the register is over. As long as nobody ends it or sets another day, the way in may still be open.
import type { Draft, Rule } from '../draft.ts';
import type { Review } from '../review.ts';

/** An entry of the register counts through the end of its last day at the site. */
export const expiredAccess: Rule = ({ device, now }: Review): Draft[] =>
  (device.remoteAccess ?? [])
    .filter(({ isOver }) => isOver)
    .map(({ id, maker, who, until }) => ({
      rule: 'remote-access-expired',
      about: `remote access ${id}`,
      title: 'Remote access of a maker is past its last day',
      state: 'confirmed',
      confidence: 1,
      because: [{ text: `The register allows ${who} of ${maker} until ${until}; nobody has ended it.`, facts: [] }],
      fix: {
        kind: 'configure',
        text: 'Close the way in and end the entry, or agree on another day and enter it in the register of remote access.',
        who: 'owner',
      },
      sources: [{ name: 'Register of remote access', asOf: now }],
    }));
