// What a year may lose at most, and what the plan has to keep to.
import { Button, NumberInput, SimpleGrid } from '@mantine/core';
import { risk } from '#contracts/index.ts';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import type { Draft } from './draft.ts';
import { numberOf, shown } from './figure-row.tsx';
import classes from './risk.module.css';

const words = text.risk.figures;
const MOST_LINES = 20;
/** As the server takes it where nobody said anything. */
const HORIZON = 90;
const lines = risk.riskSettings.shape.tolerance;

interface ToleranceProps {
  readonly draft: Draft;
  readonly currency: string;
  readonly error: string | undefined;
  readonly onChange: (path: string, value: unknown) => void;
}

interface Line {
  readonly loss: number;
  readonly probability: number;
}

/** Lines beside the curve of losses. */
export function ToleranceFields({ draft, currency, error, onChange }: ToleranceProps) {
  const stated = linesOf(draft.get('tolerance'));
  const put = (next: readonly Line[]) => onChange('tolerance', next.length === 0 ? undefined : next);
  const change = (at: number, line: Partial<Line>) =>
    put(stated.map((each, index) => (index === at ? { ...each, ...line } : each)));
  return (
    <Panel title={words.toleranceTitle} lead={words.toleranceLead}>
      <ul className={classes['rows']} data-wrong={error !== undefined || undefined}>
        {stated.map(({ loss, probability }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line has no name but its place
          <li key={at} className={classes['line']}>
            <NumberInput
              label={words.toleranceLoss}
              rightSection={<span className="quiet">{currency}</span>}
              rightSectionWidth={52}
              min={0}
              thousandSeparator=","
              value={shown(loss)}
              onChange={(value) => change(at, { loss: numberOf(value) })}
            />
            <NumberInput
              label={words.toleranceChance}
              min={0}
              max={100}
              value={shown(Math.round(probability * 1e8) / 1e6)}
              onChange={(value) => change(at, { probability: numberOf(value) / 100 })}
            />
            <Button
              variant="default"
              aria-label={words.removeTolerance(at + 1)}
              onClick={() => put(stated.filter((_, index) => index !== at))}
            >
              {text.common.remove}
            </Button>
          </li>
        ))}
      </ul>
      {error === undefined ? null : (
        <p role="alert" className={classes['error']}>
          {error}
        </p>
      )}
      {stated.length < MOST_LINES ? (
        <Button
          variant="default"
          size="sm"
          mt="sm"
          onClick={() => put([...stated, { loss: Number.NaN, probability: Number.NaN }])}
        >
          {words.addTolerance}
        </Button>
      ) : null}
    </Panel>
  );
}

/** Lines as they are being edited: a field that is empty is no number. */
function linesOf(value: unknown): Line[] {
  const parsed = lines.safeParse(value);
  if (parsed.success) return parsed.data;
  // Anything that the draft holds here was put there by these fields.
  return Array.isArray(value) ? (value as Line[]) : [];
}

interface PlanProps {
  readonly draft: Draft;
  readonly currency: string;
  readonly errors: ReadonlyMap<string, string>;
  readonly onChange: (path: string, value: unknown) => void;
}

/** Budget and days of the plan. */
export function PlanFields({ draft, currency, errors, onChange }: PlanProps) {
  return (
    <Panel title={words.planTitle}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <NumberInput
          label={words.budget}
          description={words.budgetHow}
          error={errors.get('budget')}
          rightSection={<span className="quiet">{currency}</span>}
          rightSectionWidth={52}
          min={0}
          thousandSeparator=","
          value={shown(draft.get('budget'))}
          onChange={(value) => onChange('budget', value === '' ? undefined : numberOf(value))}
        />
        <NumberInput
          label={words.horizon}
          description={words.horizonHow(HORIZON)}
          error={errors.get('horizonDays')}
          min={1}
          max={3650}
          allowDecimal={false}
          value={shown(draft.get('horizonDays'))}
          onChange={(value) => onChange('horizonDays', value === '' ? undefined : numberOf(value))}
        />
      </SimpleGrid>
    </Panel>
  );
}
