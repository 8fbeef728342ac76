// The four questions of who runs the place, each with a short answer and a way to the part of the page that proves it.
import type { ReactNode } from 'react';
import type { RiskDocument } from '#contracts/index.ts';
import { counted, money } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import { nameOf, stepsOf } from './first.tsx';
import { anyLossWithRange, beforeWithRange, expectedRange, meanWithRange, planCost, worstYears } from './losses.ts';
import classes from './risk.module.css';

/** A change of the mean year below this share is no change: the simulation itself moves it so far. */
const SAME = 0.03;

/** The four answers. */
export function Answers({ document }: { readonly document: RiskDocument }) {
  const { scenarios, loss, expected, currency, since } = document;
  const reaching = scenarios.filter(({ reachesPerson }) => reachesPerson);
  const unacceptable = (when: 'today' | 'after') =>
    reaching.filter(({ harm }) => harm[when].acceptability === 'not acceptable').length;
  const steps = stepsOf(document);
  const [first] = steps;
  const mean = money(expected.today.mean, currency);
  return (
    <ul className={classes['answers']}>
      <Answer
        href="#people"
        question={text.risk.answers.hurt}
        answer={text.risk.hurtAnswer(unacceptable('today'), reaching.length)}
      >
        {reaching.length > 0 ? text.risk.hurtMore(reaching.length, unacceptable('after')) : text.risk.people.nobody}
      </Answer>
      <Answer
        href="#money"
        question={text.risk.answers.cost}
        answer={text.risk.costAnswer(expectedRange(expected.today, currency))}
      >
        {text.risk.costMore(mean, anyLossWithRange(expected.today, loss.today), worstYears(loss.today, currency))}
      </Answer>
      <Answer
        href="#first"
        question={text.risk.answers.first}
        answer={first ? <Foreign>{nameOf(first.action).first}</Foreign> : text.risk.nothingFirst}
      >
        {first
          ? text.risk.firstMore(counted(steps.length, text.units.step, text.units.steps), planCost(document))
          : text.risk.nothingFirstMore}
      </Answer>
      <Answer
        href="#since"
        question={text.risk.answers.better}
        answer={text.risk.betterAnswer[since === null ? 'first' : directionOf(since.mean, expected.today.mean)]}
      >
        {since === null
          ? text.risk.betterFirst
          : text.risk.betterMore(beforeWithRange(since, currency), meanWithRange(expected.today, currency))}
      </Answer>
    </ul>
  );
}

/** Where the mean year went. */
export function directionOf(then: number, now: number): 'less' | 'more' | 'same' {
  if (Math.abs(now - then) <= SAME * Math.max(then, now)) return 'same';
  return now < then ? 'less' : 'more';
}

interface AnswerProps {
  readonly href: string;
  readonly question: string;
  readonly answer: ReactNode;
  readonly children: ReactNode;
}

function Answer({ href, question, answer, children }: AnswerProps) {
  return (
    <li className={classes['answer']}>
      <a href={href}>{question}</a>
      <p className={classes['figure']}>{answer}</p>
      <p className="quiet">{children}</p>
    </li>
  );
}
