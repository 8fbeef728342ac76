// What only people at the site can say: which controls are in place, and which zones each way in opens.
import { Checkbox, MultiSelect, Stack } from '@mantine/core';
import type { EntryKind, RiskDocument } from '#contracts/index.ts';
import { visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import { useZoneNames } from '../zones/use-zone-names.ts';
import type { Draft } from './draft.ts';
import classes from './risk.module.css';

const words = text.risk.figures;
/** Ways in, in the order in which they are asked for. */
const ASKED = ['internet', 'guest', 'office', 'vendor', 'insider', 'media'] as const satisfies readonly EntryKind[];

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (path: string, value: unknown) => void;
}

/** Every control that a scenario names, once, in the order of their names. */
function controlsOf(document: RiskDocument): { id: string; name: string }[] {
  const known = new Map(document.scenarios.flatMap(({ controls }) => controls).map(({ id, name }) => [id, name]));
  return [...known].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Controls that are in place; the list is that of the newest assessment. */
export function ControlFields({ document, draft, onChange }: FieldsProps & { readonly document: RiskDocument }) {
  const inPlace = textsOf(draft.get('controls')) ?? [];
  return (
    <Panel title={words.controls} lead={words.controlsLead}>
      <Checkbox.Group
        aria-label={words.controls}
        value={inPlace}
        onChange={(next) => onChange('controls', next.length === 0 ? undefined : next)}
      >
        <div className={classes['checks']}>
          {controlsOf(document).map(({ id, name }) => (
            <Checkbox key={id} value={id} label={visible(name)} />
          ))}
        </div>
      </Checkbox.Group>
    </Panel>
  );
}

/** Zones that each way in opens: not said, none, or these. */
export function EntryZones(props: FieldsProps) {
  return (
    <Panel title={words.zones} lead={words.zonesLead}>
      <EntryZoneList {...props} />
    </Panel>
  );
}

/** One field for each way in. */
export function EntryZoneList({ draft, onChange }: FieldsProps) {
  const known = useZoneNames() ?? [];
  return (
    <ul className={classes['rows']}>
      {ASKED.map((entry) => {
        const path = `entries.${entry}.zones`;
        const said = textsOf(draft.get(path));
        // What was stated stays choosable where the zone is gone.
        const gone = (said ?? []).filter((id) => !known.some(({ value }) => value === id));
        return (
          <li key={entry}>
            <Stack gap={8}>
              <MultiSelect
                label={words.ways[entry]}
                placeholder={said === undefined ? words.zonesUnsaid : ''}
                data={[...known, ...gone.map((id) => ({ value: id, label: visible(id) }))]}
                value={said ?? []}
                disabled={said?.length === 0}
                searchable
                onChange={(next) => onChange(path, next.length === 0 ? undefined : next)}
              />
              <Checkbox
                label={words.zonesNone}
                aria-label={words.of(words.zonesNone, words.ways[entry])}
                checked={said?.length === 0}
                onChange={(event) => onChange(path, event.currentTarget.checked ? [] : undefined)}
              />
            </Stack>
          </li>
        );
      })}
    </ul>
  );
}

/** A list of texts; undefined where nothing was said. */
function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : undefined;
}
