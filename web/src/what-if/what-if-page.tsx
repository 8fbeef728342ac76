// What would be if these actions were done and these figures were others: switches and sliders, and the answer as they move.

import { Button, Group } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { RiskDocument } from '#contracts/index.ts';
import { money } from '../format/format.ts';
import { moneyRange } from '../format/ranges.ts';
import { Page } from '../parts/page.tsx';
import { Assessed } from '../risk/assessed.tsx';
import { text } from '../text/index.ts';
import { ActionSwitches } from './action-switches.tsx';
import { Answer } from './answer.tsx';
import { FigureSliders } from './figure-sliders.tsx';
import { type Changed, NOTHING_CHANGED } from './figures.ts';
import { useWhatIf } from './use-what-if.ts';
import classes from './what-if.module.css';
import { doneBy, searchOf, whatIfSearch } from './what-if-search.ts';

const route = getRouteApi('/risk/what-if');
/** Browsers refuse an address that changes with every move of a slider. */
const PAUSE_MS = 400;

/** The page. */
export function WhatIfPage() {
  return (
    <Page title={text.whatIf.title} lead={text.whatIf.lead}>
      <Assessed>{(risk) => <WhatIf key={risk.id} risk={risk} />}</Assessed>
    </Page>
  );
}

function WhatIf({ risk }: { readonly risk: RiskDocument }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const plan = risk.plan.chosen.map(({ action }) => action);
  const [done, setDone] = useState(() => doneBy(search, plan, risk.actions));
  const [changed, setChanged] = useState<Changed>(() => new Map(Object.entries(search.figures ?? {})));
  const answer = useWhatIf(risk, done, changed);

  const asked = JSON.stringify(searchOf(plan, done, changed));
  const [settled] = useDebouncedValue(asked, PAUSE_MS);
  useEffect(() => {
    if (settled !== JSON.stringify(search))
      void navigate({ search: whatIfSearch(JSON.parse(settled)), replace: true, resetScroll: false });
  }, [settled, search, navigate]);

  function startFrom(actions: readonly string[]): void {
    setDone(new Set(actions));
    setChanged(NOTHING_CHANGED);
  }

  return (
    <>
      <Group gap="sm">
        <Button variant="default" onClick={() => startFrom(plan)}>
          {text.whatIf.fromPlan}
        </Button>
        <Button variant="default" onClick={() => startFrom([])}>
          {text.whatIf.fromToday}
        </Button>
      </Group>
      {answer.result ? (
        <div className={classes['bar']} aria-hidden>
          {text.whatIf.bar(
            money(answer.result.today, answer.result.currency),
            moneyRange(...answer.result.todayInterval, answer.result.currency),
          )}{' '}
          <b>{money(answer.result.mean, answer.result.currency)}</b>{' '}
          <span className="quiet">({moneyRange(...answer.result.interval, answer.result.currency)})</span>
        </div>
      ) : null}
      <div className={classes['sides']}>
        <div className={classes['answer']}>
          <Answer risk={risk} of={answer} />
        </div>
        <div className={classes['questions']}>
          <ActionSwitches risk={risk} done={done} onChange={setDone} />
          <FigureSliders risk={risk} changed={changed} onChange={setChanged} />
        </div>
      </div>
    </>
  );
}
