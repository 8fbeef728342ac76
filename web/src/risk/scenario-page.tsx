// One scenario: the story first, then how often, whom it reaches, what it costs, the likeliest way, and what lowers it; each with where it is from.
import { Group } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { RiskDocument, RiskScenario } from '#contracts/index.ts';
import { count, money, often } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Crumbs } from './crumbs.tsx';
import { Exposed } from './exposed.tsx';
import { TIMES } from './losses.ts';
import { LossYears } from './money.tsx';
import classes from './risk.module.css';
import { RiskBasis } from './risk-basis.tsx';
import { ScenarioHarm } from './scenario-harm.tsx';
import { Controls, Detection, Path, Preconditions, Sources } from './scenario-parts.tsx';
import { Nothing } from './scenarios-page.tsx';
import { SmallTable } from './small-table.tsx';
import { useRisk } from './use-risk.ts';

const route = getRouteApi('/risk/scenarios/$id');
const words = text.risk.scenario;

/** The page of one scenario. */
export function ScenarioPage() {
  const { id } = route.useParams();
  const risk = useRisk();
  const document = risk.data?.document;
  const scenario = document?.scenarios.find((each) => each.id === id);
  if (document && scenario) return <Known scenario={scenario} document={document} />;
  return (
    <Page title={<Foreign>{id}</Foreign>} tab={visible(id)} above={<Above />}>
      {risk.error ? <Failure error={risk.error} onRetry={() => void risk.refetch()} /> : null}
      {risk.data ? document ? <Empty icon={IconChevronRight} title={words.gone} /> : <Nothing /> : null}
      {risk.data || risk.error ? null : <Waiting lines={12} />}
    </Page>
  );
}

function Above() {
  return (
    <Crumbs>
      <TextLink to="/risk/scenarios" size="sm">
        {words.all}
      </TextLink>
      <IconChevronRight size={14} aria-hidden />
    </Crumbs>
  );
}

interface KnownProps {
  readonly scenario: RiskScenario;
  readonly document: RiskDocument;
}

function Known({ scenario, document }: KnownProps) {
  const { name, reachesPerson, devices, loss } = scenario;
  return (
    <Page
      title={<Foreign>{name}</Foreign>}
      tab={visible(name)}
      above={<Above />}
      lead={
        <Group gap={8} mt={4}>
          <Tag tone={reachesPerson ? 'danger' : 'quiet'}>{reachesPerson ? words.reaches : words.moneyOnly}</Tag>
          <span>{words.devices(count(devices), devices)}</span>
          <span>
            {text.risk.age} <When at={document.at} />
          </span>
        </Group>
      }
    >
      <Panel title={words.story}>
        <p className={classes['story']}>
          <Foreign>{scenario.story}</Foreign>
        </p>
        <FactsList
          items={[
            [words.who, <Foreign key="who">{scenario.actor.who}</Foreign>],
            [words.why, <Foreign key="why">{scenario.actor.motive}</Foreign>],
            [words.what, <Foreign key="what">{scenario.function}</Foreign>],
            [words.group, <Foreign key="group">{scenario.group}</Foreign>],
          ]}
        />
      </Panel>
      <div className={classes['columns']}>
        <div className={classes['column']}>
          <ScenarioHarm scenario={scenario} />
          <Panel title={words.path}>
            <Path path={scenario.path} />
          </Panel>
          <Panel title={words.preconditions}>
            <Preconditions of={scenario.preconditions} />
          </Panel>
        </div>
        <div className={classes['column']}>
          <Often scenario={scenario} />
          <Panel title={words.loss}>
            <LossYears loss={loss} currency={document.currency} />
          </Panel>
          <Panel title={words.controls}>
            <Controls of={scenario.controls} />
          </Panel>
          <Panel title={words.detection}>
            <Detection of={scenario.detection} />
          </Panel>
        </div>
      </div>
      <Costs costs={scenario.costs} currency={document.currency} />
      <Exposed of={scenario.exposed} />
      <Sources scenario={scenario} />
    </Page>
  );
}

function Often({ scenario: { events } }: { readonly scenario: RiskScenario }) {
  return (
    <Panel title={words.often} lead={words.oftenLead}>
      <SmallTable
        label={words.often}
        columns={words.oftenColumns}
        rows={TIMES.map((time) => {
          const { low, mode, high } = events[time];
          return [text.risk.times[time], often(mode), text.risk.between(often(low), often(high))];
        })}
      />
    </Panel>
  );
}

function Costs({ costs, currency }: { readonly costs: RiskScenario['costs']; readonly currency: string }) {
  return (
    <Panel title={words.costs} lead={words.costsLead}>
      {costs.length === 0 ? <p className="quiet">{words.costsNone}</p> : null}
      <ul className={classes['rows']}>
        {costs.map(({ form, what, mean, interval, because, basis }) => (
          <li key={form + what} className={classes['cost']}>
            <div>
              <div className={classes['name']}>
                <Foreign>{what}</Foreign>
              </div>
              <div>
                <Foreign>{because}</Foreign>
              </div>
              <RiskBasis of={basis} />
            </div>
            <div className={classes['amount']}>
              {words.about(money(mean, currency))}
              {interval === undefined ? null : <div className="quiet">{moneyRange(...interval, currency)}</div>}
              <div className="quiet">{words.forms[form]}</div>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
