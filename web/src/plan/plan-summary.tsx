// The whole plan in four figures: what it costs, the loss before and after, what it saves, and the worst harm before and after.
import type { RiskDocument } from '#contracts/index.ts';
import { count, counted, money, score } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { HarmWords, worstHarm } from '../risk/harm-words.tsx';
import { text } from '../text/index.ts';
import classes from './plan.module.css';

const ROLES = new Map<string, string>(Object.entries(text.who));

function CapacityWords({ of = {} }: { readonly of: RiskDocument['plan']['capacity'] }) {
  const roles = Object.entries(of).map(([role, days]) =>
    text.plan.roleDays(ROLES.get(role) ?? visible(role), score(days)),
  );
  return roles.length === 0 ? null : <p className="quiet">{text.plan.capacityNow(roles.join(', '))}</p>;
}

/** The panel. */
export function PlanSummary({ risk }: { readonly risk: RiskDocument }) {
  const { plan, expected, harm, currency, actions } = risk;
  const byId = new Map(actions.map((action) => [action.id, action]));
  const costs = plan.chosen.flatMap(({ action }) => byId.get(action)?.cost ?? []);
  const low = costs.reduce((sum, cost) => sum + cost.low, 0);
  const high = costs.reduce((sum, cost) => sum + cost.high, 0);
  const stops = plan.chosen.reduce((sum, { action }) => sum + (byId.get(action)?.downtimeHours ?? 0), 0);
  const maker = plan.chosen.filter(({ action }) => byId.get(action)?.needsMaker).length;
  return (
    <Panel
      title={text.plan.whole}
      lead={text.plan.wholeLead(
        counted(plan.chosen.length, text.plan.action, text.plan.actions),
        count(plan.horizonDays),
        plan.budget === null ? null : money(plan.budget, currency),
      )}
    >
      <CapacityWords of={plan.capacity} />
      <dl className={classes['figures']}>
        <div>
          <dt>{text.plan.cost}</dt>
          <dd>
            <b>{money(plan.cost, currency)}</b>
            <span className="quiet">{moneyRange(low, high, currency)}</span>
            <span className="quiet">{text.plan.effort(count(stops), count(maker))}</span>
          </dd>
        </div>
        <div>
          <dt>{text.plan.loss}</dt>
          <dd>
            <b>{text.plan.fromTo(money(expected.today.mean, currency), money(expected.after.mean, currency))}</b>
            <span className="quiet">
              {text.plan.yearRange(
                moneyRange(...expected.today.interval, currency),
                moneyRange(...expected.after.interval, currency),
              )}
            </span>
          </dd>
        </div>
        <div>
          <dt>{text.plan.saves}</dt>
          <dd>
            <b>{money(plan.saves.mean, currency)}</b>
            <span className="quiet">{text.plan.range90(moneyRange(...plan.saves.interval, currency))}</span>
          </dd>
        </div>
        <div>
          <dt>{text.plan.harm}</dt>
          <dd>
            <span className={classes['harm']}>
              {text.plan.today} <HarmWords of={worstHarm(harm.map(({ today }) => today))} />
            </span>
            <span className={classes['harm']}>
              {text.plan.after} <HarmWords of={worstHarm(harm.map(({ after }) => after))} />
            </span>
          </dd>
        </div>
      </dl>
    </Panel>
  );
}
