// What traffic itself gives away, without a packet sent: passwords and messages in clear, versions of file sharing that worms use,
// makers' and remote services. A capture or the log of a network monitor says that it happened, not that it could.
import { closeServices, encryptDicom, guardMessages, renewTls, tellRemoteService } from '../advice.ts';
import type { Draft, Rule } from '../draft.ts';
import type { Review } from '../review.ts';
import type { RuleId } from '../rule-table.ts';

type OnWire = Review['device']['onWire'][number];

interface WireEntry {
  readonly rule: RuleId;
  readonly title: string;
  readonly because: string;
  readonly fix: (review: Review) => Draft['fix'];
}

const ENTRIES: Readonly<Record<string, WireEntry>> = {
  'password-in-clear': {
    rule: 'wire-password-in-clear',
    title: 'Passwords were sent in clear',
    because: 'took a sign-in whose password crossed the network unencrypted',
    fix: closeServices,
  },
  smb1: {
    rule: 'wire-smb1',
    title: 'File sharing of the oldest kind is in use (SMB 1)',
    because: 'answered in SMB 1, the version through which WannaCry and its kin spread',
    fix: closeServices,
  },
  'smb-unsigned': {
    rule: 'wire-smb-unsigned',
    title: 'File sharing does not insist on signed messages',
    because: 'did not require signed messages, so that somebody in between may change them or sign in with what passes',
    fix: closeServices,
  },
  'ntlm-v1': {
    rule: 'wire-ntlm-v1',
    title: 'A sign-in of a broken kind is in use (NTLM 1)',
    because: 'took a sign-in by NTLM 1, from which the password can be worked out',
    fix: closeServices,
  },
  telnet: {
    rule: 'wire-clear-login',
    title: 'Remote login without encryption is in use (telnet)',
    because: 'was used through telnet: what is typed there can be read along the way',
    fix: closeServices,
  },
  ftp: {
    rule: 'wire-clear-login',
    title: 'File transfer without encryption is in use (FTP)',
    because: 'was used through FTP: files and passwords can be read along the way',
    fix: closeServices,
  },
  vnc: {
    rule: 'wire-clear-login',
    title: 'Remote control of the screen is in use (VNC)',
    because: 'was used through VNC, which protects neither the picture nor, often, the way in',
    fix: closeServices,
  },
  'snmp-community': {
    rule: 'wire-snmp-community',
    title: 'Management by a shared word in clear is in use (SNMP 1 or 2c)',
    because: 'was asked by SNMP 1 or 2c, whose only password stands in every message',
    fix: closeServices,
  },
  'tls-outdated': {
    rule: 'tls-outdated',
    title: 'Encryption is out of date',
    because: 'agreed on encryption that is below the current DICOM profile',
    fix: renewTls,
  },
  'dicom-identity-in-clear': {
    rule: 'wire-password-in-clear',
    title: 'Who signs in to the archive is sent in clear',
    because: 'took the identity of a user in a DICOM association without encryption',
    fix: encryptDicom,
  },
};

/** Findings on what was seen to happen. */
export const seenOnWire: Rule = (review) => [
  ...review.device.onWire.flatMap((service) => onService(review, service)),
  ...remote(review),
];

function onService(review: Review, service: OnWire): Draft[] {
  const day = service.observedAt.slice(0, 10);
  const where = `port ${service.port} of ${service.address}`;
  const common = {
    about: `tcp/${service.address}:${service.port}`,
    state: 'confirmed' as const,
    confidence: 0.95,
    sources: [{ name: 'Traffic', asOf: service.observedAt }],
  };
  const found: Draft[] = service.weaknesses.flatMap((weakness) => {
    const entry = ENTRIES[weakness];
    if (!entry) return [];
    const text = `On ${day} ${where} ${entry.because}.`;
    const fix = entry.fix(review);
    return [
      {
        ...common,
        about: `${common.about} ${weakness}`,
        rule: entry.rule,
        title: entry.title,
        because: [{ text, facts: service.facts }],
        fix,
      },
    ];
  });
  if (service.isPlain && service.protocol === 'dicom') {
    const text = `On ${day} ${where} spoke DICOM without encryption: names and images could be read, and changed, on the way.`;
    found.push({
      ...common,
      rule: 'dicom-plain-text',
      title: 'Images and names travel unencrypted',
      because: [{ text, facts: service.facts }],
      fix: encryptDicom(review),
    });
  }
  if (service.isPlain && service.protocol === 'hl7') {
    const text = `On ${day} ${where} took HL7 messages about patients without encryption, and HL7 asks nobody who he is.`;
    found.push({
      ...common,
      rule: 'wire-hl7-in-clear',
      title: 'Messages about patients travel unencrypted (HL7)',
      because: [{ text, facts: service.facts }],
      fix: guardMessages(),
    });
  }
  return found;
}

/** Programs and networks by which somebody outside reaches in. */
function remote(review: Review): Draft[] {
  return review.device.remoteServices.map(({ name, facts, observedAt }) => ({
    rule: 'wire-remote-service',
    about: `remote ${name}`,
    title: `A service for remote control is in use (${name})`,
    state: 'potential',
    confidence: 0.8,
    because: [
      {
        text: `On ${observedAt.slice(0, 10)} it was in touch with ${name}, by which somebody outside may control it.`,
        facts,
      },
    ],
    fix: tellRemoteService(review),
    sources: [{ name: 'Traffic', asOf: observedAt }],
  }));
}
