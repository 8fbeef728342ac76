// The guided start: one step at a time, with nothing beside it. Whatever is said is kept at once; whoever opens the page again, here or
// elsewhere, stands at the first step that is open.
import { ActionIcon, Progress } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconX } from '@tabler/icons-react';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import type { StartWalk } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { LinkIcon } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { DevicesStep } from './devices-step.tsx';
import { EndStep } from './end-step.tsx';
import { FearsStep } from './fears-step.tsx';
import { QuestionStep } from './question-step.tsx';
import classes from './start.module.css';
import { openStep, savedOf, stepsOf } from './steps.ts';
import { useWalk } from './use-walk.ts';

const words = text.guided;
const route = getRouteApi('/start');

/** The page. */
export function StartPage() {
  const walk = useWalk();
  useEffect(() => {
    document.title = `${words.name} · ${text.product}`;
  }, []);
  return (
    <main className={classes['walk']}>
      <Loaded of={walk}>{(known) => <Walk walk={known} />}</Loaded>
    </main>
  );
}

function Walk({ walk }: { readonly walk: StartWalk }) {
  const { step: asked } = route.useSearch();
  const navigate = useNavigate();
  const { edit } = usePowers();
  const steps = stepsOf(walk);
  const step = asked !== undefined && steps.includes(asked) ? asked : openStep(walk);
  const place = steps.indexOf(step);
  const go = (to: string | undefined) => {
    if (to !== undefined) void navigate({ to: '/start', search: { step: to } });
  };
  // After an answer other questions may be asked: the next one is read from the walk as it came back.
  const next = (now: StartWalk) => {
    const after = stepsOf(now);
    go(after[after.indexOf(step) + 1] ?? 'end');
  };
  const isSaid = step === 'devices' ? walk.devices.total > 0 : savedOf(walk, step) !== undefined;
  return (
    <>
      <header className={classes['bar']}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.back}
          disabled={place === 0}
          onClick={() => go(steps[place - 1])}
        >
          <IconArrowLeft size={20} aria-hidden />
        </ActionIcon>
        <Progress
          className={classes['progress'] ?? ''}
          value={(100 * place) / (steps.length - 1)}
          aria-label={words.progress}
        />
        <span className="quiet">{words.step(place + 1, steps.length)}</span>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={words.on}
          disabled={!isSaid}
          onClick={() => go(steps[place + 1])}
        >
          <IconArrowRight size={20} aria-hidden />
        </ActionIcon>
        <LinkIcon to="/" label={words.leave}>
          <IconX size={20} aria-hidden />
        </LinkIcon>
      </header>
      {edit ? null : <Note tone="watch">{words.readOnly}</Note>}
      <StepFrame key={step}>
        {step === 'devices' ? <DevicesStep walk={walk} edit={edit} onNext={next} /> : null}
        {step === 'fears' ? <FearsStep walk={walk} edit={edit} onNext={next} /> : null}
        {step === 'end' ? <EndStep walk={walk} edit={edit} /> : null}
        {walk.questions
          .filter(({ id }) => id === step)
          .map((question) => (
            <QuestionStep key={question.id} question={question} walk={walk} edit={edit} onNext={next} />
          ))}
      </StepFrame>
    </>
  );
}

/** Takes the focus when it appears, so that a screen reader reads the new question. */
function StepFrame({ children }: { readonly children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => frame.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={frame} tabIndex={-1} className={classes['step']}>
      {children}
    </div>
  );
}
