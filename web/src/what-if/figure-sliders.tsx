// Sliders for the figures that matter: exams a day, how often an entry is held, patients in the archives.
import { Button, Slider } from '@mantine/core';
import { useId } from 'react';
import type { RiskDocument } from '#contracts/index.ts';
import { figure, figureRange } from '../format/ranges.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import { type Changed, type Movable, movableOf, NOTHING_CHANGED } from './figures.ts';
import classes from './what-if.module.css';

interface FigureSlidersProps {
  readonly risk: RiskDocument;
  readonly changed: Changed;
  readonly onChange: (changed: Changed) => void;
}

/** The panel. */
export function FigureSliders({ risk, changed, onChange }: FigureSlidersProps) {
  const movable = movableOf(risk);
  if (movable.length === 0) return null;
  return (
    <Panel
      title={text.whatIf.figures}
      lead={text.whatIf.figuresLead}
      actions={
        changed.size > 0 ? (
          <Button variant="default" size="xs" onClick={() => onChange(NOTHING_CHANGED)}>
            {text.whatIf.asStated}
          </Button>
        ) : null
      }
    >
      <div className={classes['sliders']}>
        {movable.map((each) => (
          <FigureSlider
            key={each.path}
            of={each}
            value={changed.get(each.path)}
            onChange={(value) => onChange(new Map(changed).set(each.path, value))}
          />
        ))}
      </div>
    </Panel>
  );
}

interface FigureSliderProps {
  readonly of: Movable;
  /** As moved; undefined while it stands where it was. */
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
}

/** Where nobody stated the patients, the slider ends here. */
const MOST_PATIENTS = 200_000;
const NOTCHES = 100;

function FigureSlider({ of: { label, unit, now, basis, source }, value, onChange }: FigureSliderProps) {
  const id = useId();
  const end = roundUp(now === null || now.mode === 0 ? MOST_PATIENTS : Math.max(now.high, now.mode * 2));
  const here = value ?? now?.mode ?? 0;
  const told =
    value === undefined && now !== null
      ? figureRange(now)
      : value === undefined
        ? text.whatIf.notStated
        : figure(value);
  return (
    <div>
      <div className={classes['figure']} id={id}>
        <Foreign>{label}</Foreign>: <b>{told}</b> <span className="quiet">{unit}</span>
      </div>
      <Slider
        min={0}
        max={end}
        step={end / NOTCHES}
        value={here}
        onChange={onChange}
        label={figure}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': `${figure(here)} ${visible(unit)}` }}
      />
      <div className="quiet">
        {basis === 'counted' ? null : text.whatIf[basis]} <Foreign>{source}</Foreign>
      </div>
    </div>
  );
}

/** The next of 1, 2, 5, 10, 20 and so on. */
function roundUp(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((times) => times * unit).find((each) => each >= value) ?? value;
}
