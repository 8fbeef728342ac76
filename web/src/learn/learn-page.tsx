// The lesson behind a link, for a person without an account: text, picture, three questions, and what was right and why.
import { Button, Radio, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { LearnPage as Learn, LearnResult } from '#contracts/index.ts';
import { Front } from '../account/front.tsx';
import { faultText } from '../api/fault.ts';
import { answerLearn, loadLearn } from '../api/training.ts';
import { count } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import classes from './learn.module.css';
import { LessonText } from './lesson-text.tsx';

const words = text.learn;

/** The page. */
export function LearnPage() {
  const { token } = useParams({ from: '/learn/$token' });
  const page = useQuery({
    queryKey: ['learn', token],
    queryFn: ({ signal }) => loadLearn(token, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (page.data) {
    const { name, site, lesson } = page.data;
    return (
      <Front title={lesson.title} lead={words.hello(visible(name), visible(site))} wide>
        <LessonText lesson={lesson} />
        <Questions token={token} page={page.data} />
        {lesson.sources.length > 0 ? (
          <Unfold label={words.sources}>
            <ul>
              {lesson.sources.map(({ what, reference }) => (
                <li key={`${what} ${reference}`}>
                  <Text size="sm">
                    {what}: {reference}
                  </Text>
                </li>
              ))}
            </ul>
          </Unfold>
        ) : null}
      </Front>
    );
  }
  if (page.error) {
    return (
      <Front title={words.noLesson} lead={faultText(page.error)}>
        <Button variant="default" onClick={() => void page.refetch()}>
          {text.common.retry}
        </Button>
      </Front>
    );
  }
  return (
    <Front title={text.training.title} lead={text.common.loading}>
      <Waiting />
    </Front>
  );
}

function Questions({ token, page: { lesson, best } }: { readonly token: string; readonly page: Learn }) {
  const [chosen, choose] = useState<readonly (number | null)[]>(lesson.questions.map(() => null));
  const [isLeftOut, setLeftOut] = useState(false);
  const send = useMutation({ mutationFn: () => answerLearn(token, chosen) });
  const result = send.data;
  const known = result?.best ?? best;

  function submit(event: FormEvent): void {
    event.preventDefault();
    const missing = chosen.includes(null);
    setLeftOut(missing);
    if (!missing) send.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="lg" mt="lg">
        <Title order={2}>{words.questions}</Title>
        {lesson.questions.map(({ ask, answers }, place) => (
          <div key={ask}>
            <Radio.Group
              label={ask}
              value={chosen[place] === null ? '' : String(chosen[place])}
              onChange={(value) => choose(chosen.map((each, at) => (at === place ? Number(value) : each)))}
              readOnly={result !== undefined}
            >
              <Stack gap={8} mt={8}>
                {answers.map((answer, at) => (
                  <Radio key={answer} value={String(at)} label={answer} disabled={result !== undefined} />
                ))}
              </Stack>
            </Radio.Group>
            {result ? <Why of={result.questions[place]} answers={answers} /> : null}
          </div>
        ))}
        {isLeftOut ? (
          <Note tone="watch" urgent>
            {words.leftOut}
          </Note>
        ) : null}
        {send.error ? <Failure error={send.error} /> : null}
        {result ? (
          <Note
            tone={result.passed ? 'info' : 'watch'}
            urgent
            title={words.result(count(result.right), count(result.of))}
          >
            {result.passed ? words.passed : words.notPassed}
          </Note>
        ) : null}
        {result ? (
          <Button
            variant="default"
            onClick={() => {
              choose(lesson.questions.map(() => null));
              send.reset();
            }}
          >
            {words.again}
          </Button>
        ) : (
          <Button type="submit" loading={send.isPending}>
            {words.send}
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {known && known.of > 0 ? `${words.best(count(known.right), count(known.of))} ` : ''}
          {words.kept}
        </Text>
      </Stack>
    </form>
  );
}

interface WhyProps {
  readonly of: LearnResult['questions'][number] | undefined;
  readonly answers: readonly string[];
}

function Why({ of, answers }: WhyProps) {
  if (!of) return null;
  return (
    <div className={classes['why']}>
      <strong>{of.chosen === of.right ? words.right : words.wrong(answers[of.right] ?? '')}</strong> {of.why}
    </div>
  );
}
