// What was answered in assessments is kept beside what is answered later, so that a day that is kept late counts what stood on it.
import type { Migration } from '../migrate.ts';

export const answersInTurn: Migration = {
  id: 40,
  name: 'answers-in-turn',
  sql: `
alter table assessment_answers add column turn integer not null default 1;
alter table assessment_answers drop constraint assessment_answers_pkey;
alter table assessment_answers add primary key (tenant_id, kind, scope, subject, turn);
`,
};
