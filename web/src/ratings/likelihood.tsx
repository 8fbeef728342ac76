// How likely a scenario is: three figures, in the words of the question. Shares are typed as so many of 100.
import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import type { LikelihoodKind, Triple } from '#contracts/index.ts';
import { text } from '../text/index.ts';
import classes from './ratings.module.css';

interface LikelihoodProps {
  readonly kind: LikelihoodKind;
  /** Null: cannot judge. */
  readonly value: Triple | null | undefined;
  readonly onChange: (value: Triple | null) => void;
}

type Typed = Readonly<Record<keyof Triple, number | ''>>;
const ENDS = ['low', 'mode', 'high'] as const;
const EMPTY: Typed = { low: '', mode: '', high: '' };

/** The figures with their button. */
export function Likelihood({ kind, value, onChange }: LikelihoodProps) {
  const words = text.ratings.likelihood;
  const scale = kind === 'intent' ? 100 : 1;
  const [typed, type] = useState<Typed>(() =>
    value ? { low: shown(value.low * scale), mode: shown(value.mode * scale), high: shown(value.high * scale) } : EMPTY,
  );
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = () => {
    const { low, mode, high } = typed;
    const isWhole = low !== '' && mode !== '' && high !== '' && low >= 0 && low <= mode && mode <= high;
    const isOver = isWhole && kind === 'intent' && high > 100;
    setWrong(isOver ? words.wrongShare : isWhole ? null : words.wrong);
    if (isWhole && !isOver) onChange({ low: low / scale, mode: mode / scale, high: high / scale });
  };
  return (
    <form
      className={classes['aspect']}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className={classes['figures']}>
        <legend className={classes['ask']}>{words[kind]}</legend>
        {kind === 'yearly' ? <p className="quiet">{words.yearlyHelp}</p> : null}
        <Group align="end">
          {ENDS.map((end) => (
            <NumberInput
              key={end}
              label={words[end]}
              value={typed[end]}
              min={0}
              hideControls
              className={classes['figure'] ?? ''}
              onChange={(given) => type({ ...typed, [end]: typeof given === 'number' ? given : '' })}
            />
          ))}
        </Group>
        {wrong === null ? null : (
          <p role="alert" className={classes['wrong']}>
            {wrong}
          </p>
        )}
        <Group mt="sm">
          <Button type="submit" variant="default">
            {words.keep}
          </Button>
          <Button
            variant="subtle"
            onClick={() => {
              type(EMPTY);
              setWrong(null);
              onChange(null);
            }}
          >
            {text.ratings.cannot}
          </Button>
          {value === null ? <span className="quiet">{words.cannotKept}</span> : null}
        </Group>
      </fieldset>
    </form>
  );
}

/** Without the dust of a share times 100. */
function shown(value: number): number {
  return Number(value.toPrecision(9));
}
