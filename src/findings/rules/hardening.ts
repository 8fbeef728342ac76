// How well a machine is closed: most incidents begin with a firewall that is off, a password from a manual, updates that never came.
// A bad answer is a finding. What nobody has said is one finding for the whole device, never one for each question.

import { HARDENING, type HardeningTopic, hardeningEntry } from '#contracts/index.ts';
import type { HardeningBelief } from '#inventory/model.ts';
import { lookup } from '#kit/index.ts';
import type { Draft, Rule } from '../draft.ts';
import { closeSetting, lookAtSettings } from '../hardening-advice.ts';
import type { Review } from '../review.ts';
import type { RuleId } from '../rule-table.ts';

const DAY_MS = 86_400_000;
/** After this a look is old: settings change with every visit of the service. */
const OLD_DAYS = 366;
/** What an old look counts. */
const OLD_COUNTS = 0.5;
/** A machine without a security update for so long is behind. */
const BEHIND_DAYS = 183;
/** What a sensor saw, when a figure of it decides. */
const SEEN = 0.9;
/** Nobody has looked since; updates may have come. */
const NOT_LOOKED_SINCE = 0.4;
const MOST_PORTS = 20;

interface Entry {
  readonly rule: RuleId;
  readonly title: string;
}

const ENTRIES: Readonly<Record<HardeningTopic, Entry>> = {
  defaultAccounts: { rule: 'hardening-default-accounts', title: "The maker's default passwords were not changed" },
  autologon: { rule: 'hardening-autologon', title: 'Starts without asking who is there' },
  firewall: { rule: 'hardening-firewall', title: 'Its own firewall is off' },
  updates: { rule: 'hardening-updates', title: 'Security updates are switched off' },
  patched: { rule: 'hardening-patched', title: 'No security update for more than half a year' },
  malware: { rule: 'hardening-malware', title: 'Not protected from malicious programs' },
  ports: { rule: 'hardening-ports', title: 'More ports are open than the maker lists' },
  smb1: { rule: 'hardening-smb1', title: 'File sharing of the oldest kind is switched on (SMB 1)' },
  rdp: { rule: 'hardening-rdp', title: 'Remote desktop shows its screen before a sign-in (no NLA)' },
  remoteService: { rule: 'hardening-remote-service', title: 'A program for remote service that nobody vouches for' },
  backup: { rule: 'hardening-backup', title: 'No backup that was ever brought back on trial' },
  timeSync: { rule: 'hardening-time', title: 'Its clock is set by nobody' },
  logging: { rule: 'hardening-logging', title: 'Keeps no log of sign-ins and events' },
  usb: { rule: 'hardening-usb', title: 'Takes any USB stick' },
  encryption: { rule: 'hardening-encryption', title: 'Its disks are not encrypted' },
};

/** Findings on settings. */
export const hardening: Rule = (review) => {
  const { topics } = review.device.hardening;
  const found: Draft[] = topics.flatMap((topic) =>
    topic.good || isBetterKnown(topic, review) ? [] : stated(topic, review),
  );
  return [...found, ...behind(review), ...unlistedPorts(review), ...notLookedAt(review)];
};

/** Where a figure says more than yes or no, the figure decides. */
function isBetterKnown({ topic }: HardeningBelief, { device: { hardening: known } }: Review): boolean {
  if (topic === 'patched') return known.lastUpdate !== null;
  return topic === 'ports' && known.openPorts !== null && known.makerPorts !== null;
}

function stated(topic: HardeningBelief, review: Review): Draft[] {
  const old = isOld(topic.observedAt, review);
  const { label } = hardeningEntry(topic.topic);
  const who = topic.basis === 'attested' ? 'a person said' : `${topic.sensor} saw`;
  const because = [
    { text: `On ${topic.observedAt.slice(0, 10)} ${who}: ${label}: ${topic.words}.`, facts: topic.facts },
    ...(topic.against
      ? [
          {
            text: `${topic.against.sensor} says otherwise (${topic.against.observedAt.slice(0, 10)}: ${topic.against.words}). Look once more to settle it.`,
            facts: [],
          },
        ]
      : []),
    ...(old ? [{ text: 'That was more than a year ago; it may be otherwise by now.', facts: [] }] : []),
  ];
  return [
    {
      ...ENTRIES[topic.topic],
      about: '',
      state: old || topic.against ? 'potential' : 'confirmed',
      confidence: topic.confidence * (old ? OLD_COUNTS : 1),
      because,
      fix: closeSetting(topic.topic, review),
      sources: [{ name: sourceWords(topic.sensor), asOf: topic.observedAt }],
    },
  ];
}

