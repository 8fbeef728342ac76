// Who is to read what: lesson by lesson, with the best answers, and what became of the findings that the lesson answers.
import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LessonAssignment, Trainee } from '#contracts/index.ts';
import { useTenant } from '../api/tenant.ts';
import { dropLesson, loadTrainees } from '../api/training.ts';
import { useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import classes from './training.module.css';

const words = text.training;
const TONES = { open: 'info', overdue: 'warn', passed: 'safe' } as const;

interface Row {
  readonly person: Trainee;
  readonly asked: LessonAssignment | null;
}

/** The panel. */
export function People() {
  const tenant = useTenant();
  const { edit } = usePowers();
  const [search, setSearch] = useState('');
  const [typed, type] = useTyped(search, setSearch);
  const pages = useInfiniteQuery({
    queryKey: [tenant, 'training', 'people', search],
    queryFn: ({ pageParam, signal }) => loadTrainees({ search, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const drop = useWrite(dropLesson, () => notice(words.takenBack));
  const rows = pages.data?.pages.flatMap(({ items }) => items.flatMap(rowsOf));
  return (
    <Panel title={words.eachPerson} lead={words.peopleLead} flush>
      <div className={classes['search']}>
        <TextInput label={words.search} value={typed} onChange={(event) => type(event.currentTarget.value)} />
      </div>
      {drop.error ? <Failure error={drop.error} /> : null}
      {pages.error ? <Failure error={pages.error} onRetry={() => void pages.refetch()} /> : null}
      {rows === undefined && !pages.error ? <Waiting /> : null}
      {rows?.length === 0 ? <div className={classes['more']}>{words.noMatch}</div> : null}
      {rows && rows.length > 0 ? (
        <PlainTable
          label={words.people}
          columns={edit ? [...words.peopleColumns, ''] : [...words.peopleColumns]}
          rows={rows}
          rowKey={({ person, asked }) => `${person.id} ${asked?.lesson ?? ''}`}
          cells={(row) => [...cellsOf(row), ...(edit ? [takeBackOf(row)] : [])]}
        />
      ) : null}
      {pages.hasNextPage ? (
        <div className={classes['more']}>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {text.common.showMore}
          </Button>
        </div>
      ) : null}
    </Panel>
  );

  function takeBackOf({ person, asked }: Row) {
    if (asked === null || asked.state === 'passed') return '';
    return (
      <Button
        size="compact-sm"
        variant="default"
        aria-label={words.takeBackOf(asked.title, visible(person.name))}
        onClick={() => drop.mutate({ staff: person.id, lesson: asked.lesson })}
      >
        {words.takeBack}
      </Button>
    );
  }
}

function rowsOf(person: Trainee): Row[] {
  return person.assignments.length === 0
    ? [{ person, asked: null }]
    : person.assignments.map((asked) => ({ person, asked }));
}

function cellsOf({ person, asked }: Row) {
  const courses = person.courses.map(({ course }) => course).join(', ');
  const name = (
    <>
      <Foreign>{person.name}</Foreign>
      {courses === '' ? null : (
        <div className={classes['link']}>
          <Foreign>{words.courses(courses)}</Foreign>
        </div>
      )}
    </>
  );
  if (asked === null) return [name, words.none, '', '', ''];
  const { best, last, findings, state } = asked;
  return [
    name,
    asked.title,
    <>
      <Tag tone={TONES[state]}>{words.states[state]}</Tag> {state === 'passed' ? '' : words.dueOn(date(asked.dueOn))}
    </>,
    best === null ? (
      words.notTried
    ) : (
      <>
        {best.of === 0 ? words.scoreNone : words.score(count(best.right), count(best.of))}
        {last && last.of > 0 && last.at !== best.at ? (
          <div>{words.lastScore(count(last.right), count(last.of))}</div>
        ) : null}
      </>
    ),
    findings.before === 0 ? words.noFindings : words.findings(count(findings.before), count(findings.stillOpen)),
  ];
}
