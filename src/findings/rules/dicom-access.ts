// What a DICOM service lets strangers do: the rung of the exposure ladder (docs/exposure-ladder.md) as findings.
import { listStations } from '../advice.ts';
import { aboutOf, type Draft, type Rule, seenBy, sureness, whereOf } from '../draft.ts';
import type { Review, SnapshotService } from '../review.ts';
import type { RuleId } from '../rule-table.ts';

/** Findings on who may talk to each DICOM service, and about what. */
export const dicomAccess: Rule = (review) =>
  review.device.services.flatMap((service) => {
    const rung = service.endpoint.exposure;
    if (rung === null) return [];
    if (rung === 'E2' || rung === 'E1t') return refusedAccess(review, service);
    return isOpen(rung) ? openAccess(review, service) : [];
  });

function isOpen(rung: string): boolean {
  return rung >= 'E3' && rung <= 'E7';
}

function openAccess(review: Review, service: SnapshotService): Draft[] {
  const { endpoint } = service;
  const where = whereOf(service);
  const day = service.observedAt.slice(0, 10);
  const got = (rule: RuleId, title: string, state: Draft['state'], text: string): Draft => ({
    rule,
    about: aboutOf(service),
    title,
    state,
    confidence: sureness(review, service),
    because: [{ text, facts: service.facts }, ...titlesReason(service)],
    fix: listStations(review),
    sources: seenBy(service),
  });
  const found: Draft[] = [];
  if (endpoint.exposure === 'E7') {
    found.push(
      got(
        'dicom-gives-data',
        'Gives patient data to anyone who asks',
        'confirmed',
        `On ${day} ${where} answered a search from a made-up station name with a patient's entry. It was counted, not kept. The search was covered by the data owner's written authority.`,
      ),
    );
  } else if (endpoint.query === 'executed') {
    found.push(
      got(
        'dicom-open-query',
        'Answers patient searches from anyone on the network',
        'confirmed',
        `On ${day} ${where} ran a search that came from a made-up station name. The search was for an exam number that cannot exist, so no patient data moved; it answered instead of refusing.`,
      ),
    );
  } else if (endpoint.offered.includes('E5') && endpoint.query !== 'refused' && endpoint.worklist !== 'executed') {
    found.push(
      got(
        'dicom-offers-query',
        'Offers patient search to anyone on the network',
        'potential',
        `On ${day} ${where} agreed to take searches from a made-up station name. An offer is not a service: whether it would answer was not proven.`,
      ),
    );
  }
  if (endpoint.worklist === 'executed') {
    found.push(
      got(
        'dicom-open-worklist',
        'Answers schedule (worklist) searches from anyone on the network',
        'confirmed',
        `On ${day} ${where} ran a schedule search that came from a made-up station name. The search was for a station that does not exist on a day in 1900, so no patient data moved.`,
      ),
    );
  }
  const toldMore = found.length > 0;
  if (endpoint.read === 'offered') {
    found.push(
      got(
        'dicom-read-offered',
        'Offers anyone on the network to fetch images',
        'potential',
        `On ${day} ${where} agreed with a made-up station name to hand out images (C-GET or C-MOVE). Nothing was fetched, so it is an offer, not proof.`,
      ),
    );
  }
  if (endpoint.proven.includes('E8p')) {
    found.push(
      got(
        'dicom-write-offered',
        'Takes images from anyone on the network',
        'confirmed',
        `On ${day} ${where} stored a synthetic image that came from a made-up station name. It belongs to nobody (patient ID DOSIMETER-TEST) and is to be deleted. The test was covered by the data owner's written authority.`,
      ),
    );
  } else if (endpoint.write === 'offered') {
    found.push(
      got(
        'dicom-write-offered',
        'Offers anyone on the network to store images',
        'potential',
        `On ${day} ${where} agreed with a made-up station name to take images (C-STORE). Nothing was sent, so it is an offer, not proof.`,
      ),
    );
  }
  if (toldMore) return found;
  const echo = endpoint.echo ? ' and answered a test message' : '';
  const refused = endpoint.query === 'refused' ? ' It refused a search.' : '';
  if (endpoint.titles.called === 'checked') {
    found.push(
      got(
        'dicom-called-title-only',
        'Protected only by a name that is not secret',
        'confirmed',
        `On ${day} ${where} took a connection from a made-up station name${echo} because the caller knew its own name (called AE title).${refused} Such names stand in every partner's settings and can be guessed.`,
      ),
    );
  } else {
    found.push(
      got(
        'dicom-open-association',
        'Talks to any stranger on the network',
        'confirmed',
        `On ${day} ${where} took a connection from a made-up station name${echo}.${refused}`,
      ),
    );
  }
  return found;
}

function titlesReason(service: SnapshotService): Draft['because'] {
  const { titles } = service.endpoint;
  if (titles.called === 'checked') {
    return [
      {
        text: 'It does check by which name it is called (called AE title). That name is no secret: it stands in the settings of every partner.',
        facts: service.facts,
      },
    ];
  }
  if (titles.called === 'unchecked' && titles.calling === 'unchecked') {
    return [{ text: 'It checks neither who calls nor by which name it is called.', facts: service.facts }];
  }
  return [];
}

function refusedAccess(review: Review, service: SnapshotService): Draft[] {
  const { endpoint } = service;
  const day = service.observedAt.slice(0, 10);
  const where = whereOf(service);
  const common = { about: aboutOf(service), sources: seenBy(service), confidence: sureness(review, service) };
  if (endpoint.tls.mutual) {
    const text = `On ${day} ${where} asked for a certificate before it talked, and hung up without one.`;
    return [{ ...refusal(text, service), ...common }];
  }
  if (endpoint.exposure === 'E1t') return [];
  if (endpoint.refusal === 'busy') {
    return [
      {
        rule: 'dicom-busy',
        title: 'Was too busy to be checked',
        state: 'unknown',
        because: [
          { text: `On ${day} ${where} said that it had no room for another connection.`, facts: service.facts },
        ],
        fix: {
          kind: 'configure',
          who: 'owner',
          text: 'Scan this address again at a quiet hour; a busy answer says nothing about who may connect.',
        },
        ...common,
      },
    ];
  }
  if (endpoint.refusal === 'called') {
    return [
      {
        rule: 'dicom-title-unknown',
        title: 'May be open to whoever knows its name',
        state: 'unknown',
        because: [
          {
            text: `On ${day} ${where} refused because it was called by a wrong name (called AE title). What it does for a stranger with the right name is not known.`,
            facts: service.facts,
          },
        ],
        fix: {
          kind: 'configure',
          who: 'pacs',
          text: "Enter the system's own AE title on its page and scan it again: only then is it known whether it checks who calls.",
        },
        ...common,
      },
    ];
  }
  const text =
    endpoint.refusal === 'calling'
      ? `On ${day} ${where} refused a made-up station name: it keeps a list of stations that may connect.`
      : `On ${day} ${where} refused the connection without saying why.`;
  const confidence = sureness(review, service, endpoint.refusal === 'calling' ? 1 : 0.7);
  return [{ ...refusal(text, service), ...common, confidence }];
}

function refusal(text: string, service: SnapshotService): Pick<Draft, 'rule' | 'title' | 'state' | 'because' | 'fix'> {
  return {
    rule: 'dicom-strangers-refused',
    title: 'Turns strangers away',
    state: 'not affected',
    because: [{ text, facts: service.facts }],
    fix: { kind: 'configure', who: 'pacs', text: 'Nothing to do. Keep the list of stations up to date.' },
  };
}
