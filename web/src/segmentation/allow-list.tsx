// The allow-list: zones or devices with how many rules each has, and the rules of the one that is picked, or all.
import { SegmentedControl, TextInput, Title } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { SegmentationDocument, SegmentationRule } from '#contracts/index.ts';
import { counted } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { given } from '../parts/search-params.ts';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import { RuleTable } from './rule-table.tsx';
import classes from './segmentation.module.css';
import type { SegmentationSearch } from './segmentation-search.ts';

interface AllowListProps {
  readonly of: SegmentationDocument;
  readonly search: SegmentationSearch;
  readonly onChange: (search: SegmentationSearch) => void;
}

type Part = SegmentationDocument['byZone'][number];

/** Both panels. */
export function AllowList({ of, search, onChange }: AllowListProps) {
  const [typed, type] = useTyped(search.q ?? '', (q) => onChange(given({ ...search, q: q === '' ? undefined : q })));
  const parts: readonly Part[] = search.by === 'devices' ? of.devices : of.byZone;
  const wanted = (search.q ?? '').toLowerCase();
  const shown = wanted === '' ? parts : parts.filter(({ name }) => name.toLowerCase().includes(wanted));
  const picked = [...of.byZone, ...of.devices].find(({ id }) => id === search.part);
  const rulesIn = (ids: readonly string[]) => counted(ids.length, text.segmentation.rule, text.segmentation.rules);
  return (
    <>
      <Panel title={text.segmentation.list} lead={text.segmentation.listLead} flush>
        <search className={classes['filters']} aria-label={text.segmentation.list}>
          <SegmentedControl
            aria-label={text.segmentation.by}
            data={[
              { value: 'zones', label: text.segmentation.byZones },
              { value: 'devices', label: text.segmentation.byDevices },
            ]}
            value={search.by ?? 'zones'}
            onChange={(value) => onChange(given({ ...search, by: value === 'devices' ? value : undefined }))}
          />
          <TextInput
            type="search"
            label={text.segmentation.search}
            leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
            value={typed}
            onChange={(event) => type(event.currentTarget.value)}
          />
        </search>
        {shown.length === 0 ? (
          <p className={classes['filters']}>{text.segmentation.noMatch}</p>
        ) : (
          <div className={classes['parts']}>
            <PlainTable
              label={text.segmentation.list}
              columns={text.segmentation.listColumns}
              rows={shown}
              rowKey={({ id }) => id}
              cells={({ id, name, opens, answers }) => [
                <TextLink
                  key="name"
                  to="/risk/segmentation"
                  search={{ ...search, part: id }}
                  replace
                  resetScroll={false}
                  fw={id === search.part ? 700 : 500}
                  aria-current={id === search.part ? 'true' : undefined}
                  aria-label={text.segmentation.pick(visible(name))}
                >
                  <Foreign>{name}</Foreign>
                </TextLink>,
                rulesIn(opens),
                rulesIn(answers),
              ]}
            />
          </div>
        )}
      </Panel>
      {picked ? <RulesOfPart of={of} part={picked} search={search} /> : <AllRules of={of} />}
    </>
  );
}

function AllRules({ of: { rules, inside } }: { readonly of: SegmentationDocument }) {
  const { allRules, allRulesLead, inside: insideTitle, insideLead } = text.segmentation;
  const lists = [
    { title: allRules, lead: allRulesLead, of: rules },
    ...(inside.length > 0 ? [{ title: insideTitle, lead: insideLead, of: inside }] : []),
  ];
  return lists.map(({ title, lead, of }) => (
    <Panel key={title} title={title} lead={lead} flush>
      <div className={classes['rules']}>
        <RuleTable label={title} rules={of} />
      </div>
    </Panel>
  ));
}

interface RulesOfPartProps {
  readonly of: SegmentationDocument;
  readonly part: Part;
  readonly search: SegmentationSearch;
}

function RulesOfPart({ of, part, search }: RulesOfPartProps) {
  const name = visible(part.name);
  const sides = [
    { title: text.segmentation.opens(name), ids: new Set(part.opens) },
    { title: text.segmentation.answers(name), ids: new Set(part.answers) },
  ];
  const all: readonly SegmentationRule[] = [...of.rules, ...of.inside];
  return (
    <Panel
      title={text.segmentation.pick(name)}
      flush
      actions={
        <LinkButton
          to="/risk/segmentation"
          search={given({ ...search, part: undefined })}
          replace
          resetScroll={false}
          variant="default"
          size="xs"
        >
          {text.segmentation.showAll}
        </LinkButton>
      }
    >
      {sides.map(({ title, ids }) => (
        <section key={title} className={classes['side']}>
          <Title order={3}>{title}</Title>
          {ids.size === 0 ? (
            <p>{text.segmentation.noRules}</p>
          ) : (
            <RuleTable label={title} rules={all.filter(({ id }) => ids.has(id))} />
          )}
        </section>
      ))}
    </Panel>
  );
}
