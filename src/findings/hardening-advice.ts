// What to do about settings, one step for each topic, in the words of the person who must do it. An imaging device is never changed
// without its maker: there the maker is asked, and the network around it is changed until the answer comes.
import type { HardeningTopic } from '#contracts/index.ts';
import type { Advice } from './advice.ts';
import type { Review } from './review.ts';

interface Steps {
  /** For software that its administrator may change. */
  readonly server: Advice;
  /** For equipment that only its maker may change, and for what nobody can place. */
  readonly imaging: Advice;
}

const UNTIL =
  " Until it is answered, ask the network administrator to let only the PACS, the worklist server and the maker's service access reach it." +
  " Change nothing on the device itself without its maker's written consent.";

const server = (text: string, who: Advice['who'] = 'pacs'): Advice => ({ kind: 'configure', who, text });
const maker = (text: string, who: Advice['who'] = 'maker'): Advice => ({ kind: 'ask maker', who, text: text + UNTIL });

const STEPS: Readonly<Record<HardeningTopic, Steps>> = {
  defaultAccounts: {
    server: server(
      'Ask the administrator of this server to change every password that came with the software, and to note the day and his name.',
    ),
    imaging: maker(
      "Ask the maker's service to change the default passwords of this device and to confirm it in the service report. Do not try any password.",
    ),
  },
  autologon: {
    server: server(
      'Ask the administrator of this server to switch off the start without a sign-in, and to let the software run as a service instead.',
    ),
    imaging: {
      kind: 'compensate',
      who: 'biomed',
      text:
        'Ask the biomedical engineer whether the maker needs this device to start without a sign-in. If so, see to it that the room is locked ' +
        'when nobody is there and that the console is locked between patients; if not, have the maker switch it off.',
    },
  },
  firewall: {
    server: server(
      "Ask the administrator of this server to switch its firewall on and to let in only the PACS, the worklist server and the administrators' own computers.",
    ),
    imaging: {
      kind: 'isolate',
      who: 'network',
      text:
        "Ask the network administrator to do in front of it what its firewall does not: let only the PACS, the worklist server and the maker's " +
        'service access reach it, each on the ports it needs. Ask the maker beside that whether its own firewall may be switched on.',
    },
  },
  updates: {
    server: server(
      'Ask the administrator of this server to switch on automatic security updates, or to enter a fixed day of each month for them.',
    ),
    imaging: maker(
      'Ask the maker in writing how security updates reach this device: who brings them, how often, and what the contract says.',
    ),
  },
  patched: {
    server: {
      kind: 'patch',
      who: 'pacs',
      text: 'Ask the administrator of this server to install the security updates that are waiting, after a backup that was tried.',
    },
    imaging: maker(
      'Ask the maker in writing which security updates are released for this device, and for the day on which they are installed.',
    ),
  },
  malware: {
    server: server(
      'Ask the administrator of this server to switch on and to update its protection from malicious programs, or to allow listed programs only, with the exceptions that the supplier of the software names.',
    ),
    imaging: maker(
      'Ask the maker which protection is released for this device (anti-malware, or a list of allowed programs), and to switch it on.',
    ),
  },
  ports: {
    server: server(
      'Ask the administrator of this server to say what each port is for that its supplier does not list, and to close those that nobody needs.',
    ),
    imaging: {
      kind: 'isolate',
      who: 'network',
      text:
        'Ask the network administrator to let through to it only the ports that the maker lists. Ask the maker beside that what the other ports ' +
        'are for.',
    },
  },
  smb1: {
    server: server(
      'Ask the administrator of this server to find out who still needs SMB 1 (old scanners and network folders do), to move them to SMB 3, and to switch SMB 1 off.',
    ),
    imaging: maker(
      'Ask the maker whether SMB 1 may be switched off on this device, and for the repair MS17-010 or what takes its place.',
    ),
  },
  rdp: {
    server: server(
      "Ask the administrator of this server to require a sign-in before the screen is shown (network level authentication, NLA), and to let remote desktop be reached only from the administrators' own computers.",
    ),
    imaging: {
      kind: 'isolate',
      who: 'network',
      text:
        "Ask the network administrator to block remote desktop (port 3389) to it from everywhere but the maker's service access. Ask the maker " +
        'beside that whether it may ask for a sign-in first (NLA), or be switched off.',
    },
  },
  remoteService: {
    server: server(
      'Ask the supplier of this software which program for remote service is theirs, and have every other one removed.',
      'owner',
    ),
    imaging: maker(
      'Ask the maker in writing which programs for remote service belong on this device, and to remove the others.',
      'owner',
    ),
  },
  backup: {
    server: server(
      'Ask the administrator of this server to bring its backup back on trial, on another machine, and to note the day and how long it took.',
    ),
    imaging: {
      kind: 'ask maker',
      who: 'biomed',
      text:
        "Ask the maker's service for a backup of this device's settings and protocols, where it is kept, and how long it takes to bring the device " +
        'back. Have it tried at the next maintenance visit.',
    },
  },
  timeSync: {
    server: server(
      'Ask the administrator of this server to let it take its time from the time server of the practice.',
    ),
    imaging: {
      kind: 'ask maker',
      who: 'biomed',
      text: "Ask the biomedical engineer to have the maker's service enter the time server of the practice at the next visit.",
    },
  },
  logging: {
    server: server(
      'Ask the administrator of this server to switch on its log of sign-ins and events, and to send a copy to another machine.',
    ),
    imaging: {
      kind: 'ask maker',
      who: 'biomed',
      text: 'Ask the maker how this device can keep a log of sign-ins and events (audit trail, DICOM PS3.15 A.5), and whether it can send it to a server of the practice.',
    },
  },
  usb: {
    server: server('Ask the administrator of this server to block USB storage.'),
    imaging: {
      kind: 'compensate',
      who: 'biomed',
      text: 'Ask the biomedical engineer to allow only marked sticks of the practice in this device, to have them checked on another machine first, and to ask the maker whether USB storage can be blocked.',
    },
  },
  encryption: {
    server: server(
      'Ask the administrator of this server to encrypt its disks, and to keep the key for recovery in a place of its own.',
    ),
    imaging: {
      kind: 'compensate',
      who: 'owner',
      text: 'Put into the contract that the disks of this device are wiped, or stay here, before it is repaired elsewhere, returned or sold. Ask the maker beside that whether they can be encrypted.',
    },
  },
};

/** The step for one topic of a device. */
export function closeSetting(topic: HardeningTopic, review: Review): Advice {
  return review.role === 'server' ? STEPS[topic].server : STEPS[topic].imaging;
}

/** The cheapest look at a machine. */
export function lookAtSettings(review: Review): Advice {
  return review.role === 'server'
    ? {
        kind: 'configure',
        who: 'pacs',
        text:
          "Ask the administrator of this server to run the read-only collector on it (page 'Checklist'; the supplier of the software is asked first) and to import its file. " +
          'Without it, answer the walk-round checklist: 15 questions, about 5 minutes.',
      }
    : {
        kind: 'configure',
        who: 'biomed',
        text:
          "Answer the walk-round checklist in front of the device (page 'Checklist'): 15 questions, about 5 minutes, nothing is touched. " +
          'Where the maker consents in writing, his service may run the read-only collector instead.',
      };
}
