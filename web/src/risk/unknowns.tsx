// What is not known: what the answer hangs on, and what would narrow it most.
import { useCallback, useMemo } from 'react';
import { type ChartTheme, type TornadoRow, tornadoChart } from '#charts/index.ts';
import type { RiskDocument } from '#contracts/index.ts';
import { money } from '../format/format.ts';
import { Chart } from '../parts/chart.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';
import { SmallTable } from './small-table.tsx';

const DRAWN = 8;
const words = text.risk.hangs;

/** What the answer hangs on; figures that are defaults are marked, with a way to change them. */
export function HangsOn({ document }: { readonly document: RiskDocument }) {
  const { sensitivity, figures, scenarios, currency } = document;
  const rows = useMemo(() => {
    const defaults = new Set(figures.filter(({ basis }) => basis === 'default').map(({ path }) => path));
    return sensitivity.map(
      ({ input, label, swing, sides }): TornadoRow => ({
        label: visible(label),
        swing,
        sides,
        ...(defaults.has(input) ? { note: words.isDefault, tone: 'watch' } : {}),
      }),
    );
  }, [sensitivity, figures]);
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      tornadoChart(rows.slice(0, DRAWN), {
        width,
        theme,
        id: 'hangs-on',
        title: words.title,
        amount: (swing) => money(swing, currency),
        middle: text.tornado.middle,
      }),
    [rows, currency],
  );
  return (
    <Panel title={words.title} lead={words.lead} id="hangs-on">
      {rows.length === 0 ? (
        <p className="quiet">{words.none}</p>
      ) : (
        <>
          <Chart draw={draw} />
          <Unfold label={words.table}>
            <SmallTable
              label={words.title}
              columns={[words.columns[0] ?? '', ...text.tornado.columns, words.columns[2] ?? '']}
              rows={sensitivity.map(({ input, label, swing, sides }) => [
                visible(label),
                money(swing, currency),
                sides ? text.tornado.sides(signed(sides[0], currency), signed(sides[1], currency)) : '',
                <Where key="where" input={input} scenarios={scenarios} />,
              ])}
            />
          </Unfold>
        </>
      )}
      <LinkButton to="/risk/figures" variant="default" size="sm" mt="sm">
        {text.risk.changeFigures}
      </LinkButton>
    </Panel>
  );
}

/** A move of the mean year with its sign. */
function signed(move: number, currency: string): string {
  return `${move < 0 ? '−' : '+'}${money(Math.abs(move), currency)}`;
}

/** Where an input is told of: the scenario that its name begins with. */
function Where({ input, scenarios }: { readonly input: string; readonly scenarios: RiskDocument['scenarios'] }) {
  const scenario = scenarios.find(({ id }) => id === input.split('.')[0]);
  if (!scenario) return <TextLink to="/risk/figures">{text.risk.figures.short}</TextLink>;
  return (
    <TextLink to="/risk/scenarios/$id" params={{ id: scenario.id }}>
      {words.see}
    </TextLink>
  );
}

/** What would narrow the answer most. */
export function Settle({ settle }: { readonly settle: RiskDocument['settle'] }) {
  return (
    <Panel title={text.risk.settle.title} lead={text.risk.settle.lead} id="settle">
      {settle.length === 0 ? <p className="quiet">{text.risk.settle.none}</p> : null}
      <ol className={classes['rows']}>
        {settle.map(({ what, because }) => (
          <li key={what}>
            <div className={classes['name']}>
              <Foreign>{what}</Foreign>
            </div>
            <div className="quiet">
              <Foreign>{because}</Foreign>
            </div>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
