// The rules by name, with the figures that order the work. docs/findings.md prints the same table; a test compares the two.

import type { z } from 'zod';
import type { documents, Severity } from '#contracts/index.ts';

type FindingKind = z.infer<typeof documents.findingKind>;

export interface RuleEntry {
  readonly kind: FindingKind;
  readonly severity: Severity;
  /** Points for what was proven: the rung of the ladder, or the weight of the observation. */
  readonly proven: number;
  /** Points for what it opens to somebody who should not be there. */
  readonly opens: number;
  /** What it opens, in words. */
  readonly opensWhat: string;
}

/** Every rule. Severity is where a rule starts; life cycle and services have tables of their own. */
export const RULES = {
  'dicom-gives-data': entry('exposure', 'critical', 60, 30, 'names and exams of patients'),
  'dicom-open-query': entry('exposure', 'critical', 50, 30, 'search in names and exams of patients'),
  'dicom-open-worklist': entry('exposure', 'critical', 50, 28, 'the schedule with names of patients'),
  'dicom-write-offered': entry('exposure', 'high', 30, 25, 'false images may be put among the real ones'),
  'dicom-read-offered': entry('exposure', 'high', 30, 22, 'images may be copied away'),
  'dicom-offers-query': entry('exposure', 'high', 35, 15, 'search in names and exams, if it serves what it offers'),
  'dicom-open-association': entry('exposure', 'medium', 25, 5, 'a conversation that a stranger should not have'),
  'dicom-called-title-only': entry('exposure', 'medium', 15, 8, 'everything, to anyone who learns or guesses the name'),
  'dicom-title-unknown': entry('exposure', 'none', 6, 0, 'not known'),
  'dicom-busy': entry('exposure', 'none', 4, 0, 'not known'),
  'dicom-strangers-refused': entry('exposure', 'none', 0, 0, 'nothing that was tried'),
  'dicom-plain-text': entry('hardening', 'medium', 10, 10, 'images and names to anyone who can listen on the network'),
  'dicom-plain-on-tls-port': entry('hardening', 'medium', 15, 12, 'data that its owner believes to be encrypted'),
  'tls-outdated': entry('hardening', 'medium', 10, 8, 'data behind encryption that can be broken or bypassed'),
  'tls-certificate-expired': entry(
    'hardening',
    'medium',
    8,
    6,
    'partners that check it stop sending, or stop checking',
  ),
  'tls-certificate-expiring': entry('availability', 'low', 5, 4, 'partners that check it stop sending on that day'),
  'tls-certificate-self-signed': entry('hardening', 'low', 4, 4, 'somebody may pose as this system'),
  'web-gives-data': entry('exposure', 'critical', 60, 30, 'names and exams of patients, with a browser'),
  'web-open-search': entry('exposure', 'critical', 50, 30, 'search in names and exams, with a browser'),
  'web-open-identity': entry('exposure', 'high', 30, 15, 'the interface that manages images'),
  'web-password-in-clear': entry('hardening', 'medium', 12, 12, 'passwords to anyone who can listen on the network'),
  'service-reachable': entry('hardening', 'medium', 15, 10, 'a way into the machine'),
  'hl7-listener': entry('exposure', 'medium', 15, 12, 'orders and reports may be forged or altered'),
  'wire-password-in-clear': entry('hardening', 'high', 18, 14, 'passwords to anyone who can listen on the network'),
  'wire-smb1': entry('hardening', 'high', 22, 20, 'the way that worms such as WannaCry took'),
  'wire-smb-unsigned': entry('hardening', 'low', 6, 6, 'sign-ins that somebody in between may use'),
  'wire-ntlm-v1': entry('hardening', 'medium', 14, 12, 'passwords that can be worked out from what passes'),
  'wire-clear-login': entry('hardening', 'high', 20, 18, 'a way into the machine, with passwords in clear'),
  'wire-snmp-community': entry('hardening', 'low', 8, 8, 'details of the device, and sometimes its settings'),
  'wire-hl7-in-clear': entry('hardening', 'medium', 12, 12, 'orders and reports can be read, and forged, on the way'),
  'wire-remote-service': entry('exposure', 'medium', 14, 12, 'control from outside, past the firewall'),
  'remote-access-expired': entry('program', 'medium', 12, 10, 'a way in that nobody allows any longer'),
  'internet-reaches-in': entry('exposure', 'critical', 40, 25, 'whatever it answers, to anyone on the internet'),
  'internet-spoken-to': entry('exposure', 'medium', 14, 12, 'a way out for data, and a way in for what answers'),
  'promise-not-kept': entry('hardening', 'medium', 10, 8, 'what its maker says is protected, and is not'),
  'honeypot-suspected': entry('program', 'none', 2, 0, 'nothing'),
  'known-flaw': entry('vulnerability', 'medium', 12, 10, 'what the flaw gives to somebody who uses it'),
  'os-known-hole': entry('vulnerability', 'high', 20, 18, 'the whole machine, often without anybody signing in'),
  'os-past-support': entry('lifecycle', 'medium', 20, 10, 'holes found from now on stay open'),
  'os-support-ending': entry('lifecycle', 'low', 8, 4, 'holes found after that day stay open'),
  'os-unknown': entry('lifecycle', 'none', 4, 0, 'not known'),
  'hardening-default-accounts': entry(
    'hardening',
    'high',
    22,
    22,
    'everything that the password opens, to anyone who has read a manual',
  ),
  'hardening-autologon': entry('hardening', 'low', 8, 8, 'the machine, to anyone who stands in front of it'),
  'hardening-firewall': entry('hardening', 'medium', 14, 12, 'every service that listens, to anyone on the network'),
  'hardening-updates': entry('hardening', 'medium', 12, 10, 'holes for which a repair exists stay open'),
  'hardening-patched': entry('hardening', 'medium', 14, 10, 'holes that were repaired elsewhere'),
  'hardening-malware': entry('hardening', 'medium', 12, 12, 'malicious programs run unseen'),
  'hardening-ports': entry('hardening', 'medium', 12, 10, 'ways in that the maker did not foresee'),
  'hardening-smb1': entry('hardening', 'high', 22, 20, 'the way that worms such as WannaCry took'),
  'hardening-rdp': entry('hardening', 'high', 18, 16, 'holes that need no password, as BlueKeep was one'),
  'hardening-remote-service': entry(
    'hardening',
    'medium',
    14,
    12,
    'control from outside by a program of unknown origin',
  ),
  'hardening-backup': entry('hardening', 'high', 14, 14, 'days without the device after ransomware or a broken disk'),
  'hardening-time': entry('hardening', 'low', 4, 4, 'logs and exams whose times cannot be trusted'),
  'hardening-logging': entry('hardening', 'low', 6, 6, 'nobody can tell afterwards what happened'),
  'hardening-usb': entry('hardening', 'medium', 10, 10, 'whatever a stick brings along'),
  'hardening-encryption': entry('hardening', 'low', 6, 8, 'images, to whoever carries a disk away'),
  'hardening-not-looked-at': entry('hardening', 'none', 5, 0, 'not known'),
  recall: entry('program', 'medium', 10, 4, 'harm from a fault that the maker knows of'),
  'device-never-observed': entry('exposure', 'none', 6, 0, 'not known'),
} as const satisfies Readonly<Record<string, RuleEntry>>;

/** A rule's name, stable: it stands in findings, filters and documents. */
export type RuleId = keyof typeof RULES;

function entry(kind: FindingKind, severity: Severity, proven: number, opens: number, opensWhat: string): RuleEntry {
  return { kind, severity, proven, opens, opensWhat };
}
