// What the people of the demo centre say: on the walk-round, and to the questions of checks. Made up, so that each check has a device (or, of
// the whole site, an answer) for which it holds and one for which it is broken.
import type { AttestationInput, ChecklistAnswer, HardeningTopic } from '#contracts/index.ts';

/** Answers of the walk-round, by the name of the device. */
export const ROUND: Readonly<Record<string, Partial<Record<HardeningTopic, ChecklistAnswer>>>> = {
  'CT 2': {
    defaultAccounts: 'yes',
    autologon: 'yes',
    firewall: 'yes',
    updates: 'yes',
    patched: 'yes',
    malware: 'yes',
    ports: 'yes',
    smb1: 'yes',
    rdp: 'yes',
    backup: 'yes',
    timeSync: 'yes',
    logging: 'yes',
    usb: 'yes',
  },
  'Ultrasound A': { encryption: 'yes', firewall: 'yes', usb: 'yes', logging: 'yes' },
  'Ultrasound C (portable)': {
    defaultAccounts: 'no',
    ports: 'no',
    remoteService: 'no',
    backup: 'no',
    timeSync: 'no',
    logging: 'no',
    encryption: 'no',
  },
};

/** Answers about devices, by their names; null is the whole site. */
export const SAID: readonly (Omit<AttestationInput, 'device'> & { readonly device: string | null })[] = [
  { question: 'screen-locks', device: 'CT 2', answer: 'yes' },
  { question: 'firewall-rules-read', device: 'CT 2', answer: 'yes' },
  { question: 'clear-passwords-looked-for', device: 'CT 2', answer: 'yes', note: 'Capture of 20 November.' },
  { question: 'remote-access-registered', device: 'CT 2', answer: 'yes' },
  { question: 'flaws-decided', device: 'CT 2', answer: 'yes' },
  { question: 'partners-listed', device: 'Service gateway of Northwind', answer: 'no' },
  { question: 'web-pages-tried', device: 'Service gateway of Northwind', answer: 'yes' },
  { question: 'own-accounts', device: null, answer: 'no', note: 'One account at each console.' },
  { question: 'leavers-closed', device: null, answer: 'yes' },
  { question: 'backup-out-of-reach', device: null, answer: 'no', note: 'The copy stands in the same rack.' },
  { question: 'incident-contacts', device: null, answer: 'yes' },
  { question: 'devices-listed', device: null, answer: 'yes' },
  { question: 'images-checked', device: null, answer: 'yes' },
  { question: 'downtime-practiced', device: null, answer: 'no' },
  { question: 'staff-trained', device: null, answer: 'no' },
  { question: 'purchase-asked', device: null, answer: 'partly' },
  { question: 'agreements-signed', device: null, answer: 'yes' },
];
