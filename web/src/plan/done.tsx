// What was done: expected and achieved beside each other, how sure that is, and what it rests on.
import { Button, Title } from '@mantine/core';
import {
  type Icon,
  IconCircleCheck,
  IconCircleX,
  IconEyeOff,
  IconMessage,
  IconProgressCheck,
} from '@tabler/icons-react';
import { useCallback, useId, useState } from 'react';
import { type ChartTheme, type RangeRow, rangeChart, type Tone } from '#charts/index.ts';
import type { DoneKept, DoneState, PeopleReached, RiskAchieved, RiskDocument, RiskDone } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { ago, counted, date, money } from '../format/format.ts';
import { figure, moneyRange } from '../format/ranges.ts';
import { Chart } from '../parts/chart.tsx';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { Empty, Failure } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { FindingBehind } from '../paths/finding-behind.tsx';
import { AssessButton } from '../risk/assess.tsx';
import type { Assessing } from '../risk/use-risk.ts';
import { text } from '../text/index.ts';
import classes from './done.module.css';
import { shortName } from './short-name.ts';
import { useDone, useSayDone, useTakeBack } from './use-done.ts';

const words = text.doneSteps;

const STATES: Readonly<Record<DoneState, { readonly tone: Tone; readonly icon: Icon }>> = {
  confirmed: { tone: 'safe', icon: IconCircleCheck },
  stated: { tone: 'info', icon: IconMessage },
  contradicted: { tone: 'danger', icon: IconCircleX },
  'not seen again': { tone: 'watch', icon: IconEyeOff },
};
/** More stand behind a line that opens. */
const FIRST = 6;

interface DoneProps {
  readonly risk: RiskDocument;
  readonly assessing: Assessing;
}

/** The panel: all of it together, then each step. */
export function Done({ risk, assessing }: DoneProps) {
  const said = useDone();
  const waiting = (said.data?.items ?? []).filter(({ at }) => at > risk.at);
  const again = new Set(waiting.map(({ action }) => action));
  // Until it is known what is said now, what the assessment knew stands.
  const isSaid = ({ action }: { readonly action: string }) =>
    said.data === undefined || said.data.items.some((item) => item.action === action);
  const done = risk.done.filter((step) => !again.has(step.action) && isSaid(step));
  const back = risk.done.filter((step) => !isSaid(step));
  const names = new Map(risk.targets.map(({ device, name }) => [device, name]));
  if (done.length === 0 && waiting.length === 0 && back.length === 0)
    return (
      <Panel title={words.title}>
        <Empty icon={IconProgressCheck} title={words.none}>
          {words.noneWhy}
        </Empty>
      </Panel>
    );
  const item = (step: RiskDone) => (
    <li key={step.action}>
      <Step step={step} currency={risk.currency} names={names} />
    </li>
  );
  return (
    <Panel title={words.title} lead={words.lead} id="done">
      {waiting.length > 0 ? <Waiting steps={waiting} assessing={assessing} /> : null}
      {back.length > 0 ? <TakenBack steps={back} /> : null}
      {risk.achieved ? <Together achieved={risk.achieved} currency={risk.currency} /> : null}
      <ul className={classes['steps']}>{done.slice(0, FIRST).map(item)}</ul>
      {done.length > FIRST ? (
        <Unfold label={text.plan.more(String(done.length - FIRST))}>
          <ul className={classes['steps']}>{done.slice(FIRST).map(item)}</ul>
        </Unfold>
      ) : null}
    </Panel>
  );
}

function Waiting({ steps, assessing }: { readonly steps: readonly DoneKept[]; readonly assessing: Assessing }) {
  return (
    <Note title={words.waiting}>
      <ul className={classes['waiting']}>
        {steps.map(({ action, name, at, by }) => (
          <li key={action}>
            <Foreign>{shortName(name)}</Foreign> <span className="quiet">{words.by(ago(at), by)}</span>{' '}
            <TakeBack action={action} name={name} />
          </li>
        ))}
      </ul>
      <p className={classes['line']}>{words.waitingHow}</p>
      <AssessButton assessing={assessing} again />
    </Note>
  );
}

