// Settings of a machine in the tables of osquery (osquery schema 5: windows_security_center, windows_security_products, services,
// registry, windows_optional_features, bitlocker_info, disk_encryption, patches, windows_update_history, authenticode, systemd_units,
// users, listening_ports). Which table a row is of shows in its columns. Of accounts only their number is taken, of the registry only
// the values that are named here: never a name, never a password.

import { z } from 'zod';
import type { HardeningTopic } from '#contracts/index.ts';
import { lookup } from '#kit/index.ts';
import type { AssetSayings } from '../scanners/asset-sayings.ts';

type Row = Readonly<Record<string, string>>;

/** States what the rows of one result, or of one machine, say of its settings. `whole`: the rows are everything that the query found. */
export function sayOsquerySettings(rows: readonly Row[], whole: boolean, say: AssetSayings): void {
  const found = new Map<HardeningTopic, string>();
  for (const row of rows) for (const [topic, value] of settingsOf(row)) found.set(topic, value);
  const volumes = rows.flatMap((row) => encryptedVolume(row) ?? []);
  if (volumes.length > 0 && (whole || volumes.every(Boolean))) {
    found.set('encryption', volumes.every(Boolean) ? 'on' : volumes.some(Boolean) ? 'partial' : 'off');
  }
  const firewall = rows.flatMap((row) => registryFirewall(row) ?? []);
  if (firewall.includes(false)) found.set('firewall', firewall.includes(true) ? 'partial' : 'off');
  else if (firewall.length > 0 && !found.has('firewall')) found.set('firewall', 'on');
  const desktop = remoteDesktop(rows);
  if (desktop !== null) found.set('rdp', desktop);
  for (const [topic, value] of found) say.setting(`hardening.${topic}`, value);
  const days = rows.flatMap((row) => updateDay(row) ?? []).sort();
  const last = days.at(-1);
  if (last !== undefined) say.setting('hardening.lastUpdate', last);
  if (!whole) return;
  // A list of accounts or ports says something only when it is the whole list.
  const accounts = rows.filter(canSignIn).length;
  if (accounts > 0) say.setting('hardening.localAccounts', accounts);
  const ports = openPorts(rows);
  if (ports.length > 0) say.setting('hardening.openPorts', ports);
}

type Setting = readonly [HardeningTopic, string];

const CENTER: Readonly<Record<string, { readonly on: string; readonly poor: string; readonly topic: HardeningTopic }>> =
  lookup({
    firewall: { topic: 'firewall', on: 'on', poor: 'off' },
    autoupdate: { topic: 'updates', on: 'on', poor: 'off' },
    antivirus: { topic: 'malware', on: 'on', poor: 'poor' },
  });

function settingsOf(row: Row): Setting[] {
  const has = (...names: readonly string[]) => names.every((name) => Object.hasOwn(row, name));
  if (has('firewall', 'antivirus')) return securityCenter(row);
  if (has('type', 'state', 'signatures_up_to_date')) return securityProduct(row);
  if (has('name', 'start_type', 'status')) return windowsService(row);
  if (has('data') && (has('key') || has('path'))) return registry(row);
  if (has('name', 'state', 'statename')) return optionalFeature(row);
  if (has('id', 'active_state')) return unit(row);
  if (has('path', 'result') && has('subject_name')) return signature(row);
  return [];
}

function securityCenter(row: Row): Setting[] {
  return Object.entries(CENTER).flatMap(([column, { topic, on, poor }]): Setting[] => {
    if (row[column] === 'Good') return [[topic, on]];
    return row[column] === 'Poor' || row[column] === 'Snoozed' ? [[topic, poor]] : [];
  });
}

function securityProduct({ type, state, signatures_up_to_date: fresh }: Row): Setting[] {
  const isOn = state === 'On';
  if (type === 'Firewall') return isOn ? [['firewall', 'on']] : [];
  if (type !== 'Antivirus' || !isOn) return [];
  return [['malware', fresh === '0' ? 'outdated' : 'on']];
}

function windowsService({ name = '', status, start_type: start }: Row): Setting[] {
  const runs = status === 'RUNNING';
  const disabled = start === 'DISABLED';
  const key = name.toLowerCase();
  if (key === 'mpssvc' && (disabled || status === 'STOPPED')) return [['firewall', 'off']];
  if (key === 'wuauserv' && disabled) return [['updates', 'off']];
  if (key === 'w32time' && (runs || disabled)) return [['timeSync', runs ? 'on' : 'off']];
  if (key === 'eventlog') return [['logging', runs ? 'on' : 'off']];
  if (key === 'lanmanserver' && disabled) return [['smb1', 'off']];
  if ((key === 'windefend' || key === 'sense') && runs) return [['malware', 'on']];
  return [];
}

/** The whole name of a value: osquery gives it in `path`, or in `key` and `name`. */
function valueName({ path = '', key = '', name = '' }: Row): string {
  return (path === '' ? `${key}\\${name}` : path)
    .toLowerCase()
    .replace(/^hkey_local_machine\\/, '')
    .replace(/controlset00\d/, 'currentcontrolset');
}

const REGISTRY: Readonly<Record<string, Readonly<Record<string, Setting>>>> = lookup({
  'system\\currentcontrolset\\services\\lanmanserver\\parameters\\smb1': lookup<Setting>({
    0: ['smb1', 'off'],
    1: ['smb1', 'on'],
  }),
  'software\\microsoft\\windows nt\\currentversion\\winlogon\\autoadminlogon': lookup<Setting>({
    0: ['autologon', 'off'],
    1: ['autologon', 'on'],
  }),
  'software\\policies\\microsoft\\windows\\windowsupdate\\au\\noautoupdate': lookup<Setting>({
    0: ['updates', 'on'],
    1: ['updates', 'off'],
  }),
  'system\\currentcontrolset\\services\\usbstor\\start': lookup<Setting>({ 3: ['usb', 'open'], 4: ['usb', 'blocked'] }),
  'system\\currentcontrolset\\services\\w32time\\parameters\\type': lookup<Setting>({ NoSync: ['timeSync', 'off'] }),
});

