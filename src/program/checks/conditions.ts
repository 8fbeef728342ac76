// Circumstances in which alone a check applies: yes, no, or not known. What is not known is not taken as no.
import type { DeviceSnapshot } from '#inventory/model.ts';
import { lookup } from '#kit/index.ts';

export interface Condition {
  /** In words, after "It is not known whether". */
  readonly label: string;
  readonly of: (device: DeviceSnapshot) => 'yes' | 'no' | 'unknown';
}

/** Every circumstance by its name. */
export const CONDITIONS: Readonly<Record<string, Condition>> = lookup({
  'tls-offered': {
    label: 'it can encrypt what it sends',
    of: (device) => {
      const isSeen = device.services.some(
        ({ endpoint }) => endpoint.protocol === 'dicom' && (endpoint.transport === 'tls' || endpoint.tls.grade > 0),
      );
      // MDS2, TXCF-2: it encrypts before it sends; CONN-7: it speaks TLS (ANSI/NEMA HN 1-2019).
      return isSeen ? 'yes' : promised(device, ['TXCF-2', 'CONN-7']);
    },
  },
  'malware-protection-permitted': {
    label: 'its maker permits protection from malicious programs',
    of: (device) => {
      const isThere = device.hardening.topics.some(({ topic, good }) => topic === 'malware' && good);
      // MDS2, MLDP-2: it supports anti-malware software; MLDP-4: only listed programs run.
      return isThere ? 'yes' : promised(device, ['MLDP-2', 'MLDP-4']);
    },
  },
});

/** Yes when the maker says yes to one of the questions, no when he says no to all of them. */
function promised({ mds2 }: DeviceSnapshot, questions: readonly string[]): 'yes' | 'no' | 'unknown' {
  const kinds = questions.map((question) => mds2?.answers.find(({ id, sameAs }) => (sameAs ?? id) === question)?.kind);
  if (kinds.includes('yes')) return 'yes';
  return kinds.every((kind) => kind === 'no') ? 'no' : 'unknown';
}
