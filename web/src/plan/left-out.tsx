// Actions that the plan does without, by the reason.
import type { RiskDocument } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { DoneButton } from './done-button.tsx';
import classes from './plan.module.css';

const FEW = 5;

/** The panel; nothing where nothing was left out. */
export function LeftOut({ risk: { plan, actions, at } }: { readonly risk: RiskDocument }) {
  if (plan.leftOut.length === 0) return null;
  const names = new Map(actions.map(({ id, name }) => [id, name]));
  const reasons = [...Map.groupBy(plan.leftOut, ({ because }) => because)];
  return (
    <Panel title={text.plan.leftOut} lead={text.plan.leftOutLead}>
      <ul className={classes['reasons']}>
        {reasons.map(([because, left]) => (
          <li key={because}>
            <Foreign>{because}</Foreign>
            <Unfold
              label={counted(left.length, text.plan.action, text.plan.actions)}
              startsOpen={left.length <= FEW && reasons.length <= FEW}
            >
              <ul className={classes['left']}>
                {left.map(({ action, name = names.get(action) }) => (
                  <li key={action}>
                    <Foreign>{name ?? action}</Foreign>{' '}
                    {names.has(action) ? <DoneButton action={action} name={name ?? action} assessedAt={at} /> : null}
                  </li>
                ))}
              </ul>
            </Unfold>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
