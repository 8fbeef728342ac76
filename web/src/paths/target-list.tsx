// The devices that somebody may get to, each with its chance from every entry; picking one shows how.
import { Button, Select, TextInput } from '@mantine/core';
import { IconSearch, IconTargetOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ENTRIES, type EntryKind, type RiskTarget } from '#contracts/index.ts';
import { count, counted } from '../format/format.ts';
import { ChanceBand, ChanceWords } from '../parts/band.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { choiceParam, given } from '../parts/search-params.ts';
import { Empty } from '../parts/states.tsx';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import type { PathSearch } from './path-search.ts';
import classes from './paths.module.css';

/** More of the list stand behind a button. */
const FIRST = 6;
const NO_CHANCE = { low: 0, mode: 0, high: 0 };

/** The chance that a target is reached: from one entry alone, or from all. */
export function chanceFrom(target: RiskTarget, entry: EntryKind | undefined): RiskTarget['probability'] {
  if (entry === undefined) return target.probability;
  return target.entries.find((each) => each.entry === entry)?.probability ?? NO_CHANCE;
}

interface TargetListProps {
  readonly targets: readonly RiskTarget[];
  readonly picked: string | undefined;
  readonly search: PathSearch;
  readonly onChange: (search: PathSearch) => void;
}

/** The list with its filters. */
export function TargetList({ targets, picked, search, onChange }: TargetListProps) {
  const [typed, type] = useTyped(search.q ?? '', (q) => onChange(given({ ...search, q: q === '' ? undefined : q })));
  const wanted = (search.q ?? '').toLowerCase();
  const shown = wanted === '' ? targets : targets.filter(({ name }) => name.toLowerCase().includes(wanted));
  const [isWhole, setWhole] = useState(() => shown.findIndex(({ device }) => device === picked) >= FIRST);
  return (
    <Panel title={text.attackPaths.targets} lead={text.attackPaths.targetsLead} flush>
      <search className={classes['filters']} aria-label={text.attackPaths.targets}>
        <TextInput
          type="search"
          label={text.attackPaths.search}
          leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
        />
        <Select
          label={text.attackPaths.entry}
          placeholder={text.attackPaths.anyEntry}
          data={ENTRIES.map((value) => ({ value, label: text.assessed.entries[value] }))}
          value={search.entry ?? null}
          onChange={(value) => onChange(given({ ...search, entry: choiceParam(value, ENTRIES) }))}
          clearable
          clearButtonProps={{ 'aria-label': text.common.clear(text.attackPaths.entry) }}
        />
        <span role="status" className="quiet">
          {counted(shown.length, text.units.device, text.units.devices)}
        </span>
      </search>
      {shown.length === 0 ? (
        <Empty
          icon={IconTargetOff}
          title={targets.length === 0 ? text.attackPaths.noTargets : text.attackPaths.noMatch}
        />
      ) : (
        <>
          <PlainTable
            label={text.attackPaths.targets}
            columns={text.attackPaths.columns}
            rows={isWhole ? shown : shown.slice(0, FIRST)}
            rowKey={({ device }) => device}
            cells={(target) => [
              <Name key="name" target={target} isPicked={target.device === picked} search={search} />,
              <ChanceBand key="chance" of={chanceFrom(target, search.entry)} />,
              <ByEntry key="entries" target={target} />,
            ]}
          />
          {!isWhole && shown.length > FIRST ? (
            <div className={classes['rest']}>
              <span className="quiet">{text.attackPaths.shownOf(count(FIRST), count(shown.length))}</span>{' '}
              <Button variant="default" size="compact-sm" onClick={() => setWhole(true)}>
                {text.attackPaths.showTargets(count(shown.length))}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Panel>
  );
}

interface NameProps {
  readonly target: RiskTarget;
  readonly isPicked: boolean;
  readonly search: PathSearch;
}

function Name({ target, isPicked, search }: NameProps) {
  const about = [target.modality ?? target.kind, target.zone].filter((part) => part !== null);
  return (
    <>
      <TextLink
        to="/risk/paths"
        search={{ ...search, target: target.device }}
        replace
        resetScroll={false}
        fw={isPicked ? 700 : 500}
        aria-current={isPicked ? 'true' : undefined}
        aria-label={text.attackPaths.pick(visible(target.name))}
      >
        <Foreign>{target.name}</Foreign>
      </TextLink>
      {about.length > 0 ? (
        <div className="quiet">
          <Foreign>{about.join(' · ')}</Foreign>
        </div>
      ) : null}
    </>
  );
}

function ByEntry({ target }: { readonly target: RiskTarget }) {
  const reached = target.entries
    .filter(({ probability }) => probability.high > 0)
    .toSorted((a, b) => b.probability.mode - a.probability.mode);
  if (reached.length === 0) return <span className="quiet">–</span>;
  return (
    <ul className={classes['byEntry']}>
      {reached.map(({ entry, probability }) => (
        <li key={entry}>
          <span>{text.assessed.entries[entry]}</span> <ChanceWords of={probability} />
        </li>
      ))}
    </ul>
  );
}
