// How a device is reached, as a story that one can read aloud: from where, through what, because of what, and how long it takes.
import { Title } from '@mantine/core';
import { IconCircleCheck, IconEye, IconMathFunction } from '@tabler/icons-react';
import { useCallback, useId } from 'react';
import { type ChartTheme, pathDrawing } from '#charts/index.ts';
import type { EntryKind, RiskPath, RiskTarget } from '#contracts/index.ts';
import { chance, count, eitherOf } from '../format/format.ts';
import { chanceRange } from '../format/ranges.ts';
import { Chart } from '../parts/chart.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { FindingBehind } from './finding-behind.tsx';
import classes from './paths.module.css';
import { chanceFrom } from './target-list.tsx';

interface StoryProps {
  readonly target: RiskTarget;
  /** Only ways from here; all, when not given. */
  readonly entry: EntryKind | undefined;
}

/** More stand behind a line that opens. */
const FIRST = 2;

/** The ways to one device. */
export function Story({ target, entry }: StoryProps) {
  const found = target.paths.filter((way) => entry === undefined || way.entry === entry);
  // What happens inside is often the same from several entries: it is told once.
  const ways = [...Map.groupBy(found, stepsKey).values()];
  const { low, mode, high } = chanceFrom(target, entry);
  const first = ways.slice(0, FIRST);
  const rest = ways.slice(FIRST);
  return (
    <Panel
      title={text.attackPaths.storyTitle(visible(target.name))}
      lead={
        ways.length === 0 ? null : (
          <>
            {entry === undefined
              ? text.attackPaths.story(chance(mode), chanceRange(low, high))
              : text.attackPaths.storyFrom(
                  text.assessed.entries[entry].toLowerCase(),
                  chance(mode),
                  chanceRange(low, high),
                )}{' '}
            {text.attackPaths.methods[target.method]}
          </>
        )
      }
    >
      {ways.length === 0 ? (
        <Empty icon={IconCircleCheck} title={text.attackPaths.noWays}>
          {text.attackPaths.noWaysWhy}
        </Empty>
      ) : (
        <>
          {first.map((same) => (
            <Way key={same[0] ? stepsKey(same[0]) : ''} same={same} target={target} />
          ))}
          {rest.length > 0 ? (
            <Unfold label={text.attackPaths.moreWays(count(rest.length))}>
              {rest.map((same) => (
                <Way key={same[0] ? stepsKey(same[0]) : ''} same={same} target={target} />
              ))}
            </Unfold>
          ) : null}
        </>
      )}
    </Panel>
  );
}

function stepsKey({ steps }: RiskPath): string {
  return steps.map(({ node, words }) => `${node} ${words}`).join('>');
}

interface WayProps {
  /** Ways of the same steps, from one entry or more; the likeliest first. */
  readonly same: readonly RiskPath[];
  readonly target: RiskTarget;
}

function Way({ same, target }: WayProps) {
  const id = useId();
  const from = eitherOf(same.map(({ entry }) => text.assessed.entries[entry]));
  const chances = same.map(({ probability }) => probability);
  const [way] = same;
  const draw = useCallback(
    (width: number, theme: ChartTheme) =>
      pathDrawing(stopsOf(way?.steps ?? [], from), {
        width,
        theme,
        id,
        title: text.attackPaths.drawing(from, visible(target.name)),
        words: { assumed: text.attackPaths.assumed, next: text.attackPaths.next },
      }),
    [way, from, target.name, id],
  );
  if (way === undefined) return null;
  return (
    <article className={classes['way']} aria-labelledby={`${id}-from`}>
      <Title order={3} id={`${id}-from`}>
        {text.attackPaths.way(from)}
      </Title>
      <p className="quiet">
        {text.attackPaths.wayChance(chanceRange(Math.min(...chances), Math.max(...chances)), rangeOf(same))} ·{' '}
        <Days of={way.days} />
      </p>
      <Chart draw={draw} />
      <ol className={classes['steps']}>
        {way.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a way are fixed, and a node may come twice
          <li key={index} className={classes['step']}>
            <div>
              <b>
                {step.device === null ? (
                  <Foreign>{step.name}</Foreign>
                ) : (
                  <TextLink to="/devices/$id" params={{ id: step.device }}>
                    <Foreign>{step.name}</Foreign>
                  </TextLink>
                )}
              </b>{' '}
              {step.isAssumed ? (
                <Tag tone="unknown" icon={IconMathFunction} title={text.attackPaths.assumedWhy}>
                  {text.attackPaths.assumed}
                </Tag>
              ) : (
                <Tag tone="info" icon={IconEye} title={text.attackPaths.provenWhy}>
                  {text.attackPaths.proven}
                </Tag>
              )}
            </div>
            <p className={classes['words']}>
              <Foreign>{step.words}</Foreign>
            </p>
            {step.finding === null ? null : <FindingBehind id={step.finding} />}
          </li>
        ))}
      </ol>
    </article>
  );
}

/** Where the chance lies with all that is not known. */
function rangeOf(same: readonly RiskPath[]): string | null {
  const ranges = same.flatMap(({ range }) => (range === undefined ? [] : [range]));
  if (ranges.length === 0) return null;
  return chanceRange(Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high)));
}

function Days({ of }: { readonly of: RiskPath['days'] }) {
  if (of === null) return <>{text.attackPaths.noDays}</>;
  if (of[1] <= 1) return <>{text.attackPaths.oneDay}</>;
  const [low, high] = of.map((value) => days.format(value));
  return <>{text.attackPaths.days(low ?? '', high ?? '')}</>;
}

const days = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

/** Where the way begins, then each device or place that falls; steps at one device are one stop. */
function stopsOf(steps: RiskPath['steps'], from: string) {
  const stops = [{ name: from, number: '', isAssumed: false }];
  let place: string | null = null;
  for (const [index, { device, name, isAssumed }] of steps.entries()) {
    const number = count(index + 1);
    const last = stops.at(-1);
    if (last && index > 0 && (device ?? name) === place) {
      stops[stops.length - 1] = {
        ...last,
        number: `${last.number}, ${number}`,
        isAssumed: last.isAssumed || isAssumed,
      };
    } else {
      stops.push({ name: visible(name), number, isAssumed });
    }
    place = device ?? name;
  }
  return stops;
}
