// Whether data travels encrypted, how well, and who vouches for the other end (DICOM PS3.15 Annex B; BCP 195).
import type { TlsState } from '#contracts/index.ts';
import { encryptDicom, fixTlsPort, renewCertificate, renewTls, vouchForCertificate } from '../advice.ts';
import { aboutOf, type Draft, type Rule, seenBy, sureness, whereOf } from '../draft.ts';
import type { Review, SnapshotService } from '../review.ts';

/** Registered with IANA for DICOM over TLS. */
const DICOM_TLS_PORT = 2762;
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

const PROFILE = { name: 'DICOM PS3.15, BCP 195 TLS profile (B.12)', asOf: null };

/** Findings on encryption of each service. */
export const encryption: Rule = (review) =>
  review.device.services.flatMap((service) =>
    service.endpoint.transport === 'tls' ? encrypted(review, service) : plain(review, service),
  );

function plain(review: Review, service: SnapshotService): Draft[] {
  const { endpoint } = service;
  const speaksDicom = endpoint.exposure !== null && endpoint.exposure >= 'E2' && endpoint.exposure <= 'E7';
  if (endpoint.protocol !== 'dicom' || !speaksDicom) return [];
  const common = {
    about: aboutOf(service),
    state: 'confirmed' as const,
    confidence: sureness(review, service),
    sources: seenBy(service),
  };
  const day = service.observedAt.slice(0, 10);
  if (endpoint.port === DICOM_TLS_PORT) {
    const text = `On ${day} ${whereOf(service)} spoke DICOM without encryption, though that port is registered for encrypted DICOM.`;
    return [
      {
        ...common,
        rule: 'dicom-plain-on-tls-port',
        title: 'Port meant for encryption talks unencrypted',
        because: [{ text, facts: service.facts }],
        fix: fixTlsPort(review),
      },
    ];
  }
  const text = `On ${day} ${whereOf(service)} spoke DICOM without encryption: names and images can be read, and changed, on the way.`;
  return [
    {
      ...common,
      rule: 'dicom-plain-text',
      title: 'Images and names travel unencrypted',
      because: [{ text, facts: service.facts }],
      fix: encryptDicom(review),
    },
  ];
}

function encrypted(review: Review, service: SnapshotService): Draft[] {
  const { tls } = service.endpoint;
  const confidence = sureness(review, service);
  const common = { about: aboutOf(service), state: 'confirmed' as const, confidence, sources: seenBy(service) };
  const found: Draft[] = [];
  if (tls.grade === 1) {
    const hollow = tls.weaknesses.some((each) => /\bnull\b/i.test(each)) || /\bnull\b/i.test(tls.cipher ?? '');
    found.push({
      ...common,
      rule: 'tls-outdated',
      title: hollow ? 'Encryption is switched on but encrypts nothing' : 'Encryption is out of date',
      ...(hollow ? { severity: 'high' as const } : {}),
      because: weaknessesOf(tls).map((text) => ({
        text: `${capital(whereOf(service))}: ${text}.`,
        facts: service.facts,
      })),
      fix: renewTls(review),
      sources: [...seenBy(service), PROFILE],
    });
  }
  return [...found, ...certificateFindings(review, service)];
}

/** Why the grade is 1, in words; the probe's own when it gave some. */
function weaknessesOf(tls: TlsState): string[] {
  const said = tls.weaknesses.filter((each) => each.trim() !== '');
  if (said.length > 0) return said.map((each) => each.replace(/\.$/, ''));
  const versions = tls.versions.length > 0 ? ` (accepts ${tls.versions.join(', ')})` : '';
  return [`its encryption is below the current DICOM profile${versions}`];
}

function certificateFindings(review: Review, service: SnapshotService): Draft[] {
  const { certificate } = service.endpoint.tls;
  if (!certificate) return [];
  const common = {
    about: aboutOf(service),
    state: 'confirmed' as const,
    confidence: sureness(review, service),
    sources: seenBy(service),
  };
  const lastDay = certificate.notAfter.slice(0, 10);
  const daysLeft = (Date.parse(certificate.notAfter) - Date.parse(review.now)) / DAY_MS;
  const found: Draft[] = [];
  if (daysLeft < 0) {
    found.push({
      ...common,
      rule: 'tls-certificate-expired',
      title: 'Security certificate has expired',
      because: [{ text: `The certificate at ${whereOf(service)} was good until ${lastDay}.`, facts: service.facts }],
      fix: renewCertificate(review),
    });
  } else if (daysLeft <= SOON_DAYS) {
    found.push({
      ...common,
      rule: 'tls-certificate-expiring',
      title: 'Security certificate expires within a month',
      because: [{ text: `The certificate at ${whereOf(service)} is good until ${lastDay}.`, facts: service.facts }],
      fix: renewCertificate(review),
    });
  }
  if (certificate.selfSigned) {
    found.push({
      ...common,
      rule: 'tls-certificate-self-signed',
      title: 'Security certificate is vouched for by nobody else',
      because: [
        {
          text: `The certificate at ${whereOf(service)} is signed by itself, so a partner cannot tell it from another one of the same name.`,
          facts: service.facts,
        },
      ],
      fix: vouchForCertificate(review),
    });
  }
  return found;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