/** Steps that were taken back since the assessment, whose figures count them still. */
function TakenBack({ steps }: { readonly steps: readonly RiskDone[] }) {
  const { edit } = usePowers();
  const say = useSayDone(() => notice(words.saidAgain));
  return (
    <Note title={words.back}>
      <ul className={classes['waiting']}>
        {steps.map(({ action, name, note }) => (
          <li key={action}>
            <Foreign>{shortName(name)}</Foreign>{' '}
            {edit ? (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`${words.sayAgain}: ${name}`}
                loading={say.isPending}
                onClick={() => say.mutate({ action, note })}
              >
                {words.sayAgain}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {say.error ? <Failure error={say.error} /> : null}
      <p className={classes['line']}>{words.backHow}</p>
    </Note>
  );
}

function Together({ achieved, currency }: { readonly achieved: RiskAchieved; readonly currency: string }) {
  const { from, without, because } = achieved;
  return (
    <section className={classes['together']}>
      <Title order={3}>{words.together}</Title>
      <p className="quiet">{words.togetherOf(counted(achieved.actions, words.step, words.steps))}</p>
      <Figures expected={achieved.expected} achieved={achieved.achieved} currency={currency} tone="safe" />
      <p className={classes['line']}>
        {words.year(money(from.mean, currency), date(from.at), money(without, currency))}
      </p>
      <Unfold label={words.elsewhere}>
        {because.length === 0 ? <p className="quiet">{words.nothingElse}</p> : null}
        <ul className={classes['bullets']}>
          {because.map((reason) => (
            <li key={reason}>
              <Foreign>{reason}</Foreign>
            </li>
          ))}
        </ul>
      </Unfold>
    </section>
  );
}

interface StepProps {
  readonly step: RiskDone;
  readonly currency: string;
  readonly names: ReadonlyMap<string, string>;
}

function Step({ step, currency, names }: StepProps) {
  const { tone, icon } = STATES[step.state];
  return (
    <article className={classes['step']}>
      <Title order={3} className={classes['name']}>
        <Foreign>{shortName(step.name)}</Foreign>
      </Title>
      <div className={classes['tags']}>
        <Tag tone={tone} icon={icon}>
          {words.states[step.state]}
        </Tag>
        <span className="quiet">
          <Foreign>{words.by(ago(step.at), step.by)}</Foreign>
        </span>
        <TakeBack action={step.action} name={step.name} />
      </div>
      {step.note === '' ? null : (
        <p className={classes['line']}>
          <Foreign>{step.note}</Foreign>
        </p>
      )}
      <p className={classes['line']}>
        <Foreign>{step.because}</Foreign> {step.offeredAgain ? <b>{words.again}</b> : null}
      </p>
      <Figures expected={step.expected} achieved={step.achieved} currency={currency} tone={tone} />
      <Unfold label={words.evidence}>
        <Evidence step={step} names={names} />
      </Unfold>
    </article>
  );
}

interface Saving {
  readonly mean: number;
  readonly interval: readonly [number, number];
  readonly harm: PeopleReached | null;
}

interface FiguresProps {
  readonly expected: Saving;
  readonly achieved: Saving | null;
  readonly currency: string;
  readonly tone: Tone;
}

/** Both as numbers and as bars on one scale, and of people whom it reaches. */
function Figures({ expected, achieved, currency, tone }: FiguresProps) {
  const id = useId();
  const draw = useCallback(
    (width: number, theme: ChartTheme) => {
      const row = (label: string, { mean, interval }: Saving, own: Tone): RangeRow => {
        const [low, high] = interval;
        const said = words.said(money(mean, currency), moneyRange(low, high, currency));
        return { label, said, low, mean, high, tone: own };
      };
      // What nobody knows has no bar: none would read as nothing.
      const rows = [row(words.expected, expected, 'quiet'), ...(achieved ? [row(words.achieved, achieved, tone)] : [])];
      return rangeChart(rows, { width, theme, id, title: words.bars, amount: (value) => money(value, currency) });
    },
    [expected, achieved, currency, tone, id],
  );
  const people = (of: Saving | null) =>
    of?.harm ? text.plan.fromTo(figure(of.harm.before), figure(of.harm.after)) : words.notKnown;
  return (
    <>
      <Chart draw={draw} />
      {achieved === null ? (
        <p className={classes['line']}>
          <b>{words.achieved}</b>: {words.notKnown}
        </p>
      ) : null}
      {expected.harm ? (
        <p className={classes['people']}>
          {words.people}: <span>{words.pair(words.expected, people(expected))}</span>
          {achieved ? <span>{words.pair(words.achieved, people(achieved))}</span> : null}
        </p>
      ) : null}
    </>
  );
}

function Evidence({ step: { proof, devices }, names }: Pick<StepProps, 'step' | 'names'>) {
  const nameOf = (end: string) => (end === 'internet' ? words.internet : (names.get(end) ?? end));
  return (
    <>
      {proof.findings.length > 0 ? (
        <ul className={classes['findings']}>
          {proof.findings.map(({ id, title, isThere, seenAt }) => (
            <li key={id}>
              <Tag tone={isThere ? 'danger' : 'safe'} icon={isThere ? IconCircleX : IconCircleCheck}>
                {isThere ? words.isThere : words.isGone}
              </Tag>{' '}
              <Foreign>{title}</Foreign>{' '}
              <span className="quiet">{seenAt === null ? words.neverSeen : words.seenOn(date(seenAt))}</span>
              <FindingBehind id={id} />
            </li>
          ))}
        </ul>
      ) : null}
      {proof.flows.length > 0 ? (
        <>
          <h4 className={classes['small']}>{words.conversations}</h4>
          <ul className={classes['findings']}>
            {proof.flows.map(({ from, to, port, protocol, lastSeenAt }) => (
              <li key={`${from} ${to} ${port} ${protocol}`}>
                <Foreign>{text.plan.fromTo(nameOf(from), nameOf(to))}</Foreign>, {words.port(`${port} ${protocol}`)}{' '}
                {lastSeenAt === null ? null : <span className="quiet">{words.flowSeen(date(lastSeenAt))}</span>}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <ul className={classes['links']}>
        {devices.map((id) => (
          <li key={id}>
            <TextLink to="/devices/$id" params={{ id }}>
              <Foreign>{names.get(id) ?? text.plan.device}</Foreign>
            </TextLink>
          </li>
        ))}
      </ul>
    </>
  );
}

function TakeBack({ action, name }: { readonly action: string; readonly name: string }) {
  const { edit } = usePowers();
  const [asking, setAsking] = useState(false);
  const back = useTakeBack(() => {
    setAsking(false);
    notice(words.takenBack);
  });
  if (!edit) return null;
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={`${words.takeBack}: ${name}`}
        onClick={() => setAsking(true)}
      >
        {words.takeBack}
      </Button>
      <Confirm
        opened={asking}
        title={words.takeBack}
        action={words.takeBack}
        busy={back.isPending}
        error={back.error}
        onClose={() => setAsking(false)}
        onConfirm={() => back.mutate(action)}
      >
        <b>
          <Foreign>{name}</Foreign>
        </b>
        <p>{words.takeBackWhy}</p>
      </Confirm>
    </>
  );
}
