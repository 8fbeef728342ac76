// One scenario: its story, a choice for each aspect, and, for those who keep the systems, how likely it is. Sent with each answer.
import { Radio, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import {
  type Rateable,
  type RaterRole,
  type RatingInput,
  SEVERITY_ASPECTS,
  type SeverityAspect,
} from '#contracts/index.ts';
import { useKeepRating } from '../api/ratings.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import { Likelihood } from './likelihood.tsx';
import classes from './ratings.module.css';

interface ScenarioFormProps {
  readonly scenario: Rateable;
  readonly as: RaterRole;
  /** `Scenario 3 of 14`. */
  readonly place: string;
  readonly mayJudgeLikelihood: boolean;
}

type Said = Pick<RatingInput, 'severity' | 'likelihood'>;
/** The value of a radio that stands for null. */
const CANNOT = 'cannot';

/** The form of one scenario. */
export function ScenarioForm({ scenario, as, place, mayJudgeLikelihood }: ScenarioFormProps) {
  const { id, name, story, function: hit, modalities, kinds, mine, likelihoodKind, done } = scenario;
  const [said, say] = useState<Said>({
    severity: mine?.severity ?? {},
    ...(mine?.likelihood === undefined ? {} : { likelihood: mine.likelihood }),
  });
  const send = useKeepRating();
  const heading = useRef<HTMLHeadingElement>(null);
  // A new scenario begins at its heading, for the keyboard and for who listens.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const keep = (change: Said) => {
    say(change);
    send.mutate({ id, as, ...change });
  };
  return (
    <section className={classes['scenario']} aria-labelledby={`scenario-${id}`}>
      <div className={classes['place']}>
        <span>{place}</span>
        {done ? <Tag tone="safe">{text.ratings.isDone}</Tag> : null}
      </div>
      <Title order={2} id={`scenario-${id}`} ref={heading} tabIndex={-1} className={classes['name'] ?? ''}>
        <Foreign>{name}</Foreign>
      </Title>
      <p className={classes['story']}>
        <Foreign>{story}</Foreign>
      </p>
      <p className="quiet">
        {text.ratings.hits}: <Foreign>{[hit, ...(modalities.length > 0 ? modalities : kinds)].join(' · ')}</Foreign>
      </p>
      {SEVERITY_ASPECTS.map((aspect) => (
        <Aspect
          key={aspect}
          aspect={aspect}
          value={said.severity[aspect]}
          onChange={(level) => keep({ ...said, severity: { ...said.severity, [aspect]: level } })}
        />
      ))}
      {mayJudgeLikelihood ? (
        <Likelihood
          kind={likelihoodKind}
          value={said.likelihood}
          onChange={(likelihood) => keep({ ...said, likelihood })}
        />
      ) : null}
      {send.error ? <Failure error={send.error} onRetry={() => keep(said)} /> : null}
      <div className={classes['kept']} role="status">
        {send.isPending ? text.ratings.keeping : send.isSuccess || mine ? text.ratings.kept : null}
      </div>
    </section>
  );
}

interface AspectProps {
  readonly aspect: SeverityAspect;
  /** Null: cannot judge. */
  readonly value: number | null | undefined;
  readonly onChange: (level: number | null) => void;
}

function Aspect({ aspect, value, onChange }: AspectProps) {
  const { ask, levels } = text.ratings.aspects[aspect];
  return (
    <Radio.Group
      label={ask}
      className={classes['aspect'] ?? ''}
      classNames={{ label: classes['ask'] ?? '' }}
      value={value === null ? CANNOT : value === undefined ? '' : String(value)}
      onChange={(chosen) => onChange(chosen === CANNOT ? null : Number(chosen))}
    >
      <div className={classes['levels']}>
        {levels.map((words, level) => (
          <Radio key={words} value={String(level)} label={text.ratings.level(level, words)} size="md" />
        ))}
        <Radio value={CANNOT} label={text.ratings.cannot} size="md" />
      </div>
    </Radio.Group>
  );
}
