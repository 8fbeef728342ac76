// The few changes after which nobody gets to a device, from each entry and from all together, and what they would cut.
import { Title } from '@mantine/core';
import { IconBandage, IconScissors, IconWall } from '@tabler/icons-react';
import type { EntryKind, RiskChange, RiskTarget } from '#contracts/index.ts';
import { count, eitherOf } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { FindingBehind } from './finding-behind.tsx';
import classes from './paths.module.css';

interface CutsProps {
  readonly target: RiskTarget;
  readonly entry: EntryKind | undefined;
  /** Whether any conversation was recorded here. */
  readonly hasRecords: boolean;
}

/** The panel; nothing where no way leads. */
export function Cuts({ target, entry, hasRecords }: CutsProps) {
  const entries = target.entries
    .filter((each) => each.probability.high > 0 && (entry === undefined || each.entry === entry))
    .toSorted((a, b) => b.probability.mode - a.probability.mode);
  if (entries.length === 0) return null;
  // The same changes often shut several entries: they are told once.
  const groups = [
    ...Map.groupBy(entries, ({ cut }) =>
      cut === null
        ? ''
        : cut
            .map(({ id }) => id)
            .sort()
            .join(' '),
    ),
  ];
  const can = entries.flatMap(({ cut }) => (cut === null ? [] : [cut]));
  const together = [...new Map(can.flat().map((change) => [change.id, change])).values()];
  return (
    <Panel title={text.attackPaths.cutTitle} lead={text.attackPaths.cutLead(visible(target.name))}>
      {groups.map(([key, of]) => (
        <section key={key} className={classes['cut']}>
          <Title order={3}>{text.attackPaths.way(eitherOf(of.map((each) => text.assessed.entries[each.entry])))}</Title>
          {of[0]?.cut ? <CutSet of={of[0].cut} hasRecords={hasRecords} /> : <p>{text.attackPaths.noCut}</p>}
        </section>
      ))}
      {groups.filter(([, of]) => of[0]?.cut !== null).length > 1 ? (
        <section className={classes['cut']}>
          <Title order={3}>{can.length === entries.length ? text.attackPaths.cutAll : text.attackPaths.cutSome}</Title>
          <p>{cutWords(together, hasRecords)}</p>
        </section>
      ) : null}
    </Panel>
  );
}

function CutSet({ of, hasRecords }: { readonly of: readonly RiskChange[]; readonly hasRecords: boolean }) {
  return (
    <>
      <p>{cutWords(of, hasRecords)}</p>
      <ul className={classes['changes']}>
        {of.map((change) => (
          <li key={change.id}>
            <Change of={change} hasRecords={hasRecords} />
          </li>
        ))}
      </ul>
    </>
  );
}

function cutWords(changes: readonly RiskChange[], hasRecords: boolean): string {
  if (!hasRecords) return text.attackPaths.cutUnknown(count(changes.length));
  const flows = changes.reduce((sum, { cutsFlows }) => sum + cutsFlows, 0);
  const asks = changes.reduce((sum, { asksFlows = 0 }) => sum + asksFlows, 0);
  return text.attackPaths.cut(count(changes.length), count(flows), flows === 0, count(asks));
}

/** A change in words, with what it would cut. */
export function Change({ of: change, hasRecords }: { readonly of: RiskChange; readonly hasRecords: boolean }) {
  return (
    <>
      <div>
        <Tag tone="quiet" icon={change.kind === 'close' ? IconWall : IconBandage}>
          {text.attackPaths.kinds[change.kind]}
        </Tag>{' '}
        <Foreign>{change.words}</Foreign>
      </div>
      <div>
        {change.cutsFlows === 0 && (change.asksFlows ?? 0) > 0 ? (
          <Tag tone="watch" icon={IconScissors}>
            {text.attackPaths.asksFlows(count(change.asksFlows ?? 0))}
          </Tag>
        ) : change.cutsFlows === 0 ? (
          <span className="quiet">{hasRecords ? text.attackPaths.cutsNone : text.attackPaths.cutsNobodyKnows}</span>
        ) : (
          <Tag tone="watch" icon={IconScissors}>
            {text.attackPaths.cutsFlows(count(change.cutsFlows))}
          </Tag>
        )}
        {change.lastCutAt === null ? null : (
          <span className="quiet">
            {' '}
            {text.attackPaths.lastCut} <When at={change.lastCutAt} />
          </span>
        )}
      </div>
      {change.finding === null ? null : <FindingBehind id={change.finding} />}
    </>
  );
}
