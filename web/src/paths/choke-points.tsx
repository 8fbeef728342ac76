// Single changes, the one that helps most first, each with a bar.
import type { RiskDocument } from '#contracts/index.ts';
import { ShareBar } from '../parts/band.tsx';
import { Panel } from '../parts/panel.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { Change } from './cuts.tsx';
import classes from './paths.module.css';

const FIRST = 8;
const twoDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

function rangeOf(interval: RiskDocument['chokePoints'][number]['interval']): string | null {
  if (interval === undefined) return null;
  const [low = '', high = ''] = interval.map((end) => twoDigits.format(end));
  return low === high ? low : text.risk.between(low, high);
}

/** The list. */
export function ChokePoints({ risk }: { readonly risk: RiskDocument }) {
  const points = risk.chokePoints.toSorted((a, b) => b.reduction - a.reduction);
  const fallen = (end: 'low' | 'mode' | 'high') =>
    twoDigits.format(risk.targets.reduce((sum, { probability }) => sum + probability[end], 0));
  const most = points[0]?.reduction ?? 0;
  const list = (of: typeof points) => (
    <ol className={classes['choke']}>
      {of.map(({ change, reduction, interval }) => (
        <li key={change.id}>
          <Change of={change} hasRecords={risk.hasRecords ?? true} />
          <div className={classes['fewer']}>
            <ShareBar value={most > 0 ? reduction / most : 0} />
            <span>{text.attackPaths.choke(twoDigits.format(reduction), rangeOf(interval))}</span>
          </div>
        </li>
      ))}
    </ol>
  );
  return (
    <Panel
      title={text.attackPaths.chokeTitle}
      lead={text.attackPaths.chokeLead(fallen('mode'), text.risk.between(fallen('low'), fallen('high')))}
    >
      {points.length === 0 ? <p>{text.attackPaths.noChoke}</p> : list(points.slice(0, FIRST))}
      {points.length > FIRST ? <Unfold label={text.common.showAll}>{list(points.slice(FIRST))}</Unfold> : null}
    </Panel>
  );
}
