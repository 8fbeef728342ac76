// The recorded conversations that an action would cut, and those that must stay open when it is done: who, with whom, at which port, and when last seen.
import type { RiskAction, RiskTalk } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './plan.module.css';

/** Both lists, each where it has something to say. */
export function ExamTalks({ action }: { readonly action: RiskAction }) {
  const { cutsFlows, asksFlows = 0, cuts = [], keepsFlows = 0, keeps = [] } = action;
  return (
    <>
      <Talks of={cuts} total={cutsFlows + asksFlows} label={text.plan.wouldCut} />
      <Talks of={keeps} total={keepsFlows} label={text.plan.mustStay} />
    </>
  );
}

interface TalksProps {
  readonly of: readonly RiskTalk[];
  /** Conversations in all; the list holds the first of them. */
  readonly total: number;
  readonly label: (flows: string) => string;
}

function Talks({ of, total, label }: TalksProps) {
  if (of.length === 0) return null;
  const left = total - of.reduce((sum, { flows }) => sum + flows, 0);
  return (
    <Unfold label={label(count(total))}>
      <ul className={classes['talks']}>
        {of.map(({ from, fromName, to, toName, port, protocols, hangs, flows, lastSeenAt }) => (
          <li key={`${from} ${to} ${port} ${hangs}`}>
            <Foreign>{fromName}</Foreign> {text.plan.speaksWith} <Foreign>{toName}</Foreign>
            <div className="quiet">
              {text.plan.port(String(port))} <Foreign>{protocols.join(', ')}</Foreign>
              {flows > 1 ? ` · ${text.plan.pairs(count(flows))}` : ''}
              {hangs === 'exam' ? '' : ` · ${text.plan.hangs[hangs]}`}
              {lastSeenAt === null ? null : (
                <>
                  {' '}
                  · {text.attackPaths.lastCut} <When at={lastSeenAt} />
                </>
              )}
            </div>
          </li>
        ))}
      </ul>
      {left > 0 ? <p className="quiet">{text.plan.more(count(left))}</p> : null}
    </Unfold>
  );
}
