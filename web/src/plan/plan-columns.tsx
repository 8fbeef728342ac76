// The chosen actions by when they are due: within 30, 60 and 90 days, and later; in each column in the order of work.
import { Title } from '@mantine/core';
import { IconBuildingFactory2, IconClockPause, IconScissors } from '@tabler/icons-react';
import { expectedCost, type RiskAction, type RiskDocument, type RiskPlan } from '#contracts/index.ts';
import { count, counted, money } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { WhoTag } from '../parts/who-tag.tsx';
import { FindingBehind } from '../paths/finding-behind.tsx';
import { text } from '../text/index.ts';
import { DoneButton } from './done-button.tsx';
import { ExamTalks } from './exam-talks.tsx';
import classes from './plan.module.css';
import { shortName } from './short-name.ts';
import { StepCost } from './step-cost.tsx';

type Chosen = RiskPlan['chosen'][number];
const BUCKETS = ['30', '60', '90', 'later'] as const;
/** More of a column stand behind a line that opens. */
const FIRST = 12;

/** The columns. */
export function PlanColumns({ risk }: { readonly risk: RiskDocument }) {
  const { plan } = risk;
  const actions = new Map(risk.actions.map((action) => [action.id, action]));
  const names = new Map(risk.targets.map(({ device, name }) => [device, name]));
  const numbered = plan.chosen.map((chosen, index) => ({ chosen, place: index + 1 }));
  const columns = BUCKETS.map((bucket) => ({
    bucket,
    items: numbered.filter(({ chosen }) => chosen.bucket === bucket),
  })).filter(({ bucket, items }) => bucket !== 'later' || items.length > 0);
  const card = ({ chosen, place }: (typeof numbered)[number]) => (
    <li key={chosen.action}>
      <ActionCard
        chosen={chosen}
        place={place}
        action={actions.get(chosen.action)}
        names={names}
        currency={risk.currency}
        assessedAt={risk.at}
      />
    </li>
  );
  return (
    <Panel title={text.plan.columns} lead={text.plan.columnsLead}>
      {plan.chosen.length === 0 ? (
        <Empty icon={IconClockPause} title={text.plan.nothing}>
          {text.plan.nothingWhy}
        </Empty>
      ) : (
        <div className={classes['columns']}>
          {columns.map(({ bucket, items }) => (
            <section key={bucket} className={classes['column']} data-empty={items.length === 0 || undefined}>
              <Title order={3}>
                {text.plan.buckets[bucket]} <span className="quiet">({count(items.length)})</span>
              </Title>
              {items.length === 0 ? <p className="quiet">{text.plan.emptyColumn}</p> : null}
              <ol>{items.slice(0, FIRST).map(card)}</ol>
              {items.length > FIRST ? (
                <Unfold label={text.plan.more(count(items.length - FIRST))}>
                  <ol>{items.slice(FIRST).map(card)}</ol>
                </Unfold>
              ) : null}
            </section>
          ))}
        </div>
      )}
    </Panel>
  );
}

interface ActionCardProps {
  readonly chosen: Chosen;
  readonly place: number;
  readonly action: RiskAction | undefined;
  readonly names: ReadonlyMap<string, string>;
  readonly currency: string;
  readonly assessedAt: string;
}

function ActionCard({ chosen, place, action, names, currency, assessedAt }: ActionCardProps) {
  if (action === undefined) return <Foreign>{chosen.action}</Foreign>;
  const { cost, saves } = action;
  return (
    <article className={classes['card']}>
      <Title order={4}>
        {count(place)}. <Foreign>{shortName(action.name)}</Foreign>
      </Title>
      <div className={classes['tags']}>
        <WhoTag who={action.ownerRole} />
        {action.downtimeHours > 0 ? (
          <Tag tone="watch" icon={IconClockPause}>
            {text.plan.downtime(counted(action.downtimeHours, text.plan.hour, text.plan.hours))}
          </Tag>
        ) : null}
        {action.needsMaker ? (
          <Tag tone="watch" icon={IconBuildingFactory2}>
            {text.plan.needsMaker}
          </Tag>
        ) : null}
        {action.cutsFlows > 0 ? (
          <Tag tone="danger" icon={IconScissors}>
            {text.attackPaths.cutsFlows(count(action.cutsFlows))}
          </Tag>
        ) : null}
        {action.cutsFlows === 0 && (action.asksFlows ?? 0) > 0 ? (
          <Tag tone="watch" icon={IconScissors}>
            {text.attackPaths.asksFlows(count(action.asksFlows ?? 0))}
          </Tag>
        ) : null}
      </div>
      <dl className={classes['facts']}>
        <div>
          <dt>{text.plan.due}</dt>
          <dd>{text.plan.day(count(chosen.dueDay))}</dd>
        </div>
        <div>
          <dt>{text.plan.cost}</dt>
          <dd>
            {money(expectedCost(cost), currency)}{' '}
            <span className="quiet">({moneyRange(cost.low, cost.high, currency)})</span>{' '}
            {action.costFrom ? <Tag tone="info">{text.stepCosts.from[action.costFrom]}</Tag> : null}
            <StepCost action={action} currency={currency} />
          </dd>
        </div>
        <div>
          <dt>{text.plan.alone}</dt>
          <dd>
            {money(saves.mean, currency)} <span className="quiet">({moneyRange(...saves.interval, currency)})</span>
          </dd>
        </div>
        <div>
          <dt>{text.plan.inOrder}</dt>
          <dd>
            {text.plan.fromTo(money(chosen.lossBefore, currency), money(chosen.lossAfter, currency))}
            <InOrderRange of={chosen} currency={currency} />
          </dd>
        </div>
      </dl>
      <ExamTalks action={action} />
      <DoneButton action={action.id} name={action.name} assessedAt={assessedAt} />
      <Why action={action} names={names} />
    </article>
  );
}

function InOrderRange({ of, currency }: { readonly of: Chosen; readonly currency: string }) {
  const { beforeInterval: before, afterInterval: after } = of;
  if (before === undefined || after === undefined) return null;
  return (
    <span className="quiet">
      {' '}
      ({text.plan.fromTo(moneyRange(...before, currency), moneyRange(...after, currency))})
    </span>
  );
}

function Why({ action, names }: { readonly action: RiskAction; readonly names: ReadonlyMap<string, string> }) {
  return (
    <Unfold label={text.plan.why}>
      {shortName(action.name) === action.name ? null : (
        <p className={classes['because']}>
          <Foreign>{action.name}</Foreign>
        </p>
      )}
      <p className={classes['because']}>
        <Foreign>{action.why}</Foreign>
      </p>
      <p className="quiet">
        {text.plan.basis} <Foreign>{action.basis}</Foreign>
      </p>
      {action.devices.length > 0 ? (
        <ul className={classes['links']}>
          {action.devices.slice(0, MOST_LISTED).map((id) => (
            <li key={id}>
              <TextLink to="/devices/$id" params={{ id }}>
                <Foreign>{names.get(id) ?? text.plan.device}</Foreign>
              </TextLink>
            </li>
          ))}
          {action.devices.length > MOST_LISTED ? (
            <li className="quiet">{text.plan.more(count(action.devices.length - MOST_LISTED))}</li>
          ) : null}
        </ul>
      ) : null}
      {action.findings.slice(0, MOST_LISTED).map((id) => (
        <FindingBehind key={id} id={id} heading="h5" />
      ))}
      {action.findings.length > MOST_LISTED ? (
        <p className="quiet">{text.plan.more(count(action.findings.length - MOST_LISTED))}</p>
      ) : null}
    </Unfold>
  );
}

const MOST_LISTED = 10;
