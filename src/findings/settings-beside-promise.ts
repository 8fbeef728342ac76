// Answers of a maker's MDS2 that speak of settings (ANSI/NEMA HN 1-2019, section 5; questions by their ids), each with the settings that
// do not go with it. A few have an equal in the form of 2013 (HIMSS/NEMA HN 1-2013), named where it stands; its numbers are unverified,
// and the question in the document must bear it out (docs/mds2.md). No question promises a backup that was tried, or blocked USB.
import type { HardeningTopic } from '#contracts/index.ts';
import type { PromiseCheck } from './promise-check.ts';
import { settingSeen } from './settings-seen.ts';

type Row = Omit<PromiseCheck, 'promised' | 'seen' | 'about'> & {
  readonly topic: HardeningTopic;
  readonly values: readonly string[];
};

const ROWS: readonly Row[] = [
  {
    // CSUP-4: contains anti-malware software.
    question: 'CSUP-4',
    topic: 'malware',
    values: ['off'],
    group: 'malware',
    title: 'Nothing protects it from malicious programs, although its maker says that it has anti-malware software',
    state: 'confirmed',
    sureness: 0.9,
  },
  {
    // MLDP-2.1: comes with anti-malware software.
    question: 'MLDP-2.1',
    topic: 'malware',
    values: ['off'],
    group: 'malware',
    title:
      'Nothing protects it from malicious programs, although its maker says that it comes with anti-malware software',
    state: 'confirmed',
    sureness: 0.9,
  },
  {
    // MLDP-4: only listed programs can run.
    question: 'MLDP-4',
    topic: 'malware',
    values: ['off'],
    group: 'malware',
    title: 'Any program may run, although its maker says that only those on a list can',
    state: 'confirmed',
    sureness: 0.85,
  },
  {
    // MLDP-2: supports anti-malware software; 2013: 10-1.
    question: 'MLDP-2',
    topic: 'malware',
    values: ['off'],
    group: 'malware',
    title: 'It could be protected from malicious programs, says its maker, and is not',
    state: 'potential',
    sureness: 0.7,
  },
  {
    // NAUT-2: network access control, such as a firewall of its own or a list; the list may be there instead.
    question: 'NAUT-2',
    topic: 'firewall',
    values: ['off', 'partial'],
    title: 'Its own firewall is off, although its maker says that it limits who reaches it',
    state: 'potential',
    sureness: 0.8,
  },
  {
    // CSUP-8: installs updates by itself.
    question: 'CSUP-8',
    topic: 'updates',
    values: ['off'],
    title: 'Updates are switched off, although its maker says that it installs them by itself',
    state: 'confirmed',
    sureness: 0.9,
  },
  {
    // PAUT-1.1: insists on an id and a password of each user; 2013: 12-1.1.
    question: 'PAUT-1.1',
    topic: 'autologon',
    values: ['on'],
    group: 'sign-in',
    title: 'It starts without a sign-in, although its maker says that it insists on one',
    state: 'confirmed',
    sureness: 0.85,
  },
  {
    // AUTH-1: keeps out who has no right, by sign-in or otherwise; 2013: 3-1.
    question: 'AUTH-1',
    topic: 'autologon',
    values: ['on'],
    group: 'sign-in',
    title: 'It starts without a sign-in, although its maker says that it keeps strangers out',
    state: 'potential',
    sureness: 0.75,
  },
  {
    // PAUT-5: all passwords can be changed; 2013: 12-4.
    question: 'PAUT-5',
    topic: 'defaultAccounts',
    values: ['unchanged'],
    title: 'Default passwords still hold, although its maker says that all can be changed',
    state: 'potential',
    sureness: 0.85,
  },
  {
    // SAHD-3.1: sees to it that installed software is the maker's; 2013: 15-2.
    question: 'SAHD-3.1',
    topic: 'remoteService',
    values: ['unsigned'],
    title: 'A program that nobody signed is on it, although its maker says that it checks whose software runs',
    state: 'potential',
    sureness: 0.7,
  },
  {
    // AUDT-2: records events in an audit log; 2013: 2-1.
    question: 'AUDT-2',
    topic: 'logging',
    values: ['off'],
    title: 'No log is kept, although its maker says that it records events',
    state: 'potential',
    sureness: 0.8,
  },
  {
    // AUDT-4.1.1: date and time can be set by a time server.
    question: 'AUDT-4.1.1',
    topic: 'timeSync',
    values: ['off'],
    title: 'Its clock is set by nobody, although its maker says that it can follow a time server',
    state: 'potential',
    sureness: 0.85,
  },
  {
    // STCF-1.2: encrypts stored data as delivered.
    question: 'STCF-1.2',
    topic: 'encryption',
    values: ['off', 'partial'],
    group: 'at rest',
    title: 'Its disks are not encrypted, although its maker says that it is delivered so',
    state: 'confirmed',
    sureness: 0.85,
  },
  {
    // STCF-1: can encrypt stored data; 2013: 17-1.
    question: 'STCF-1',
    topic: 'encryption',
    values: ['off', 'partial'],
    group: 'at rest',
    title: 'It can encrypt stored data, says its maker, and its disks are not encrypted',
    state: 'potential',
    sureness: 0.8,
  },
];

/** A check for each answer that speaks of a setting; of those that promise the same, the strongest comes first. */
export const SETTING_CHECKS: readonly PromiseCheck[] = ROWS.map(({ topic, values, ...row }) => ({
  ...row,
  promised: 'yes',
  about: topic,
  seen: (device, _, now) => settingSeen(device, topic, { values, now }),
}));
