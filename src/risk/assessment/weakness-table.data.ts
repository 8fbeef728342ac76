// How likely it is that a finding gives way to an attacker of common skill who can reach it and tries for weeks. The chances are ours: a
// judgement, not measured, in steps that are meant to be told apart (docs/risk-model.md).

/**
 * Where a weakness is met: the service that must be reachable. `program`: any service that a program of the device answers; `system`: one of
 * the operating system, whatever its port; `user`: the person in front of it.
 */
export const DOORS = [
  'dicom',
  'web',
  'hl7',
  'program',
  'file sharing',
  'remote control',
  'system',
  'accounts',
  'user',
] as const;
export type Door = (typeof DOORS)[number];

export interface RuleWeakness {
  readonly door: Door;
  /** `data`: what it holds can be read or written; `control`: it does what the attacker says. */
  readonly gives: 'data' | 'control';
  readonly chance: number;
  /** What gave way, to be read after the name of the device. */
  readonly words: string;
}

/** By rule of findings (docs/findings.md). Known flaws are worked out from their CVSS vector; rules that open no way have no line. */
export const RULE_WEAKNESS: ReadonlyMap<string, RuleWeakness> = new Map(
  Object.entries({
    'dicom-gives-data': data('dicom', 0.95, 'gives patient data to anyone who asks'),
    'dicom-open-query': data('dicom', 0.95, 'answers patient searches from anyone'),
    'dicom-open-worklist': data('dicom', 0.95, 'answers searches of the schedule from anyone'),
    'dicom-write-offered': data('dicom', 0.5, 'takes images from anyone'),
    'dicom-read-offered': data('dicom', 0.5, 'hands images to anyone'),
    'dicom-offers-query': data('dicom', 0.3, 'offers its patient search to anyone'),
    'hl7-listener': data('hl7', 0.3, 'takes messages about patients from anyone'),
    'web-gives-data': data('web', 0.95, 'gives patient data to any browser'),
    'web-open-search': data('web', 0.95, 'answers searches in a browser without a password'),
    'web-open-identity': data('web', 0.5, 'opens its interface without a password'),
    'hardening-default-accounts': control('accounts', 0.6, 'still has the password that it was shipped with'),
    'wire-clear-login': control('accounts', 0.3, 'takes sign-ins in clear, which can be overheard'),
    'wire-password-in-clear': control('accounts', 0.2, 'sends passwords in clear, which can be overheard'),
    'web-password-in-clear': control('accounts', 0.15, 'takes passwords in clear, which can be overheard'),
    'wire-ntlm-v1': control('accounts', 0.15, 'uses passwords that can be worked out from what passes'),
    'wire-smb1': control('file sharing', 0.35, 'shares files in the old way that worms took'),
    'hardening-smb1': control('file sharing', 0.35, 'shares files in the old way that worms took'),
    'hardening-rdp': control('remote control', 0.25, 'shows its remote desktop before a sign-in'),
    'service-reachable': control('remote control', 0.1, 'can be steered from the network'),
    'os-known-hole': control('system', 0.8, 'runs a system with a hole that worms used'),
    'os-past-support': control('system', 0.15, 'runs a system that gets no more repairs'),
    'hardening-patched': control('system', 0.1, 'has had no repairs for a long time'),
    'hardening-updates': control('system', 0.06, 'installs no repairs'),
    'hardening-firewall': control('system', 0.05, 'has its own firewall switched off'),
    'hardening-usb': control('user', 0.15, 'takes any USB stick'),
    'hardening-malware': control('user', 0.08, 'runs malicious programs unseen'),
  } satisfies Record<string, RuleWeakness>),
);

function data(door: Door, chance: number, words: string): RuleWeakness {
  return { door, gives: 'data', chance, words };
}

function control(door: Door, chance: number, words: string): RuleWeakness {
  return { door, gives: 'control', chance, words };
}

/** A device of which nobody found anything may still give way: the chance at the lower end, most likely, and at the upper end. */
export const NOTHING_FOUND = { low: 0, mode: 0.03, high: 0.15 } as const;
/** The same through its own user: mail, stick, browser. */
export const USER_UNKNOWN = { low: 0, mode: 0.02, high: 0.1 } as const;
/** A way of which nobody has said that it is closed, and nobody saw it used. */
export const WAY_UNKNOWN = { low: 0, mode: 0.3, high: 1 } as const;
/** The same from the internet: most sites have a firewall there. */
export const WAY_UNKNOWN_INTERNET = { low: 0, mode: 0.02, high: 0.2 } as const;
/** A maker's session, once the maker's account is misused, steers the device. */
export const MAKER_SESSION = { low: 0.25, mode: 0.5, high: 0.9 } as const;

/** Of a known flaw: by how its use is known, hardship, account and help that it needs. */
export const FLAW = {
  usedInTheWild: 0.8,
  leastWithoutHardship: 0.1,
  leastWithHardship: 0.04,
  most: 0.8,
  needsAccount: 0.3,
  needsUser: 0.4,
  /** From the same network, as its publisher says; whoever reaches its port is as near. */
  needsNearness: 0.7,
} as const;

/** Days that a step takes, low and high: by how likely it is (docs/risk-model.md). */
export const STEP_DAYS: readonly { readonly chance: number; readonly days: readonly [number, number] }[] = [
  { chance: 0.6, days: [0.1, 2] },
  { chance: 0.3, days: [1, 7] },
  { chance: 0.1, days: [3, 30] },
  { chance: 0, days: [14, 180] },
];
