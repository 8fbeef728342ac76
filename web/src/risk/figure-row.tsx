// One figure: what counts now and where it is from, and fields to state one's own or to go back to the default.
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import type { RiskFigure, Triple } from '#contracts/index.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import type { Draft } from './draft.ts';
import classes from './risk.module.css';
import { RiskBasis } from './risk-basis.tsx';

const words = text.risk.figures;
const PARTS = ['low', 'mode', 'high'] as const;
const RECORDS = ['regression', 'per record'] as const;

export interface FigureRowProps {
  readonly figure: RiskFigure;
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly onChange: (path: string, value: unknown) => void;
}

/** The row. */
export function FigureRow({ figure, draft, error, onChange }: FigureRowProps) {
  const { path, basis, source } = figure;
  const label = visible(figure.label);
  const isStated = draft.has(path);
  const wasStated = basis === 'stated';
  return (
    <>
      <div>
        <div className={classes['name']}>
          <Foreign>{figure.label}</Foreign>
        </div>
        {figure.unit === '' ? null : (
          <div className="quiet">
            <Foreign>{figure.unit === 'share' ? words.percent : figure.unit}</Foreign>
          </div>
        )}
      </div>
      <div>
        <Fields figure={figure} label={label} value={isStated ? draft.get(path) : figure.value} onChange={onChange} />
        {error === undefined ? null : (
          <p role="alert" className={classes['error']}>
            {label}: {error}
          </p>
        )}
      </div>
      <div className={classes['from']}>
        <Tag tone={isStated ? 'info' : 'unknown'}>
          {words.basis[isStated ? 'stated' : basis === 'counted' ? 'counted' : 'default']}
        </Tag>
        {isStated ? (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={words.resetOf(label)}
            onClick={() => onChange(path, undefined)}
          >
            {words.reset}
          </Button>
        ) : wasStated ? (
          <span className="quiet">{words.willReset}</span>
        ) : (
          <RiskBasis of={source} />
        )}
      </div>
    </>
  );
}

interface FieldsProps {
  readonly figure: RiskFigure;
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (path: string, value: unknown) => void;
}

function Fields({ figure: { path, unit, value: now }, label, value, onChange }: FieldsProps) {
  if (path === 'costOfRecords')
    return <Records label={label} value={value} onChange={(next) => onChange(path, next)} />;
  if (path === 'currency')
    return (
      <TextInput
        aria-label={label}
        maxLength={3}
        value={String(value)}
        onChange={(event) => onChange(path, event.currentTarget.value.toUpperCase())}
      />
    );
  if (isTriple(now))
    return <Range label={label} unit={unit} value={tripleOf(value)} onChange={(next) => onChange(path, next)} />;
  if (typeof now === 'string') return <Foreign>{now}</Foreign>;
  return (
    <NumberInput
      aria-label={label}
      min={0}
      thousandSeparator=","
      value={shown(value)}
      onChange={(next) => onChange(path, numberOf(next))}
    />
  );
}

interface RangeProps {
  readonly label: string;
  readonly unit: string;
  readonly value: Triple;
  readonly onChange: (value: Triple) => void;
}

/** Low, most likely and high; shares are written as percent. */
function Range({ label, unit, value, onChange }: RangeProps) {
  const scale = unit === 'share' ? 100 : 1;
  return (
    <div className={classes['triple']}>
      {PARTS.map((part) => (
        <NumberInput
          key={part}
          label={words[part]}
          aria-label={words.of(words[part], label)}
          size="sm"
          hideControls
          min={0}
          thousandSeparator=","
          value={shown(Math.round(value[part] * scale * 1e6) / 1e6)}
          onChange={(next) => onChange({ ...value, [part]: numberOf(next) / scale })}
        />
      ))}
    </div>
  );
}

interface RecordsProps {
  readonly label: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** What records that get out cost: by what real breaches cost, or so much for each. */
function Records({ label, value, onChange }: RecordsProps) {
  const way = value === 'regression' ? 'regression' : 'per record';
  const own = typeof value === 'number' ? { low: value, mode: value, high: value } : tripleOf(value);
  return (
    <>
      <Select
        aria-label={label}
        data={[
          { value: 'regression', label: words.regression },
          { value: 'per record', label: words.perRecord },
        ]}
        value={way}
        allowDeselect={false}
        onChange={(next) =>
          onChange(
            choiceParam(next, RECORDS) === 'per record'
              ? { dist: 'pert', low: Number.NaN, mode: Number.NaN, high: Number.NaN }
              : 'regression',
          )
        }
      />
      {way === 'per record' ? (
        <Range label={label} unit="" value={own} onChange={(next) => onChange({ dist: 'pert', ...next })} />
      ) : null}
    </>
  );
}

function isTriple(value: unknown): value is Triple {
  return typeof value === 'object' && value !== null && PARTS.every((part) => part in value);
}

function tripleOf(value: unknown): Triple {
  if (!isTriple(value)) return { low: Number.NaN, mode: Number.NaN, high: Number.NaN };
  return { low: value.low, mode: value.mode, high: value.high };
}

/** What a field of numbers gives; it gives text while a person types, and nothing that can be sent when it is empty. */
export function numberOf(value: string | number): number {
  return typeof value === 'number' ? value : Number.parseFloat(value);
}

/** A number for a field; empty where there is none. */
export function shown(value: unknown): number | string {
  return typeof value === 'number' && Number.isFinite(value) ? value : '';
}
