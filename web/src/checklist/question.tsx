// One question of the checklist with why it is asked and where to look; the answer is sent when it is given.
import { Radio } from '@mantine/core';
import type { Checklist, ChecklistAnswer, HardeningTopic } from '#contracts/index.ts';
import { sendAnswers } from '../api/checklists.ts';
import { useWrite } from '../api/use-load.ts';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './checklist.module.css';

const ANSWERS = ['yes', 'no', 'unknown'] as const satisfies readonly ChecklistAnswer[];

interface QuestionProps {
  readonly device: string;
  readonly topic: HardeningTopic;
  readonly given: Checklist['answers'][number] | undefined;
  readonly disabled: boolean;
}

/** The question. */
export function Question({ device, topic, given, disabled }: QuestionProps) {
  const send = useWrite((answer: ChecklistAnswer) => sendAnswers(device, { answers: { [topic]: answer } }));
  const { ask, why, where } = text.checklist.questions[topic];
  // Until the server has kept it, what is on its way is shown; when it fails, what is kept.
  const shown = send.isPending ? send.variables : (given?.answer ?? '');
  return (
    <div className={classes['question']}>
      <Radio.Group
        label={ask}
        classNames={{ label: classes['ask'] ?? '' }}
        value={shown}
        onChange={(value) => {
          const answer = choiceParam(value, ANSWERS);
          if (answer) send.mutate(answer);
        }}
      >
        <dl className={classes['help']}>
          <dt>{text.checklist.why}</dt>
          <dd>{why}</dd>
          <dt>{text.checklist.where}</dt>
          <dd>{where}</dd>
        </dl>
        <div className={classes['answers']}>
          {ANSWERS.map((answer) => (
            <Radio key={answer} value={answer} label={text.checklist.answers[answer]} disabled={disabled} size="md" />
          ))}
        </div>
      </Radio.Group>
      {send.error ? <Failure error={send.error} onRetry={() => send.variables && send.mutate(send.variables)} /> : null}
      <div className={classes['kept']} role="status">
        {send.isPending ? (
          text.checklist.keeping
        ) : given ? (
          <>
            {text.checklist.kept} <When at={given.at} />
          </>
        ) : null}
      </div>
    </div>
  );
}
