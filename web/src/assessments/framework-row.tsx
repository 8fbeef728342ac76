// A row of a framework: its answer on one line, and what it rests on below it.
import { Button, Group } from '@mantine/core';
import type { KeptAnswer, RowStanding } from '#contracts/index.ts';
import { count, date } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import type { Asked } from './answer-form.tsx';
import { AnswerTag } from './answer-tag.tsx';
import classes from './assessments.module.css';

const words = text.programAssess;

interface FrameworkRowProps {
  readonly row: RowStanding;
  readonly framework: string;
  /** Opens the form; null for who may not answer. */
  readonly onAsk: ((asked: Asked) => void) | null;
}

/** The row; a heading has nothing to open. */
export function FrameworkRow({ row, framework, onAsk }: FrameworkRowProps) {
  const name = (
    <>
      <b>
        <Foreign>{row.id}</Foreign>
      </b>{' '}
      <Foreign>{row.name}</Foreign>
    </>
  );
  if (!row.asks) return <li className={classes['heading']}>{name}</li>;
  return (
    <li className={classes['row']}>
      <Unfold
        label={
          <span className={classes['line']}>
            <span className={classes['name']}>{name}</span>
            <span className={classes['tags']}>
              <AnswerTag answer={row.answer} />
              <span className="quiet">{words.froms[row.from]}</span>
              {row.stale ? <Tag tone="watch">{words.stale}</Tag> : null}
              {row.target === 'unknown' ? null : <Tag tone="info">{words.target(words.answers[row.target])}</Tag>}
            </span>
          </span>
        }
      >
        <Inside row={row} framework={framework} onAsk={onAsk} />
      </Unfold>
    </li>
  );
}

function Inside({ row, framework, onAsk }: FrameworkRowProps) {
  const { id, name, why, own, controls, basis, target } = row;
  const what = `${id} ${name}`;
  return (
    <>
      <p>
        <Foreign>{why}</Foreign>
      </p>
      {basis === 'unverified' ? <p className="quiet">{words.unverified}</p> : null}
      {own ? <Said answer={own} /> : null}
      {onAsk ? (
        <Group gap="xs" mb="sm">
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.answerOf(visible(what))}
            onClick={() => onAsk({ kind: 'row', scope: framework, subject: id, what, before: own })}
          >
            {words.answer}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={words.answerTargetOf(visible(what))}
            onClick={() => onAsk({ kind: 'target', scope: framework, subject: id, what, before: null, target })}
          >
            {words.answerTarget}
          </Button>
        </Group>
      ) : null}
      <h3 className={classes['small']}>{words.controls}</h3>
      {controls.length === 0 ? <p className="quiet">{words.noControl}</p> : null}
      <ul className={classes['controls']}>
        {controls.map((control) => (
          <li key={control.id}>
            <AnswerTag answer={control.answer} /> <Foreign>{control.name}</Foreign>
            <div className="quiet">
              <Foreign>{control.why}</Foreign>{' '}
              {control.alsoServes > 0 ? words.alsoServes(count(control.alsoServes)) : null}
            </div>
            {control.own ? <Said answer={control.own} /> : null}
            {onAsk ? (
              <Button
                size="compact-sm"
                variant="default"
                aria-label={words.answerOf(visible(control.name))}
                onClick={() =>
                  onAsk({ kind: 'control', scope: '', subject: control.id, what: control.name, before: control.own })
                }
              >
                {words.answer}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who said what, with the proof. */
export function Said({ answer: { by, answer, on, note, evidence } }: { readonly answer: KeptAnswer }) {
  return (
    <div className={classes['said']}>
      <Foreign>{words.said(by, words.answers[answer].toLowerCase(), date(on))}</Foreign>{' '}
      {note === '' ? null : <Foreign>{note}</Foreign>}
      {evidence === '' ? null : (
        <div>
          <Foreign>{words.proofAt(evidence)}</Foreign>
        </div>
      )}
    </div>
  );
}
