// Every scenario of the newest assessment: what reaches a person first, whatever it costs.
import { TextInput } from '@mantine/core';
import { IconHeartbeat, IconSearch } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { RiskDocument, RiskScenario } from '#contracts/index.ts';
import { count, money, often } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import { Crumbs } from './crumbs.tsx';
import { HarmTag } from './harm-tag.tsx';
import { yearsRange } from './losses.ts';
import { peopleFirst } from './order.ts';
import classes from './risk.module.css';
import { useRisk } from './use-risk.ts';

const route = getRouteApi('/risk/scenarios');
const words = text.risk.scenarios;

/** The page of scenarios. */
export function ScenariosPage() {
  const risk = useRisk();
  return (
    <Page title={words.title} lead={words.lead} above={<Crumbs />}>
      <Loaded of={risk} waiting={<Waiting lines={12} />}>
        {({ document }) => (document ? <List document={document} /> : <Nothing />)}
      </Loaded>
    </Page>
  );
}

/** What stands there before the first assessment. */
export function Nothing() {
  return (
    <Empty
      icon={IconHeartbeat}
      title={text.risk.emptyTitle}
      actions={<LinkButton to="/risk">{text.risk.title}</LinkButton>}
    >
      {text.risk.emptyWhy}
    </Empty>
  );
}

function List({ document: { scenarios, currency } }: { readonly document: RiskDocument }) {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, type] = useTyped(
    q,
    (next) => void navigate({ search: next === '' ? {} : { q: next }, replace: true, resetScroll: false }),
  );
  const shown = useMemo(() => {
    const wanted = q.toLowerCase();
    return peopleFirst(scenarios).filter(({ name, group, story, id }) =>
      [name, group, story, id].some((each) => each.toLowerCase().includes(wanted)),
    );
  }, [scenarios, q]);
  const groups = [
    { title: words.reach, rows: shown.filter(({ reachesPerson }) => reachesPerson) },
    { title: words.moneyOnly, rows: shown.filter(({ reachesPerson }) => !reachesPerson) },
  ];
  return (
    <>
      <search className={classes['search']}>
        <TextInput
          type="search"
          label={words.search}
          leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
      </search>
      <div role="status" className="quiet">
        {words.found(count(shown.length))}
      </div>
      {shown.length === 0 ? (
        <Empty icon={IconHeartbeat} title={words.none}>
          {words.noneWhy}
        </Empty>
      ) : null}
      {groups.map(({ title, rows }) =>
        rows.length === 0 ? null : (
          <Panel key={title} title={title} flush>
            <PlainTable
              label={title}
              columns={words.columns}
              rows={rows}
              rowKey={({ id }) => id}
              cells={(scenario) => cellsOf(scenario, currency)}
            />
          </Panel>
        ),
      )}
    </>
  );
}

function cellsOf({ id, name, group, harm, events, loss }: RiskScenario, currency: string) {
  return [
    <div key="name">
      <TextLink to="/risk/scenarios/$id" params={{ id }}>
        <Foreign>{name}</Foreign>
      </TextLink>
      <div className="quiet">
        <Foreign>{group}</Foreign>
      </div>
    </div>,
    <HarmTag key="today" of={harm.today} />,
    <HarmTag key="after" of={harm.after} />,
    <div key="often">
      {often(events.today.mode)}
      <div className="quiet">{text.risk.between(often(events.today.low), often(events.today.high))}</div>
    </div>,
    <div key="loss">
      {money(loss.today.mean, currency)}
      <div className="quiet">{yearsRange(loss.today, currency)}</div>
    </div>,
  ];
}
