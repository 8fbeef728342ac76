// Questions to business associates and to vendors, in our words. A question names the control of the catalogue that a yes supports.
// They follow 45 CFR 164.314(a) and 164.504(e) in what a contract must hold; they are no legal advice.
import type { QuestionnaireKind } from '#contracts/index.ts';

interface Question {
  readonly id: string;
  readonly section: string;
  readonly ask: string;
  readonly control: string | null;
}

const row = (id: string, section: string, ask: string, control: string | null = null): Question => ({
  id,
  section,
  ask,
  control,
});

/** The questions of each, in the order in which they are asked. Ids stay the same for ever. */
export const QUESTIONS: Readonly<Record<QuestionnaireKind, readonly Question[]>> = {
  'business-associate': [
    row('ba-contract', 'Contract', 'Is there a signed business associate agreement?', 'vendor-contracts'),
    row(
      'ba-uses',
      'Contract',
      'Does it say for what health information may be used and passed on?',
      'vendor-contracts',
    ),
    row('ba-subcontractors', 'Contract', 'Must subcontractors keep to the same terms?', 'vendor-contracts'),
    row('ba-breach', 'Contract', 'Must a breach be reported to us, and within how many days?', 'vendor-contracts'),
    row('ba-return', 'Contract', 'Is our data returned or destroyed at the end?', 'vendor-contracts'),
    row('ba-books', 'Contract', 'Are books and records open to HHS where it asks for them?'),
    row('ba-analysis', 'Security', 'Did they do a risk analysis within the last 12 months?'),
    row('ba-encryption', 'Security', 'Is our data encrypted where it is kept and where it is sent?'),
    row('ba-factor', 'Security', 'Does everyone who reaches our data use a second factor?'),
    row('ba-training', 'Security', 'Is their staff trained every year?'),
    row('ba-log', 'Security', 'Is access to our data logged, and does somebody look at the log?'),
    row('ba-backup', 'Continuity', 'Did they restore our data from a backup as a test within the last 12 months?'),
    row('ba-incident', 'Continuity', 'Do they have a plan for incidents that names whom they call here?'),
  ],
  vendor: [
    row('v-mds2', 'Before purchase', 'Is the MDS2 of this model and version here?', 'purchase-check'),
    row('v-sbom', 'Before purchase', 'Is its bill of materials (SBOM) here?', 'purchase-check'),
    row('v-support', 'Before purchase', 'Do they say until when security updates come?', 'life-cycle-plan'),
    row('v-policy', 'Flaws', 'Do they publish advisories, and tell us of new ones?', 'flaw-watch'),
    row('v-patch', 'Flaws', 'Do they say within how many days a critical flaw is repaired?', 'flaw-watch'),
    row('v-report', 'Flaws', 'Is there an address to which we may report a flaw?'),
    row(
      'v-remote',
      'Remote service',
      'Is their remote access in the register, with reason and last day?',
      'remote-register',
    ),
    row('v-remote-factor', 'Remote service', 'Does each of their people sign in by name, with a second factor?'),
    row('v-remote-log', 'Remote service', 'Can we see afterwards who was on which device, and when?'),
    row('v-passwords', 'Device', 'Can every password that they deliver be changed?', 'default-passwords'),
    row('v-hardening', 'Device', 'Do they say which ports and services may be closed?', 'hardening-baseline'),
    row(
      'v-protection',
      'Device',
      'Do they say which protection from malicious programs they permit?',
      'malware-protection',
    ),
    row('v-duties', 'Duties', 'Is it written who of maker, IT and department does what?', 'responsibility-agreement'),
    row('v-disposal', 'Duties', 'Is patient data removed before a device or disk leaves?'),
  ],
};
