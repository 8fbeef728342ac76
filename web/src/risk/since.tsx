// Is it getting better: what changed since the assessment before, why, and how it went over time.
import type { RiskDocument } from '#contracts/index.ts';
import { ago, count, dateTime, score } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Loaded } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { beforeWithRange, meanWithRange } from './losses.ts';
import classes from './risk.module.css';
import { SmallTable } from './small-table.tsx';
import { useRiskHistory } from './use-risk.ts';

const words = text.risk.since;

/** The panel. */
export function Since({ document }: { readonly document: RiskDocument }) {
  const { since, expected, targets, currency } = document;
  const reached = targets.reduce((sum, { probability }) => sum + probability.mode, 0);
  const history = useRiskHistory();
  const harmOf = (id: string) => {
    const row = history.data?.items.find((each) => each.id === id);
    return row && <WorstHarm of={row.worstHarm} />;
  };
  return (
    <Panel title={words.title} id="since">
      {since === null ? (
        <p className={classes['plain']}>{words.first}</p>
      ) : (
        <>
          <SmallTable
            label={words.title}
            columns={['', ago(since.at), words.now]}
            rows={[
              [words.harm, harmOf(since.id) ?? text.common.notKnown, harmOf(document.id) ?? text.common.notKnown],
              [words.mean, beforeWithRange(since, currency), meanWithRange(expected.today, currency)],
              [words.fall, score(since.reached), words.of(score(reached), count(targets.length))],
            ]}
          />
          <h3 className={classes['small']}>{words.because}</h3>
          {since.because.length === 0 ? <p className="quiet">{words.nothing}</p> : null}
          <ul className={classes['bullets']}>
            {since.because.map((reason) => (
              <li key={reason}>
                <Foreign>{reason}</Foreign>
              </li>
            ))}
          </ul>
        </>
      )}
      <Unfold label={words.history}>
        <History history={history} currency={currency} />
      </Unfold>
    </Panel>
  );
}

function WorstHarm({ of }: { readonly of: string | null }) {
  return of === null ? text.risk.scenarios.noHarm : <Foreign>{of}</Foreign>;
}

interface HistoryProps {
  readonly history: ReturnType<typeof useRiskHistory>;
  readonly currency: string;
}

function History({ history, currency }: HistoryProps) {
  return (
    <Loaded of={history}>
      {({ items }) => (
        <SmallTable
          label={words.history}
          columns={words.columns}
          rows={items.map(({ at, mean, interval, after, afterInterval, worstHarm, by, currency: own }) => [
            dateTime(at),
            beforeWithRange({ mean, interval: interval ?? undefined }, own ?? currency),
            beforeWithRange({ mean: after, interval: afterInterval ?? undefined }, own ?? currency),
            <WorstHarm key="harm" of={worstHarm} />,
            <Foreign key="by">{by}</Foreign>,
          ])}
        />
      )}
    </Loaded>
  );
}