function registry(row: Row): Setting[] {
  const setting = REGISTRY[valueName(row)]?.[row['data'] ?? ''];
  return setting ? [setting] : [];
}

function registryFirewall(row: Row): boolean | null {
  if (!Object.hasOwn(row, 'data')) return null;
  const isSwitch = /\\firewallpolicy\\(?:domain|standard|public)profile\\enablefirewall$/.test(valueName(row));
  return isSwitch && /^[01]$/.test(row['data'] ?? '') ? row['data'] === '1' : null;
}

/** Whether it asks for a sign-in first matters only when it is switched on, so both values are needed. */
function remoteDesktop(rows: readonly Row[]): string | null {
  const value = (name: string) =>
    rows.find((row) => Object.hasOwn(row, 'data') && valueName(row).endsWith(name))?.['data'];
  const denied = value('\\terminal server\\fdenytsconnections');
  const asks = value('\\winstations\\rdp-tcp\\userauthentication');
  if (denied === '1') return 'off';
  if (denied !== '0' || asks === undefined) return null;
  return asks === '1' ? 'nla' : 'open';
}

function optionalFeature({ name, state }: Row): Setting[] {
  if (name !== 'SMB1Protocol' && name !== 'SMB1Protocol-Server') return [];
  return state === '1' ? [['smb1', 'on']] : state === '2' || state === '3' ? [['smb1', 'off']] : [];
}

const UNITS: readonly (readonly [RegExp, Setting])[] = [
  [/^(?:chronyd?|ntpd?|ntpsec|systemd-timesyncd)\.service$/, ['timeSync', 'on']],
  [/^(?:rsyslog|syslog-ng|auditd|systemd-journald)\.service$/, ['logging', 'on']],
  [/^(?:ufw|firewalld|nftables)\.service$/, ['firewall', 'on']],
  [/^(?:unattended-upgrades\.service|dnf-automatic(?:-install)?\.timer)$/, ['updates', 'on']],
  [/^(?:clamav-daemon|falcon-sensor|mdatp)\.service$/, ['malware', 'on']],
  [/^fapolicyd\.service$/, ['malware', 'list']],
  [/^usbguard\.service$/, ['usb', 'blocked']],
];

/** A unit that is not active proves nothing: another may do its work. */
function unit({ id = '', active_state: state }: Row): Setting[] {
  if (state !== 'active') return [];
  return UNITS.flatMap(([pattern, setting]) => (pattern.test(id) ? [setting] : []));
}

const REMOTE =
  /vnc|teamviewer|anydesk|radmin|pcanywhere|logmein|bomgar|screenconnect|dameware|netviewer|axeda|rustdesk/i;

function signature({ path = '', result = '' }: Row): Setting[] {
  if (!REMOTE.test(path)) return [];
  if (result === 'trusted') return [['remoteService', 'signed']];
  return result === 'missing' ? [['remoteService', 'unsigned']] : [];
}

function encryptedVolume(row: Row): boolean | null {
  if (Object.hasOwn(row, 'protection_status') && Object.hasOwn(row, 'drive_letter')) {
    return /^[01]$/.test(row['protection_status'] ?? '') ? row['protection_status'] === '1' : null;
  }
  if (!Object.hasOwn(row, 'encrypted') || !Object.hasOwn(row, 'encryption_status')) return null;
  return /loop|ram|zram|sr\d/.test(row['name'] ?? '') ? null : row['encrypted'] === '1';
}

/** Days as WMI writes them in the table `patches` (month/day/year), and seconds in windows_update_history. */
function updateDay(row: Row): string | null {
  if (Object.hasOwn(row, 'hotfix_id')) {
    const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(row['installed_on'] ?? '') ?? [];
    return dayOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  }
  if (!Object.hasOwn(row, 'update_id') || !/^\d{9,10}$/.test(row['date'] ?? '')) return null;
  if (!/install/i.test(row['operation'] ?? '') || /uninstall/i.test(row['operation'] ?? '')) return null;
  if (!/succe/i.test(row['result_code'] ?? '')) return null;
  return dayOf(new Date(Number(row['date']) * 1000).toISOString().slice(0, 10));
}

function dayOf(text: string): string | null {
  return z.iso.date().safeParse(text).data ?? null;
}

/** An account of the table `users` with which somebody may sign in at the machine. */
function canSignIn(row: Row): boolean {
  if (!Object.hasOwn(row, 'uid') || !Object.hasOwn(row, 'username') || !Object.hasOwn(row, 'shell')) return false;
  const id = Number(row['uid']);
  if (Object.hasOwn(row, 'type') && row['type'] !== '') return row['type'] === 'local';
  return (id === 0 || (id >= 1000 && id < 65_534)) && !/(?:nologin|false|sync)$/.test(row['shell'] ?? '');
}

function openPorts(rows: readonly Row[]): string[] {
  const found = rows.flatMap((row) => {
    const port = Number(row['port']);
    if (!Object.hasOwn(row, 'address') || !(port >= 1 && port <= 65_535)) return [];
    if (/^(?:127\.|::1$)/.test(row['address'] ?? '')) return [];
    return [`${row['protocol'] === '17' ? 'udp' : 'tcp'}/${port}`];
  });
  return [...new Set(found)].sort().slice(0, 500);
}
