// Which checks, which policy and which lessons show how a control stands. Ours. `part`: the checks see only a part of what the control asks
// for, so that they alone never show it to be enforced in full.

export interface ControlLink {
  readonly checks?: readonly string[];
  readonly part?: true;
  readonly policy?: string;
  readonly lessons?: readonly string[];
}

export const CONTROL_LINKS: Readonly<Record<string, ControlLink>> = {
  'access-log-review': { policy: 'access' },
  'admin-accounts': { policy: 'access' },
  awareness: {
    checks: ['staff-trained'],
    policy: 'training',
    lessons: ['false-messages', 'own-passwords', 'speaking-up'],
  },
  'calling-titles': { checks: ['no-unknown-caller'], policy: 'network-zones' },
  'change-control': { checks: ['changes-recorded'], policy: 'change-management', lessons: ['opening-the-network'] },
  'closed-ports': {
    checks: ['firewall-on', 'no-unlisted-port', 'no-smb1', 'remote-desktop-guarded', 'no-clear-passwords'],
    policy: 'firewall-and-ports',
  },
  'default-passwords': { checks: ['default-account-changed'], policy: 'passwords' },
  'device-inventory': { checks: ['devices-listed'] },
  'device-settings-backup': { checks: ['backup-tested'], part: true, policy: 'backup-and-recovery' },
  'dicom-tls': { checks: ['tls-where-offered'], part: true, policy: 'network-zones' },
  'disk-encryption': { checks: ['disks-encrypted'], policy: 'removable-media', lessons: ['things-you-carry'] },
  'downtime-plan': { checks: ['downtime-practiced'], policy: 'incident-and-downtime', lessons: ['first-ten-minutes'] },
  exercise: { checks: ['downtime-practiced'], part: true, policy: 'incident-and-downtime' },
  'flaw-watch': { checks: ['flaws-in-hand'], policy: 'updates' },
  'guest-wireless': { policy: 'network-zones' },
  'hardening-baseline': {
    checks: ['firewall-on', 'no-unlisted-port', 'logging-on', 'clock-set', 'session-lock'],
    part: true,
    policy: 'firewall-and-ports',
  },
  'identity-check': {
    checks: ['images-checked'],
    part: true,
    policy: 'image-integrity',
    lessons: ['right-patient-right-image'],
  },
  'image-sharing': { policy: 'acceptable-use', lessons: ['sending-images'] },
  'incident-plan': {
    checks: ['incident-contacts'],
    part: true,
    policy: 'incident-and-downtime',
    lessons: ['first-ten-minutes'],
  },
  'integrity-ledger': { policy: 'image-integrity' },
  'internet-check': { checks: ['not-on-internet'], part: true, policy: 'firewall-and-ports' },
  'known-partners': {
    checks: ['no-unknown-caller', 'no-strangers-search', 'no-strangers-images'],
    policy: 'network-zones',
  },
  'leavers-closed': { checks: ['leavers-closed'], policy: 'access' },
  'life-cycle-plan': { checks: ['supported-or-shielded'], part: true, policy: 'updates' },
  'log-collection': { checks: ['logging-on', 'clock-set'], part: true },
  'mail-filter': { policy: 'acceptable-use', lessons: ['false-messages'] },
  'malware-protection': { checks: ['malware-protection'], policy: 'updates' },
  'media-control': { checks: ['sticks-blocked'], part: true, policy: 'removable-media', lessons: ['sticks-and-discs'] },
  'offline-backup': { checks: ['backup-tested', 'backup-out-of-reach'], policy: 'backup-and-recovery' },
  'old-system-shield': { checks: ['supported-or-shielded'], policy: 'network-zones' },
  'outbound-limits': { checks: ['not-on-internet'], part: true, policy: 'firewall-and-ports' },
  patching: {
    checks: ['updates-on', 'updated-lately', 'flaws-in-hand'],
    policy: 'updates',
    lessons: ['updates'],
  },
  'portable-devices': {
    checks: ['disks-encrypted', 'session-lock'],
    part: true,
    policy: 'acceptable-use',
    lessons: ['things-you-carry'],
  },
  'purchase-check': { checks: ['purchase-asked'], policy: 'purchase' },
  'remote-gateway': {
    checks: ['remote-service-registered'],
    part: true,
    policy: 'remote-service',
    lessons: ['makers-at-the-door'],
  },
  'remote-register': {
    checks: ['remote-service-registered'],
    policy: 'remote-service',
    lessons: ['makers-at-the-door'],
  },
  'report-odd': {
    checks: ['incident-contacts'],
    part: true,
    policy: 'incident-and-downtime',
    lessons: ['odd-scanner', 'speaking-up'],
  },
  'role-training': { checks: ['staff-trained'], part: true, policy: 'training' },
  'screen-lock': { checks: ['session-lock'], policy: 'acceptable-use', lessons: ['lock-the-screen'] },
  segmentation: { policy: 'network-zones', lessons: ['opening-the-network'] },
  'shared-console': { checks: ['own-accounts'], part: true, policy: 'access' },
  'signed-updates': { policy: 'updates' },
  'two-person-change': { checks: ['changes-recorded'], part: true, policy: 'change-management' },
  'unique-accounts': {
    checks: ['own-accounts', 'default-account-changed'],
    policy: 'passwords',
    lessons: ['own-passwords'],
  },
  'update-with-way-back': { policy: 'updates', lessons: ['updates'] },
  'vendor-contracts': { checks: ['agreements-signed'], part: true, policy: 'remote-service' },
  'web-guard': { checks: ['web-pages-guarded'], part: true, policy: 'firewall-and-ports' },
  'wipe-on-disposal': { checks: ['media-destroyed'], policy: 'media-disposal', lessons: ['old-disks'] },
  'worklist-guard': { checks: ['no-strangers-search'], part: true, policy: 'network-zones' },
};
