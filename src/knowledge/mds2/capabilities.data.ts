// The capabilities of MDS2 (ANSI/NEMA HN 1-2019, section 5) under their codes. The form wants its section labels kept; what each is about
// is said in words of our own.

/** Code, label of the section, what it is about. */
export const CAPABILITIES = [
  ['DOC', 'General information', 'What the device is and whom to ask'],
  ['MPII', 'Management of personally identifiable information', 'Which data about persons it holds and moves'],
  ['ALOF', 'Automatic logoff', 'Whether an unattended screen locks'],
  ['AUDT', 'Audit controls', 'What it records, and who can read that'],
  ['AUTH', 'Authorization', 'Who may do what'],
  ['CNFS', 'Configuration of security features', 'Whether the owner can change its security settings'],
  ['CSUP', 'Cyber security product upgrades', 'Who may install updates, and how one hears of them'],
  ['DIDT', 'Health data de-identification', 'Whether it can remove identities'],
  ['DTBK', 'Data backup and disaster recovery', 'How it is brought back after a loss'],
  ['EMRG', 'Emergency access', 'Access when seconds count'],
  ['IGAU', 'Health data integrity and authenticity', 'Whether altered data is noticed'],
  ['MLDP', 'Malware detection/protection', 'What keeps malware off'],
  ['NAUT', 'Node authentication', 'Whether systems know each other for sure'],
  ['CONN', 'Connectivity capabilities', 'How it is connected'],
  ['PAUT', 'Person authentication', 'Accounts and passwords'],
  ['PLOK', 'Physical locks', 'Whether somebody can take parts away'],
  ['RDMP', 'Roadmap for third party components in device life cycle', 'How long its software is supported'],
  ['SBOM', 'Software bill of materials', 'The list of its software'],
  ['SAHD', 'System and application hardening', 'What is switched off or checked'],
  ['SGUD', 'Security guidance', 'What the documentation says'],
  ['STCF', 'Health data storage confidentiality', 'Encryption of what it keeps'],
  ['TXCF', 'Transmission confidentiality', 'Encryption of what it sends'],
  ['TXIG', 'Transmission integrity', 'Whether data altered on the way is noticed'],
  ['RMOT', 'Remote service', 'Who reaches in from outside'],
  ['OTHR', 'Other security considerations', 'What else the maker says'],
] as const satisfies readonly (readonly [code: string, label: string, about: string])[];
