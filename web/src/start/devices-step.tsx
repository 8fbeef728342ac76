// What the center has: a tap adds a machine, and each can be told more of. Rows are kept while they are typed, and become devices with "Next".
import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { type StartDeviceRow, type StartWalk, startWalk } from '#contracts/index.ts';
import { count, counted } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Kept } from './kept.tsx';
import classes from './start.module.css';
import { savedOf } from './steps.ts';
import { useSaveField, useTakeDevices } from './use-walk.ts';

const words = text.guided.devices;
const EMPTY: StartDeviceRow = { name: '', kind: '', modality: '', maker: '', model: '', address: '' };
const MACHINES: readonly { readonly name: string; readonly row: Partial<StartDeviceRow> }[] = [
  ...(['CT', 'MR', 'DX', 'US', 'MG'] as const).map((modality) => ({
    name: words.machines[modality],
    row: { kind: 'modality', modality },
  })),
  ...(['archive', 'workstation'] as const).map((kind) => ({ name: words.machines[kind], row: { kind } })),
  { name: words.machines.other, row: {} },
];
const KINDS = Object.entries(words.kinds).map(([value, label]) => ({ value, label }));
const MODALITIES = ['CT', 'MR', 'DX', 'CR', 'US', 'MG', 'XA', 'RF', 'NM', 'PT', 'BMD', 'PX'];
const CELLS = ['name', 'maker', 'model', 'address'] as const;

interface DevicesStepProps {
  readonly walk: StartWalk;
  readonly edit: boolean;
  readonly onNext: (walk: StartWalk) => void;
}

/** The step. */
export function DevicesStep({ walk, edit, onNext }: DevicesStepProps) {
  const save = useSaveField();
  const take = useTakeDevices();
  const kept = startWalk.START_FIELDS.devices.safeParse(savedOf(walk, 'devices')?.value).data ?? [];
  const [rows, setRows] = useState<readonly StartDeviceRow[]>(kept);
  const [center, setCenter] = useState(walk.center);
  const [problems, setProblems] = useState<readonly { readonly row: number; readonly reason: string }[]>([]);
  const keep = (now: readonly StartDeviceRow[]) => {
    setRows(now);
    setProblems([]);
    save.mutate({ field: 'devices', value: now.map((row) => ({ ...row })) });
  };
  const change = (place: number, cell: Partial<StartDeviceRow>) =>
    rows.map((row, at) => (at === place ? { ...row, ...cell } : row));
  const next = () => {
    if (rows.length === 0) {
      onNext(walk);
      return;
    }
    take.mutate(rows, {
      onSuccess: ({ rejected, walk: now }) => {
        const left = rejected.map(({ row }) => rows[row - 1] ?? EMPTY);
        keep(left);
        setProblems(rejected.map(({ reason }, place) => ({ row: place + 1, reason })));
        if (rejected.length === 0) onNext(now);
      },
    });
  };
  return (
    <>
      <h1>{words.ask}</h1>
      <p className="quiet">{words.saved}</p>
      <TextInput
        label={words.center}
        value={center}
        maxLength={200}
        disabled={!edit}
        onChange={(event) => setCenter(event.currentTarget.value)}
        onBlur={() => {
          if (center.trim() !== '' && center.trim() !== walk.center)
            save.mutate({ field: 'center', value: center.trim() });
        }}
      />
      <Known walk={walk} />
      <div className={classes['machines']}>
        {MACHINES.map(({ name, row }) => (
          <Button
            key={name}
            variant="light"
            disabled={!edit}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => keep([...rows, { ...EMPTY, ...row, name: nextName(name, rows, walk) }])}
          >
            {name}
          </Button>
        ))}
      </div>
      {rows.length > 0 ? (
        <ul className={classes['rows']}>
          {rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own until they are devices
            <li key={place} className={classes['row']}>
              <Row
                row={row}
                disabled={!edit}
                onWrite={(cell) => setRows(change(place, cell))}
                onKeep={(cell) => keep(change(place, cell))}
                onRemove={() => keep(rows.filter((_, at) => at !== place))}
              />
              {problems
                .filter((problem) => problem.row === place + 1)
                .map(({ reason }) => (
                  <p key={reason} role="alert" className={classes['wrong']}>
                    {visible(reason)}
                  </p>
                ))}
            </li>
          ))}
        </ul>
      ) : null}
      <div className={classes['answers']}>
        <Button
          size="lg"
          disabled={!edit || (rows.length === 0 && walk.devices.total === 0)}
          loading={take.isPending}
          onClick={next}
        >
          {text.guided.next}
        </Button>
        <span className="quiet">
          {words.other[0]} <TextLink to="/import">{words.other[1]}</TextLink>{' '}
          <TextLink to="/scans/new">{words.other[2]}</TextLink>
        </span>
      </div>
      {take.error ? <Failure error={take.error} onRetry={next} /> : null}
      <Kept saving={save} shown="" onPut={() => undefined} />
    </>
  );
}

