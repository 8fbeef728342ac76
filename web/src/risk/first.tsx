// What to do first: the first steps of the plan, each with what it costs, what it saves, and what it asks for.
import { IconCircleCheck } from '@tabler/icons-react';
import { expectedCost, type RiskAction, type RiskDocument } from '#contracts/index.ts';
import { count, counted, date, money } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { WhoTag } from '../parts/who-tag.tsx';
import { text } from '../text/index.ts';
import { planCost } from './losses.ts';
import classes from './risk.module.css';
import { RiskBasis } from './risk-basis.tsx';

const words = text.risk.first;
const SHOWN = 4;
const DAY_MS = 86_400_000;

/** The steps of the plan with their actions, in the plan's own order: the order in which they are done. */
export function stepsOf({ plan, actions }: RiskDocument) {
  const known = new Map(actions.map((action) => [action.id, action]));
  return plan.chosen.flatMap((step) => {
    const action = known.get(step.action);
    return action ? [{ step, action }] : [];
  });
}

/** What is to be done, and what more is said of it: names of actions may go on for some sentences. */
export function nameOf({ name }: RiskAction): { readonly first: string; readonly rest: string } {
  const end = name.indexOf('. ');
  return end < 0 ? { first: name, rest: '' } : { first: name.slice(0, end), rest: name.slice(end + 2) };
}

/** The panel. */
export function First({ document }: { readonly document: RiskDocument }) {
  const { plan, currency, at } = document;
  const steps = stepsOf(document);
  if (steps.length === 0) {
    return (
      <Panel title={words.title} id="first">
        <Empty icon={IconCircleCheck} title={words.none}>
          {words.noneWhy}
        </Empty>
      </Panel>
    );
  }
  const [low, high] = plan.saves.interval;
  const lead = words.lead(
    counted(steps.length, text.units.step, text.units.steps),
    planCost(document),
    money(plan.saves.mean, currency),
    money(low, currency),
    money(high, currency),
  );
  return (
    <Panel title={words.title} lead={lead} id="first">
      <ol className={classes['rows']}>
        {steps.slice(0, SHOWN).map(({ step, action }, index) => (
          <li key={action.id} className={classes['step']}>
            <span className={classes['number']} aria-hidden>
              {index + 1}
            </span>
            <div>
              <div className={classes['name']}>
                <Foreign>{nameOf(action).first}</Foreign>
              </div>
              <div>
                {words.by(date(new Date(Date.parse(at) + step.dueDay * DAY_MS).toISOString()))} ·{' '}
                {words.cost(
                  money(expectedCost(action.cost), currency),
                  moneyRange(action.cost.low, action.cost.high, currency),
                )}
              </div>
              <Unfold label={<Saves action={action} currency={currency} />}>
                {nameOf(action).rest === '' ? null : (
                  <p>
                    <Foreign>{nameOf(action).rest}</Foreign>
                  </p>
                )}
                <p>
                  <Foreign>{action.why}</Foreign>
                </p>
                <p className="quiet">{asksOf(action)}</p>
                <RiskBasis of={action.basis} />
              </Unfold>
              <WhoTag who={action.ownerRole} />
            </div>
          </li>
        ))}
      </ol>
      {steps.length > SHOWN ? <p className="quiet">{words.more(count(steps.length - SHOWN))}</p> : null}
      <TextLink to="/risk/plan">{text.plan.whole}</TextLink>
    </Panel>
  );
}

function Saves({ action: { saves }, currency }: { readonly action: RiskAction; readonly currency: string }) {
  const [low, high] = saves.interval;
  return <>{words.saves(money(saves.mean, currency), money(low, currency), money(high, currency))}</>;
}

function asksOf({ downtimeHours, needsMaker, cutsFlows, asksFlows = 0 }: RiskAction): string {
  const parts = [
    words.downtime(count(downtimeHours)),
    ...(needsMaker ? [words.maker] : []),
    ...(cutsFlows > 0 ? [words.cuts(count(cutsFlows))] : []),
    ...(cutsFlows === 0 && asksFlows > 0 ? [words.asks(count(asksFlows))] : []),
  ];
  return parts.join(' · ');
}
