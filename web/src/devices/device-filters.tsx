// Search and filters of the device list; on a phone the filters fold away.
import { Button, Checkbox, Collapse, Select, TextInput } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch, IconX } from '@tabler/icons-react';
import { api, type DeviceCoverage, SEVERITY_ORDER, severity } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { rungMeaning } from '../parts/ladder-tag.tsx';
import { choiceParam, given } from '../parts/search-params.ts';
import { useTyped } from '../parts/use-typed.ts';
import { text } from '../text/index.ts';
import { DEFAULT_SORT, type DeviceSearch, firstOrder } from './device-search.ts';
import classes from './devices.module.css';
import { useCoverage, useFacets } from './use-devices.ts';

interface DeviceFiltersProps {
  readonly search: DeviceSearch;
  readonly onChange: (search: DeviceSearch) => void;
}

type FacetKey = 'kind' | 'modality' | 'vendor' | 'exposure';

interface Choice {
  readonly value: string;
  readonly count: number;
}

/** The line of filters. */
export function DeviceFilters({ search, onChange }: DeviceFiltersProps) {
  const facets = useFacets().data;
  const coverage = useCoverage().data;
  const wide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const [open, fold] = useDisclosure(false);
  const [typed, type] = useTyped(search.q ?? '', (q) => onChange(given({ ...search, q: q === '' ? undefined : q })));
  const active = (['kind', 'modality', 'vendor', 'exposure', 'severity', 'zone', 'seen', 'retired'] as const).filter(
    (key) => search[key] !== undefined,
  ).length;

  function facet(
    key: FacetKey,
    label: string,
    choices: readonly Choice[] | undefined,
    name = (value: string) => value,
  ) {
    const present = search[key];
    const known = choices ?? [];
    const all =
      present && !known.some((choice) => choice.value === present) ? [...known, { value: present, count: 0 }] : known;
    return (
      <Select
        label={label}
        placeholder={text.common.all}
        data={all.map((choice) => ({
          value: choice.value,
          label: `${visible(name(choice.value))} (${count(choice.count)})`,
        }))}
        value={present ?? null}
        onChange={(value) => onChange(given({ ...search, [key]: value ?? undefined }))}
        clearable
        searchable={all.length > 8}
        clearButtonProps={{ 'aria-label': text.common.clear(label) }}
        nothingFoundMessage={text.common.nothingFound}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        className={classes['filter'] ?? ''}
      />
    );
  }

  const controls = (
    <div className={classes['filters']}>
      {facet('exposure', text.devices.column.exposure, facets?.exposures, (rung) => `${rung} ${rungMeaning(rung)}`)}
      <Select
        label={text.devices.column.severity}
        placeholder={text.common.all}
        data={[...SEVERITY_ORDER].reverse().map((value) => ({ value, label: text.severity[value] }))}
        value={search.severity ?? null}
        onChange={(value) => onChange(given({ ...search, severity: choiceParam(value, severity.options) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.devices.column.severity) }}
        className={classes['filter'] ?? ''}
      />
      {facet('modality', text.devices.modality, facets?.modalities)}
      {facet('kind', text.device.kind, facets?.kinds)}
      {facet('vendor', text.deviceField.vendor, facets?.vendors)}
      <Select
        label={text.devices.seen}
        placeholder={text.common.all}
        data={api.deviceSeen.options.map((value) => ({
          value,
          label: coverage
            ? `${text.devices.seenAs[value]} (${count(numberOf(coverage, value))})`
            : text.devices.seenAs[value],
        }))}
        value={search.seen ?? null}
        onChange={(value) => onChange(given({ ...search, seen: choiceParam(value, api.deviceSeen.options) }))}
        clearable
        clearButtonProps={{ 'aria-label': text.common.clear(text.devices.seen) }}
        comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
        className={classes['filter'] ?? ''}
      />
      {search.zone === undefined ? null : (
        <Select
          label={text.devices.zone}
          data={[search.zone]}
          value={search.zone}
          onChange={(value) => onChange(given({ ...search, zone: value ?? undefined }))}
          clearable
          clearButtonProps={{ 'aria-label': text.common.clear(text.devices.zone) }}
          className={classes['filter'] ?? ''}
        />
      )}
      {wide ? null : (
        <Select
          label={text.devices.sortBy}
          data={api.deviceSort.options.map((value) => ({ value, label: text.devices.sort[value] }))}
          value={search.sort ?? DEFAULT_SORT.sort}
          allowDeselect={false}
          onChange={(value) => {
            const sort = choiceParam(value, api.deviceSort.options) ?? DEFAULT_SORT.sort;
            onChange({ ...search, sort, order: firstOrder(sort) });
          }}
          className={classes['filter'] ?? ''}
        />
      )}
    </div>
  );

  return (
    <search aria-label={text.devices.filters}>
      <div className={classes['searchLine']}>
        <TextInput
          type="search"
          aria-label={text.devices.search}
          placeholder={text.devices.searchHint}
          leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
          value={typed}
          onChange={(event) => type(event.currentTarget.value)}
          className={classes['searchBox'] ?? ''}
        />
        {wide ? null : (
          <Button
            variant="default"
            aria-expanded={open}
            onClick={fold.toggle}
            leftSection={<IconAdjustmentsHorizontal size={18} stroke={1.7} aria-hidden />}
          >
            {text.devices.filtersCount(active)}
          </Button>
        )}
        <Checkbox
          className={classes['retired'] ?? ''}
          label={text.devices.showRetired}
          checked={search.retired === 'true'}
          onChange={(event) =>
            onChange(given({ ...search, retired: event.currentTarget.checked ? 'true' : undefined }))
          }
        />
        {active > 0 || search.q ? (
          <Button
            variant="subtle"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => {
              type('');
              onChange(given({ sort: search.sort, order: search.order }));
            }}
          >
            {text.common.clearFilters}
          </Button>
        ) : null}
      </div>
      {wide ? controls : <Collapse expanded={open}>{controls}</Collapse>}
    </search>
  );
}

function numberOf(coverage: DeviceCoverage, seen: 'not-listed' | 'not-seen'): number {
  return seen === 'not-listed' ? coverage.notListed : coverage.notSeen;
}
