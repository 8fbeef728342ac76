// The answer: the loss before and after, the cost, the worst harm, and the chance that each main target is reached.
import { Switch } from '@mantine/core';
import { useState } from 'react';
import type { RiskDocument, WhatIfResult } from '#contracts/index.ts';
import { chance, count, money } from '../format/format.ts';
import { chanceRange, moneyRange } from '../format/ranges.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { HarmWords, worstHarm } from '../risk/harm-words.tsx';
import { text } from '../text/index.ts';
import type { WhatIfAnswer } from './use-what-if.ts';
import classes from './what-if.module.css';

interface AnswerProps {
  readonly risk: RiskDocument;
  readonly of: WhatIfAnswer;
}

/** The panel. */
export function Answer({ risk, of: { result, isOpen, error, retry } }: AnswerProps) {
  return (
    <Panel title={text.whatIf.answer} lead={isOpen && result ? text.common.updating : text.whatIf.answerLead}>
      {error ? <Failure error={error} onRetry={retry} /> : null}
      {result ? (
        <>
          <p className={classes['spoken']} role="status">
            {isOpen ? '' : spokenOf(result)}
          </p>
          <Figures risk={risk} result={result} />
        </>
      ) : error ? null : (
        <Waiting lines={6} />
      )}
    </Panel>
  );
}

/** What a screen reader hears when an answer has come. */
function spokenOf({ today, todayInterval, mean, interval, cost, costRange, currency }: WhatIfResult): string {
  return text.whatIf.spoken(
    text.whatIf.withRange(money(today, currency), moneyRange(...todayInterval, currency)),
    money(mean, currency),
    moneyRange(...interval, currency),
    text.whatIf.withRange(money(cost, currency), moneyRange(...costRange, currency)),
  );
}

function Figures({ risk, result }: { readonly risk: RiskDocument; readonly result: WhatIfResult }) {
  const { today, todayInterval, mean, interval, cost, costRange, currency, worstHarm: worst } = result;
  const most = Math.max(today, mean, 1);
  return (
    <>
      <dl className={classes['figures']}>
        <div>
          <dt>{text.whatIf.today}</dt>
          <dd>
            <b>{money(today, currency)}</b> <span className="quiet">({moneyRange(...todayInterval, currency)})</span>
            <Bar value={today / most} tone="before" />
          </dd>
        </div>
        <div>
          <dt>{text.whatIf.changed}</dt>
          <dd>
            <b>{money(mean, currency)}</b> <span className="quiet">({moneyRange(...interval, currency)})</span>
            <Bar value={mean / most} tone="after" />
          </dd>
        </div>
        <div>
          <dt>{text.whatIf.cost}</dt>
          <dd>
            <b>{money(cost, currency)}</b> <span className="quiet">({moneyRange(...costRange, currency)})</span>
          </dd>
        </div>
        <div>
          <dt>{text.whatIf.harmToday}</dt>
          <dd>
            <HarmWords of={worstHarm(risk.harm.map((each) => each.today))} />
          </dd>
        </div>
        <div>
          <dt>{text.whatIf.harmThen}</dt>
          <dd>
            <HarmWords of={worst} />
          </dd>
        </div>
      </dl>
      <Targets of={result.targets} />
    </>
  );
}

const FIRST = 6;

function Targets({ of }: { readonly of: WhatIfResult['targets'] }) {
  const [all, showAll] = useState(false);
  const ordered = of.toSorted((a, b) => b.before - a.before);
  const shown = all ? ordered.slice(0, MOST) : ordered.slice(0, FIRST);
  return (
    <>
      <h3 className={classes['small']}>{text.whatIf.targets}</h3>
      <ul className={classes['targets']}>
        {shown.map(({ device, name, before, beforeRange, after, afterRange }) => (
          <li key={device}>
            <TextLink to="/risk/paths" search={{ target: device }}>
              <Foreign>{name}</Foreign>
            </TextLink>
            <span className={classes['change']}>
              {text.whatIf.fromTo(chance(before), chance(after))}
              <span className="quiet">
                {' '}
                {text.whatIf.ranges(chanceRange(...beforeRange), chanceRange(...afterRange))}
              </span>
            </span>
            <Bar value={before} tone="before" />
            <Bar value={after} tone="after" />
          </li>
        ))}
      </ul>
      {of.length > FIRST ? (
        <Switch
          label={text.whatIf.allTargets(count(Math.min(of.length, MOST)))}
          checked={all}
          onChange={(event) => showAll(event.currentTarget.checked)}
        />
      ) : null}
    </>
  );
}

const MOST = 100;

function Bar({ value, tone }: { readonly value: number; readonly tone: 'before' | 'after' }) {
  return (
    <span className={classes['track']} aria-hidden>
      <span
        className={classes['fill']}
        data-tone={tone}
        style={{ width: `${Math.min(1, Math.max(0, value)) * 100}%` }}
      />
    </span>
  );
}
