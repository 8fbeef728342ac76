// Findings by what they share: a line for each group, which opens to its findings.
import { IconCircleCheck } from '@tabler/icons-react';
import type { FindingGroup } from '#contracts/index.ts';
import { loadFindingGroups } from '../api/flaws.ts';
import { usePages } from '../api/use-load.ts';
import { count, counted, total } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { moreOf, ShowMore } from '../parts/paged-table.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { FindingCard } from './finding-card.tsx';
import type { FindingSearch } from './finding-search.ts';
import classes from './findings.module.css';
import { useFindings } from './use-findings.ts';

const PAGE = 50;

/** What the findings of a group are asked for by. */
const MEMBERS = { device: 'device', maker: 'maker', cve: 'cve', action: 'action' } as const;

type By = keyof typeof MEMBERS;

/** The groups, that of the most urgent finding first. */
export function GroupList({ by, search }: { readonly by: By; readonly search: FindingSearch }) {
  const { by: _, ...filter } = search;
  const pages = usePages(['finding-groups', by, filter], (cursor, signal) =>
    loadFindingGroups({ ...filter, by, cursor, limit: PAGE }, signal),
  );
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  const size = pages.data?.pages[0]?.total;
  return (
    <>
      <div className={classes['count']} role="status">
        {size ? text.findings.groups(total(size), size.value) : ' '}
      </div>
      {pages.error && rows.length === 0 ? (
        <Failure error={pages.error} onRetry={() => void pages.refetch()} />
      ) : pages.isPending ? (
        <Waiting lines={10} />
      ) : rows.length === 0 ? (
        <Empty icon={IconCircleCheck} title={text.findings.noGroups}>
          {text.findings.noGroupsWhy}
        </Empty>
      ) : (
        <ol className={classes['list']}>
          {rows.map((group) => (
            <li key={group.key}>
              <Group group={group} by={by} filter={filter} />
            </li>
          ))}
        </ol>
      )}
      <ShowMore more={moreOf(pages)} shown={rows.length} of={size?.value ?? rows.length} />
    </>
  );
}

interface GroupProps {
  readonly group: FindingGroup;
  readonly by: By;
  readonly filter: FindingSearch;
}

function Group({ group, by, filter }: GroupProps) {
  const name = group.label ?? text.findings.noMaker;
  return (
    <article className={classes['card']}>
      <div className={classes['tags']}>
        <SeverityTag severity={group.severity} />
        <span className="quiet">
          {counted(group.findings, text.units.finding, text.units.findings)} ·{' '}
          {counted(group.devices, text.units.device, text.units.devices)}
        </span>
      </div>
      <h2 className={classes['title']}>
        {by === 'device' ? (
          <TextLink to="/devices/$id" params={{ id: group.key }} fw={600}>
            <Foreign>{name}</Foreign>
          </TextLink>
        ) : by === 'cve' ? (
          <TextLink to="/flaws/$id" params={{ id: group.key }} fw={600}>
            <Foreign>{name}</Foreign>
          </TextLink>
        ) : (
          <Foreign>{name}</Foreign>
        )}
      </h2>
      <div className={classes['unfolds']}>
        {by === 'maker' && group.key === '' ? null : (
          <Unfold label={text.findings.openGroup(count(group.findings))}>
            <Members search={{ ...filter, [MEMBERS[by]]: group.key }} withDevice={by !== 'device'} />
          </Unfold>
        )}
      </div>
    </article>
  );
}

function Members({ search, withDevice }: { readonly search: FindingSearch; readonly withDevice: boolean }) {
  const findings = useFindings(search);
  const rows = findings.data?.pages.flatMap(({ items }) => items) ?? [];
  if (findings.error && rows.length === 0)
    return <Failure error={findings.error} onRetry={() => void findings.refetch()} />;
  if (findings.isPending) return <Waiting lines={4} />;
  return (
    <>
      <ol className={classes['list']}>
        {rows.map((finding) => (
          <li key={finding.id}>
            <FindingCard finding={finding} withDevice={withDevice} />
          </li>
        ))}
      </ol>
      <ShowMore more={moreOf(findings)} shown={rows.length} of={findings.data?.pages[0]?.total.value ?? rows.length} />
    </>
  );
}
