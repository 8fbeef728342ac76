// Training: who is to read what and how it went, the lessons, the roster, mail, drills, and records of elsewhere.
import { Group, Text } from '@mantine/core';
import { IconSchool } from '@tabler/icons-react';
import { useState } from 'react';
import type { TrainingState } from '#contracts/index.ts';
import { loadTraining } from '../api/training.ts';
import { useLoad } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, listed } from '../format/format.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Assign } from './assign.tsx';
import { Completions } from './completions.tsx';
import { Directory } from './directory.tsx';
import { Drills } from './drills.tsx';
import { LessonPreview } from './lesson-preview.tsx';
import { HandOut } from './links.tsx';
import { MailServerForm } from './mail-server.tsx';
import { People } from './people.tsx';
import { ReturnedMail } from './returned-mail.tsx';
import { Roster } from './roster.tsx';
import classes from './training.module.css';

const words = text.training;

/** The page. */
export function TrainingPage() {
  const { edit } = usePowers();
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded of={useLoad(['training'], loadTraining)} waiting={<Waiting lines={10} />}>
        {(state) => (
          <>
            {state.staff.active === 0 ? (
              <Empty icon={IconSchool} title={words.nobody}>
                {words.nobodyWhy}
              </Empty>
            ) : (
              <>
                <Totals state={state} />
                <People />
              </>
            )}
            <Roster />
            <Lessons state={state} />
            <Drills drills={state.drills} />
            {edit ? <Completions /> : null}
            <MailServerForm />
            {edit ? <ReturnedMail /> : null}
            <Directory scim={state.scim} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Totals({ state }: { readonly state: TrainingState }) {
  const { edit } = usePowers();
  const { staff, totals } = state;
  const shown = [
    [words.totals.people, staff.active],
    [words.totals.assigned, totals.assigned],
    [words.totals.passed, totals.passed],
    [words.totals.overdue, totals.overdue],
  ] as const;
  return (
    <Panel title={words.people}>
      <dl className={classes['totals']}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{count(value)}</dd>
          </div>
        ))}
      </dl>
      {staff.withoutLesson > 0 ? (
        <Text size="sm">{words.totals.withoutLesson(count(staff.withoutLesson), staff.withoutLesson)}</Text>
      ) : null}
      {staff.bounced > 0 ? <Text size="sm">{words.totals.bounced(count(staff.bounced), staff.bounced)}</Text> : null}
      {edit ? (
        <Group mt="md">
          <Assign />
          <HandOut state={state} />
        </Group>
      ) : null}
    </Panel>
  );
}

function Lessons({ state }: { readonly state: TrainingState }) {
  const [looked, look] = useState<string | null>(null);
  return (
    <Panel title={words.lessons} lead={words.lessonsLead} flush>
      <PlainTable
        label={words.lessons}
        columns={[...words.lessonColumns]}
        rows={state.lessons}
        rowKey={({ id }) => id}
        cells={({ id, title, roles, assigned, passed, overdue }) => [
          <LessonPreview key="title" id={id} title={title} isOpen={looked === id} onLook={look} />,
          roles.length === 6 ? text.common.all : listed(roles),
          count(assigned),
          count(passed),
          count(overdue),
        ]}
      />
    </Panel>
  );
}
