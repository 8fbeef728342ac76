// What of a site goes with it when it is handed over. A new table goes by default; a test asks that somebody decided, in writing.
import { TENANT_TABLES } from './schema.ts';

export type TenantTable = (typeof TENANT_TABLES)[number];

/** Why a table stays. */
interface Stays {
  readonly because: string;
}

const TOKENS = 'Its rows open this install to whoever holds them. New ones are made where the site goes.';

/** Every table of a site: 'goes', or why it stays. */
export const DECIDED: Readonly<Record<string, 'goes' | Stays>> = {
  facts: 'goes',
  fact_current: 'goes',
  subject_marks: 'goes',
  devices: 'goes',
  device_subjects: 'goes',
  identity_decisions: 'goes',
  services: 'goes',
  flows: 'goes',
  segments: 'goes',
  zone_names: 'goes',
  software_names: 'goes',
  sensors: 'goes',
  sources: 'goes',
  findings: 'goes',
  finding_bodies: 'goes',
  decisions: 'goes',
  decision_events: 'goes',
  policies: 'goes',
  risk_assessments: 'goes',
  ratings: 'goes',
  done_actions: 'goes',
  attestations: 'goes',
  decision_log: 'goes',
  duty_done: 'goes',
  due_reminders: 'goes',
  program_metrics: 'goes',
  day_standings: 'goes',
  benchmark_agreements: { because: 'Whoever gave it agreed to be counted by this provider, not by the next.' },
  client_branding: 'goes',
  engagements: 'goes',
  engagement_letters: 'goes',
  engagement_hours: 'goes',
  engagement_templates: 'goes',
  site_policies: 'goes',
  policy_texts: 'goes',
  policy_reads: 'goes',
  policy_exceptions: 'goes',
  staff: 'goes',
  staff_links: { because: TOKENS },
  lesson_assignments: 'goes',
  lesson_completions: 'goes',
  phishing_drills: 'goes',
  mail_settings: {
    because: 'The mail server and its sealed password belong to this install, which alone writes through it.',
  },
  scim_tokens: { because: TOKENS },
  sign_in_ways: { because: 'A way to sign in holds a sealed secret and is registered at the address of this install.' },
  removed_people: {
    because:
      'It says who stays out whatever the ways to sign in of this install say. Accounts are made anew where the site goes.',
  },
  sign_in_links: { because: 'It says which account of this install is whose, and accounts do not go.' },
  start_fields: 'goes',
  start_stated: 'goes',
  assessment_parties: 'goes',
  assessment_answers: 'goes',
  remote_access: 'goes',
  sboms: 'goes',
  sbom_components: 'goes',
  sbom_links: 'goes',
  judgements_due: 'goes',
  scans: 'goes',
  scan_endpoints: 'goes',
  probe_log: 'goes',
  clearances: 'goes',
  schedules: 'goes',
  jobs: { because: 'The queue of work of this install. What its work found is in the other tables.' },
  audit: 'goes',
  checklists: 'goes',
  mds2_documents: 'goes',
  mds2_answers: 'goes',
  mds2_choices: 'goes',
  import_mappings: 'goes',
};

/** Columns that stay though their table goes, and why. */
export const COLUMNS_STAY: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sensors: { token_sha256: 'What a sensor shows to be let in. It gets a new one where the site goes.' },
};

/** What a column is set to when a site is taken over, as SQL over the row `r`, and the sentence that says so. */
export const SET_ANEW: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sensors: {
    token_sha256: `encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), 'hex')`,
    revoked_at: 'coalesce(r.revoked_at, now())',
  },
  schedules: { enabled: 'false', next_run_at: 'null::timestamptz' },
  // Permission to send was given to whoever ran the other install; what is denied stays denied.
  clearances: { expires_at: 'case when r.deny then r.expires_at else least(coalesce(r.expires_at, now()), now()) end' },
  engagement_letters: {
    state: `case when r.state in ('issued', 'signed') then 'withdrawn' else r.state end`,
    over_at: 'coalesce(r.over_at, now())',
    over_because: `coalesce(r.over_because, 'The site was taken over by another installation.')`,
  },
};

/** What whoever takes a site over has to know of these. */
export const SAID_OF_ANEW: Readonly<Record<string, string>> = {
  sensors: 'Sensors of the site may not post here: add each of them again, and give it its new token.',
  schedules: 'Scans by the clock are off: switch them on where this machine may look at those addresses.',
  clearances: 'Clearances that allow something to be sent are over: give them again where you may. Denies hold.',
  engagement_letters: 'Letters of clearance named whoever worked there, and count no more: have new ones signed.',
};

/** The tables that go, in an order in which rows may be put back. */
export const HANDED_OVER: readonly TenantTable[] = TENANT_TABLES.filter(
  (table) => (DECIDED[table] ?? 'goes') === 'goes',
);

/** The tables that stay, and why. */
export const STAYING: readonly { readonly table: TenantTable; readonly because: string }[] = TENANT_TABLES.flatMap(
  (table) => {
    const decided = DECIDED[table] ?? 'goes';
    return decided === 'goes' ? [] : [{ table, because: decided.because }];
  },
);