function Known({ walk: { devices } }: { readonly walk: StartWalk }) {
  const { total, first } = devices;
  if (total === 0) return null;
  const names = first.map(({ name }) => visible(name)).join(', ');
  const shown = total > first.length ? words.more(names, count(total - first.length)) : names;
  return (
    <p className="quiet">
      <Foreign>{words.known(counted(total, words.device, words.devices), shown)}</Foreign>
    </p>
  );
}

/** "CT", and "CT 2" where there is one. */
function nextName(name: string, rows: readonly StartDeviceRow[], { devices }: StartWalk): string {
  const taken = new Set([...rows, ...devices.first].map((each) => each.name.toLowerCase()));
  for (let place = 1; ; place++) {
    const own = place === 1 ? name : `${name} ${place}`;
    if (!taken.has(own.toLowerCase())) return own;
  }
}

interface RowProps {
  readonly row: StartDeviceRow;
  readonly disabled: boolean;
  readonly onWrite: (cell: Partial<StartDeviceRow>) => void;
  readonly onKeep: (cell: Partial<StartDeviceRow>) => void;
  readonly onRemove: () => void;
}

function Row({ row, disabled, onWrite, onKeep, onRemove }: RowProps) {
  // What was there when the field was entered; nothing is sent where nothing has changed.
  const before = useRef('');
  return (
    <>
      {CELLS.map((cell) => (
        <TextInput
          key={cell}
          aria-label={words.row(words.fields[cell], visible(row.name))}
          placeholder={words.fields[cell]}
          value={row[cell]}
          maxLength={200}
          disabled={disabled}
          onFocus={() => {
            before.current = row[cell];
          }}
          onChange={(event) => onWrite({ [cell]: event.currentTarget.value })}
          onBlur={() => {
            if (row[cell] !== before.current) onKeep({ [cell]: row[cell] });
          }}
        />
      ))}
      <Select
        aria-label={words.row(words.fields.kind, visible(row.name))}
        placeholder={words.fields.kind}
        data={KINDS}
        value={row.kind === '' ? null : row.kind}
        disabled={disabled}
        onChange={(kind) => onKeep({ kind: kind ?? '', ...(kind === 'modality' ? {} : { modality: '' }) })}
      />
      <Select
        aria-label={words.row(words.fields.modality, visible(row.name))}
        placeholder={words.fields.modality}
        data={MODALITIES}
        value={row.modality === '' ? null : row.modality}
        disabled={disabled}
        onChange={(modality) =>
          onKeep({ modality: modality ?? '', ...(modality === null ? {} : { kind: 'modality' }) })
        }
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words.remove(visible(row.name))}
        disabled={disabled}
        onClick={onRemove}
      >
        <IconTrash size={18} aria-hidden />
      </ActionIcon>
    </>
  );
}