/** By the day of the last update, when anything names it. */
function behind(review: Review): Draft[] {
  const { lastUpdate } = review.device.hardening;
  if (!lastUpdate) return [];
  const [day, looked, now] = [lastUpdate.value, lastUpdate.observedAt, review.now].map((text) => Date.parse(text));
  if (day === undefined || looked === undefined || now === undefined) return [];
  const then = (looked - day) / DAY_MS;
  const today = (now - day) / DAY_MS;
  if (today <= BEHIND_DAYS) return [];
  const wasBehind = then > BEHIND_DAYS;
  const text = wasBehind
    ? `The last security update was installed on ${lastUpdate.value}, ${Math.round(then)} days before ${looked > 0 ? lastUpdate.observedAt.slice(0, 10) : ''}, when somebody looked.`
    : `The last security update that anybody knows of was installed on ${lastUpdate.value}; nobody has looked since ${lastUpdate.observedAt.slice(0, 10)}.`;
  const old = isOld(lastUpdate.observedAt, review);
  return [
    {
      ...ENTRIES.patched,
      about: '',
      state: wasBehind && !old ? 'confirmed' : 'potential',
      confidence: wasBehind ? SEEN * (old ? OLD_COUNTS : 1) : NOT_LOOKED_SINCE,
      because: [{ text, facts: lastUpdate.facts }],
      fix: closeSetting('patched', review),
      sources: [{ name: sourceWords(lastUpdate.sensor), asOf: lastUpdate.observedAt }],
    },
  ];
}

/** Ports that were seen open and that the maker does not list. */
function unlistedPorts(review: Review): Draft[] {
  const { openPorts, makerPorts } = review.device.hardening;
  if (!openPorts || !makerPorts) return [];
  const listed = new Set(makerPorts.value);
  const more = openPorts.value.filter((port) => !listed.has(port));
  if (more.length === 0) return [];
  const shown =
    more.slice(0, MOST_PORTS).join(', ') + (more.length > MOST_PORTS ? ` and ${more.length - MOST_PORTS} more` : '');
  const old = isOld(openPorts.observedAt, review);
  return [
    {
      ...ENTRIES.ports,
      about: '',
      state: old ? 'potential' : 'confirmed',
      confidence: SEEN * (old ? OLD_COUNTS : 1),
      because: [
        {
          text: `On ${openPorts.observedAt.slice(0, 10)} it listened on ${shown}; the maker's list does not name ${more.length === 1 ? 'it' : 'them'}.`,
          facts: [...openPorts.facts, ...makerPorts.facts],
        },
      ],
      fix: closeSetting('ports', review),
      sources: [{ name: sourceWords(openPorts.sensor), asOf: openPorts.observedAt }],
    },
  ];
}

const NO_COMPUTER = /network device|router|switch|printer/i;

/** One finding for the device that nobody has looked at, or not for a year. */
function notLookedAt(review: Review): Draft[] {
  const { device } = review;
  const { topics, lastUpdate, openPorts } = device.hardening;
  if (review.role === 'unknown' && device.os === null) return [];
  if (NO_COMPUTER.test(device.kind ?? '')) return [];
  const looks = [...topics, ...(lastUpdate ? [lastUpdate] : []), ...(openPorts ? [openPorts] : [])];
  const latest = looks.reduce<string | null>(
    (most, { observedAt }) => (most === null || observedAt > most ? observedAt : most),
    null,
  );
  if (latest !== null && !isOld(latest, review)) return [];
  const questions = Object.keys(HARDENING).length;
  const never =
    'Nobody has said whether its firewall, its updates, its default passwords and its backup are as they should be.';
  return [
    {
      rule: 'hardening-not-looked-at',
      about: '',
      title: latest === null ? 'Its settings were never looked at' : 'Its settings were not looked at for a year',
      state: 'unknown',
      confidence: 1,
      because: [
        {
          text:
            latest === null
              ? `${never} ${questions} questions would tell.`
              : `The last look at its settings was on ${latest.slice(0, 10)}. Settings change with every visit of the service.`,
          facts: [],
        },
      ],
      fix: lookAtSettings(review),
      sources: [],
    },
  ];
}

function isOld(observedAt: string, review: Review): boolean {
  return (Date.parse(review.now) - Date.parse(observedAt)) / DAY_MS > OLD_DAYS;
}

const SOURCES: Readonly<Record<string, string>> = lookup({
  checklist: 'Walk-round checklist',
  'hardening-collector': 'Collector on the machine',
});

function sourceWords(sensor: string): string {
  return SOURCES[sensor] ?? sensor;
}
