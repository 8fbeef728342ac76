// How strict the segmentation is; each choice stands in the address and changes everything on the page.
import { Select, Stack, Switch } from '@mantine/core';
import { Panel } from '../parts/panel.tsx';
import { choiceParam, given } from '../parts/search-params.ts';
import { text } from '../text/index.ts';
import { type SegmentationSearch, STALE_DAYS } from './segmentation-search.ts';

interface OptionsProps {
  readonly search: SegmentationSearch;
  readonly onChange: (search: SegmentationSearch) => void;
}

/** The panel. */
export function Options({ search, onChange }: OptionsProps) {
  return (
    <Panel title={text.segmentation.options}>
      <Stack gap="md">
        <Select
          label={text.segmentation.include}
          data={(['clinical', 'seen'] as const).map((value) => ({ value, label: text.segmentation.includes[value] }))}
          value={search.include ?? 'clinical'}
          onChange={(value) => onChange(given({ ...search, include: choiceParam(value, ['seen']) }))}
          allowDeselect={false}
        />
        <Select
          label={text.segmentation.stale}
          data={[
            { value: '', label: text.segmentation.staleNever },
            ...STALE_DAYS.map((value) => ({ value, label: text.segmentation.staleDays(value) })),
          ]}
          value={search.staleDays ?? ''}
          onChange={(value) => onChange(given({ ...search, staleDays: choiceParam(value, STALE_DAYS) }))}
          allowDeselect={false}
        />
        <Switch
          label={text.segmentation.within}
          checked={search.within === 'listed'}
          onChange={({ currentTarget: { checked } }) =>
            onChange(given({ ...search, within: checked ? 'listed' : undefined }))
          }
        />
        <Switch
          label={text.segmentation.zoneWide}
          checked={search.zoneWide === 'true'}
          onChange={({ currentTarget: { checked } }) =>
            onChange(given({ ...search, zoneWide: checked ? 'true' : undefined }))
          }
        />
      </Stack>
    </Panel>
  );
}
