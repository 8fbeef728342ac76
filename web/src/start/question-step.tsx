// One question with why we ask and where to look. "Don't know" is always an answer, and is never taken as no.
import { Button, TextInput } from '@mantine/core';
import { IconBulb, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { StartSaved, StartWalk } from '#contracts/index.ts';
import { useSession } from '../api/use-session.ts';
import { visible } from '../parts/foreign.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Kept } from './kept.tsx';
import classes from './start.module.css';
import { savedOf } from './steps.ts';
import { useSaveField } from './use-walk.ts';

const words = text.guided;
type Question = StartWalk['questions'][number];

interface QuestionStepProps {
  readonly question: Question;
  readonly walk: StartWalk;
  readonly edit: boolean;
  readonly onNext: (walk: StartWalk) => void;
}

/** The step. */
export function QuestionStep({ question, walk, edit, onNext }: QuestionStepProps) {
  const save = useSaveField();
  const { id, ask, why, where, answer } = question;
  const known = savedOf(walk, id);
  const say = (value: StartSaved['value']) => save.mutate({ field: id, value }, { onSuccess: onNext });
  return (
    <>
      <h1>{ask}</h1>
      <dl className={classes['help']}>
        <dt>
          <IconBulb size={18} stroke={1.7} role="img" aria-label={words.whyAsked} />
        </dt>
        <dd>{why}</dd>
        <dt>
          <IconSearch size={18} stroke={1.7} role="img" aria-label={words.whereToLook} />
        </dt>
        <dd>{where}</dd>
      </dl>
      {answer.kind === 'number' ? (
        <NumberAnswer unit={answer.unit} known={known} disabled={!edit || save.isPending} say={say} />
      ) : (
        <div className={classes['answers']}>
          {(answer.kind === 'yes-no' ? (['yes', 'no', 'unknown'] as const) : ANSWERS).map((each) => (
            <Button
              key={each}
              size="lg"
              variant={known?.value === each ? 'filled' : 'default'}
              aria-pressed={known?.value === each}
              disabled={!edit}
              loading={save.isPending && save.variables.value === each}
              onClick={() => say(each)}
            >
              {words.answers[each]}
            </Button>
          ))}
        </div>
      )}
      <SaidBy known={known} />
      <Kept saving={save} shown={shownOf(known?.value)} onPut={(walkNow) => onNext(walkNow)} />
    </>
  );
}

const ANSWERS = ['yes', 'partly', 'no', 'unknown'] as const;

/** An answer in words. */
function shownOf(value: StartSaved['value'] | undefined): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null) return words.several;
  const answer = ANSWERS.find((each) => each === value);
  return answer ? words.answers[answer] : '';
}

/** Who answered, where it was somebody else. */
function SaidBy({ known }: { readonly known: StartSaved | undefined }) {
  const me = useSession().data?.user?.email;
  if (!known || known.by === me) return null;
  return (
    <p className="quiet">
      {words.by(visible(known.by))}
      <When at={known.at} />
    </p>
  );
}

interface NumberAnswerProps {
  readonly unit: string;
  readonly known: StartSaved | undefined;
  readonly disabled: boolean;
  readonly say: (value: number | 'unknown') => void;
}

function NumberAnswer({ unit, known, disabled, say }: NumberAnswerProps) {
  const [written, write] = useState(typeof known?.value === 'number' ? String(known.value) : '');
  const [isWrong, setWrong] = useState(false);
  const send = () => {
    const bare = written.replace(/[\s,'_$]/g, '');
    const value = Number(bare);
    if (bare === '' || !Number.isFinite(value)) setWrong(true);
    else say(value);
  };
  return (
    <form
      className={classes['answers']}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextInput
        size="lg"
        inputMode="decimal"
        aria-label={unit}
        rightSection={unit}
        rightSectionWidth={96}
        value={written}
        disabled={disabled}
        {...(isWrong ? { error: words.notNumber } : {})}
        onChange={(event) => {
          write(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" size="lg" disabled={disabled}>
        {words.next}
      </Button>
      <Button
        size="lg"
        variant={known?.value === 'unknown' ? 'filled' : 'default'}
        aria-pressed={known?.value === 'unknown'}
        disabled={disabled}
        onClick={() => say('unknown')}
      >
        {words.answers.unknown}
      </Button>
    </form>
  );
}
