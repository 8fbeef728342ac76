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

/** The list. */
export function ChokePoints({ risk }: { readonly risk: RiskDocument }) {
  const points = risk.chokePoints.toSorted((a, b) => b.reduction - a.reduction);
  const expected = risk.targets.reduce((sum, { probability }) => sum + probability.mode, 0);
  const most = points[0]?.reduction ?? 0;
  const list = (of: typeof points) => (
    <ol className={classes['choke']}>
      {of.map(({ change, reduction }) => (
        <li key={change.id}>
          <Change of={change} />
          <div className={classes['fewer']}>
            <ShareBar value={most > 0 ? reduction / most : 0} />
            <span>{text.attackPaths.choke(twoDigits.format(reduction))}</span>
          </div>
        </li>
      ))}
    </ol>
  );
  return (
    <Panel title={text.attackPaths.chokeTitle} lead={text.attackPaths.chokeLead(twoDigits.format(expected))}>
      {points.length === 0 ? <p>{text.attackPaths.noChoke}</p> : list(points.slice(0, FIRST))}
      {points.length > FIRST ? <Unfold label={text.common.showAll}>{list(points.slice(FIRST))}</Unfold> : null}
    </Panel>
  );
}
