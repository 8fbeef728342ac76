// What was not seen, and what may not be what it seems. Unknown is not safe: it is said, and the cheapest look is named.
import { aboutOf, type Draft, type Rule, seenBy, whereOf } from '../draft.ts';

/** A device that no scan has reached. */
export const neverObserved: Rule = (review) => {
  const { device } = review;
  if (device.services.length > 0) return [];
  const addressed = device.addresses.length > 0;
  const found: Draft = {
    rule: 'device-never-observed',
    about: '',
    title: 'Never seen on the network',
    state: 'unknown',
    confidence: 1,
    because: [
      {
        text: addressed
          ? 'It is on a list, but no service of it has answered: nobody has looked, it was off, or it has no door of its own. How exposed it is, is not known.'
          : 'It is on a list without a network address, so nobody could look. How exposed it is, is not known.',
        facts: [],
      },
    ],
    fix: addressed
      ? {
          kind: 'configure',
          who: 'owner',
          text: "Clear the device's address for a handshake check (Settings, Clearances) and scan it while it is switched on.",
        }
      : {
          kind: 'configure',
          who: 'biomed',
          text: "Ask the biomedical engineer to read the network address off the service screen and enter it on the device's page.",
        },
    sources: [],
  };
  return [found];
};

/** Endpoints that may be set out to be found. */
export const decoys: Rule = (review) =>
  review.device.services.flatMap((service) => {
    const why = service.endpoint.honeypot;
    if (why === null) return [];
    const found: Draft = {
      rule: 'honeypot-suspected',
      about: aboutOf(service),
      title: 'May be a decoy, not a real device',
      state: 'potential',
      confidence: 0.5,
      because: [
        {
          text: `At ${whereOf(service)}: ${why}. Other findings at this port count less for it.`,
          facts: service.facts,
        },
      ],
      fix: {
        kind: 'compensate',
        who: 'network',
        text: 'Ask the network administrator whether decoys (honeypots) are in use at this address; if so, retire the device from the inventory.',
      },
      sources: seenBy(service),
    };
    return [found];
  });
