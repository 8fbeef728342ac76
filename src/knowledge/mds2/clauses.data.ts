// What to ask for in a contract when an answer of an MDS2 is not the safer one. The wording is ours and no legal advice.

/** A question that counts when buying, when it counts, and the clause to ask for. */
export interface Clause {
  readonly question: string;
  /** It counts only with this answer to another question. */
  readonly given?: readonly [question: string, answer: 'yes' | 'no'];
  readonly ask: string;
}

export const CLAUSES: readonly Clause[] = [
  {
    question: 'DOC-8',
    ask: 'The supplier takes reports of flaws at a published address, answers within 5 working days, and tells the customer of every confirmed flaw of the product.',
  },
  {
    question: 'ALOF-1',
    ask: 'The product locks its screen after a time without use that the customer can set, or the supplier states in writing why patient care forbids it.',
  },
  {
    question: 'AUDT-2',
    ask: 'The product records sign-ins, changes of rights, and access to patient data, and the customer can read these records.',
  },
  {
    question: 'AUTH-1',
    ask: 'Nobody reads or changes patient data on the product, at its screen or over the network, without being identified and allowed to.',
  },
  {
    question: 'CSUP-2.4',
    given: ['CSUP-2', 'yes'],
    ask: 'Security updates of the operating system may be installed once the supplier has approved them, and the supplier approves or rejects each critical one within 30 days of its release.',
  },
  {
    question: 'CSUP-2.2',
    given: ['CSUP-2', 'yes'],
    ask: 'Where only the supplier may install security updates, the supplier installs approved ones within 30 days, at no extra charge.',
  },
  {
    question: 'CSUP-7',
    ask: 'The supplier tells the customer of every approved security update on the day of approval, by e-mail or a feed.',
  },
  {
    question: 'CSUP-11',
    ask: 'The supplier keeps a documented process that assesses new flaws of the product and of its components, and shares the outcome for each flaw that the customer asks about.',
  },
  {
    question: 'CSUP-10.1',
    ask: 'The product runs only software that the supplier has approved, or the supplier names the control that takes the place of this.',
  },
  {
    question: 'DTBK-5',
    ask: 'The supplier provides the means and the instructions to restore the product with its settings after loss or encryption of its disks, and states the time that it takes.',
  },
  {
    question: 'IGAU-1',
    ask: 'The product notices when stored patient data was changed outside of its own functions, or the supplier names how the customer can notice it.',
  },
  {
    question: 'MLDP-2',
    ask: 'The product is protected from malware by a product or a setting that the supplier names and keeps up to date for the time of use.',
  },
  {
    question: 'MLDP-3',
    given: ['MLDP-2', 'no'],
    ask: 'The supplier names in writing what protects the product in place of anti-malware, and what the customer must do for it.',
  },
  {
    question: 'NAUT-1',
    ask: 'The product exchanges patient data only with systems that are entered in it, and can check who they are.',
  },
  {
    question: 'CONN-2',
    ask: 'The supplier hands over, with the product and each new release, the list of all network ports, protocols, directions and partners that it needs.',
  },
  {
    question: 'CONN-7',
    ask: 'The product can use TLS 1.2 or newer on every network connection that carries patient data or passwords.',
  },
  {
    question: 'PAUT-1',
    ask: 'Each user, service staff included, has an account of their own; shared accounts are absent or can be switched off.',
  },
  {
    question: 'PAUT-4',
    ask: 'The supplier lists every account that the product comes with, hidden ones and those for service included.',
  },
  {
    question: 'PAUT-5',
    ask: 'The customer can change every password of the product, those for service included, without loss of support.',
  },
  {
    question: 'PAUT-6',
    ask: "The product can enforce the customer's rules for passwords.",
  },
  {
    question: 'PAUT-14.1',
    given: ['PAUT-14', 'yes'],
    ask: 'Passwords and keys on the product are stored so that a copy of its disk does not reveal them.',
  },
  {
    question: 'RDMP-1',
    ask: 'The supplier develops the product by a secure development process and shows proof of it, such as a certificate or an audit report.',
  },
  {
    question: 'RDMP-3',
    ask: 'The supplier publishes until which day it delivers security updates for the product, and announces any change 24 months ahead.',
  },
  {
    question: 'RDMP-4',
    ask: 'Before a component of the product loses the support of its own maker, the supplier replaces it or offers an upgrade at a price fixed in this contract.',
  },
  {
    question: 'SBOM-1',
    ask: 'The supplier hands over a bill of materials of all software in the product in SPDX or CycloneDX form, with versions, for each release.',
  },
  {
    question: 'SBOM-4',
    given: ['SBOM-1', 'yes'],
    ask: 'The supplier renews the bill of materials with every release, within 30 days.',
  },
  {
    question: 'SAHD-1',
    ask: 'The product is delivered hardened by a published standard that the supplier names, with a list of what deviates.',
  },
  {
    question: 'SAHD-3.2',
    ask: 'The product accepts only updates that it can prove to come from the supplier.',
  },
  {
    question: 'SAHD-7',
    ask: 'File shares that the intended use does not need are switched off at delivery.',
  },
  {
    question: 'SAHD-8',
    ask: 'Network ports and protocols that the intended use does not need are closed at delivery.',
  },
  {
    question: 'SAHD-9',
    ask: 'Services that the intended use does not need, such as telnet and FTP, are removed or switched off at delivery.',
  },
  {
    question: 'SAHD-13',
    ask: 'The supplier states which network scans the product bears while in use, and which not, so that the customer can look after its network.',
  },
  {
    question: 'SGUD-1',
    ask: 'The supplier hands over guidance for the secure operation of the product, and keeps it up to date.',
  },
  {
    question: 'SGUD-2',
    ask: 'The customer can erase all patient data for good before the product leaves the house, by instructions that come with it.',
  },
  {
    question: 'STCF-1',
    given: ['MPII-2', 'yes'],
    ask: 'Patient data on the disks of the product is encrypted, or the disks stay with the customer when they are replaced.',
  },
  {
    question: 'TXCF-2',
    ask: 'The product encrypts patient data that it sends, and is delivered with this switched on wherever the partner can do it.',
  },
  {
    question: 'TXCF-5',
    ask: 'The product supports the secure transport of the protocols that it uses (DICOM over TLS by the BCP 195 profile, HL7 over TLS).',
  },
  {
    question: 'RMOT-1.1',
    given: ['RMOT-1', 'yes'],
    ask: 'Remote service starts only after the customer has allowed it for that visit.',
  },
  {
    question: 'RMOT-1.2',
    given: ['RMOT-1', 'yes'],
    ask: 'The product shows when a remote session is on, and each session is recorded with the name of who was there.',
  },
  {
    question: 'RMOT-1.3',
    given: ['RMOT-1', 'yes'],
    ask: 'In a remote session patient data is hidden, or the supplier signs the agreements that privacy law asks for.',
  },
];
