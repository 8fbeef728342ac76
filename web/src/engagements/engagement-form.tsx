// Writes down what is agreed. What is written stays on screen when somebody else saved in the meantime: both stand side by side then.
import {
  Button,
  Checkbox,
  Group,
  MultiSelect,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Textarea,
  TextInput,
} from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { ACTIVITIES, type Engagement } from '#contracts/index.ts';
import { loadDevices } from '../api/devices.ts';
import { keepEngagement } from '../api/engagements.ts';
import { ApiFault } from '../api/fault.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { notice } from '../parts/notice.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { choiceParam } from '../parts/search-params.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { differingFields, draftOf, type EngagementDraft, sendsSomething, termsOf } from './engagement-draft.ts';

const words = text.engagements;
const LEVELS = ['handshake', 'query', 'full'] as const;
/** Devices to choose from; of more, those that fit what is typed. */
const CHOICES = 100;

interface FormProps {
  /** Null for a new one. */
  readonly engagement: Engagement | null;
  readonly fresh: EngagementDraft;
  /** Loads the engagement as it stands now. */
  readonly onReload?: () => Promise<unknown>;
  readonly onSaved: (engagement: Engagement) => void;
  readonly onClose: () => void;
}

/** The form. */
export function EngagementForm({ engagement, fresh, onReload, onSaved, onClose }: FormProps) {
  const [draft, setDraft] = useState(fresh);
  const [basis, setBasis] = useState(engagement?.version ?? 0);
  const [isOvertaken, setOvertaken] = useState(false);
  const [isTried, setTried] = useState(false);
  const save = useWrite(keepEngagement, (kept) => {
    notice(words.saved);
    onSaved(kept);
  });
  const change = (part: Partial<EngagementDraft>) => setDraft((before) => ({ ...before, ...part }));
  const needed = [draft.title, draft.provider, draft.from, draft.until, draft.timeZone];
  const missing = (value: string) => (isTried && value.trim() === '' ? text.forms.required : null);

  function send(version: number): void {
    setTried(true);
    if (needed.some((value) => value.trim() === '') || draft.activities.length === 0) return;
    save.mutate(
      { known: engagement && { id: engagement.id, version }, terms: termsOf(draft) },
      {
        onError: (error) => {
          if (!(error instanceof ApiFault) || error.code !== 'conflict') return;
          void onReload?.().then(() => setOvertaken(true));
        },
      },
    );
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    send(basis);
  }

  const line = (
    field: Exclude<keyof EngagementDraft, 'activities' | 'devices' | 'level'>,
    more: { readonly description?: string; readonly type?: string; readonly maxLength?: number } = {},
  ) => ({
    label: words.fields[field],
    maxLength: 200,
    value: draft[field],
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      change({ [field]: currentTarget.value }),
    ...more,
  });

  return (
    <Panel title={engagement ? words.editing : words.beginning}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {engagement && isOvertaken && engagement.version !== basis ? (
            <Overtaken
              saved={draftOf(engagement.terms)}
              mine={draft}
              busy={save.isPending}
              onSave={() => {
                setBasis(engagement.version);
                send(engagement.version);
              }}
              onDrop={() => {
                setDraft(draftOf(engagement.terms));
                setBasis(engagement.version);
                setOvertaken(false);
                save.reset();
              }}
            />
          ) : null}
          <TextInput {...line('title')} error={missing(draft.title)} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput {...line('provider')} error={missing(draft.provider)} />
            <TextInput {...line('providerReach')} />
            <TextInput {...line('contact')} />
            <TextInput {...line('contactReach')} />
            <TextInput {...line('emergency')} />
            <TextInput {...line('emergencyReach')} />
            <TextInput {...line('from', { type: 'date' })} error={missing(draft.from)} />
            <TextInput {...line('until', { type: 'date' })} error={missing(draft.until)} />
          </SimpleGrid>
          <TextInput {...line('timeZone', { description: words.how.timeZone })} error={missing(draft.timeZone)} />
          <Checkbox.Group
            label={words.fields.activities}
            value={[...draft.activities]}
            error={isTried && draft.activities.length === 0 ? text.forms.required : null}
            onChange={(chosen) => change({ activities: ACTIVITIES.filter((each) => chosen.includes(each)) })}
          >
            <Group mt={6}>
              {ACTIVITIES.map((each) => (
                <Checkbox key={each} value={each} label={words.activities[each]} />
              ))}
            </Group>
          </Checkbox.Group>
          {sendsSomething(draft.activities) ? (
            <Select
              label={words.fields.level}
              data={LEVELS.map((value) => ({ value, label: words.levels[value] }))}
              value={draft.level === 'none' ? null : draft.level}
              error={isTried && draft.level === 'none' ? text.forms.required : null}
              onChange={(value) => change({ level: choiceParam(value ?? '', LEVELS) ?? 'none' })}
            />
          ) : null}
          <Textarea
            {...line('networks', { description: words.how.networks, maxLength: 20_000 })}
            autosize
            minRows={2}
            spellCheck={false}
          />
          <Textarea {...line('places', { description: words.how.places, maxLength: 5000 })} autosize minRows={1} />
          <Textarea
            {...line('excluded', { description: words.how.excluded, maxLength: 50_000 })}
            autosize
            minRows={1}
            spellCheck={false}
          />
          <Devices
            devices={draft.devices}
            names={engagement?.names ?? {}}
            isTried={isTried}
            onChange={(devices) => change({ devices })}
          />
          <TextInput {...line('hours', { description: words.how.hours })} />
          <Textarea {...line('keeping', { description: words.how.keeping, maxLength: 1000 })} autosize minRows={2} />
          <SimpleGrid cols={{ base: 1, sm: 3 }}>
            <NumberInput
              label={words.fields.planned}
              min={0}
              max={10_000}
              decimalScale={2}
              value={draft.planned}
              onChange={(value) => change({ planned: String(value) })}
            />
            <NumberInput
              label={words.fields.rate}
              min={0}
              max={100_000}
              decimalScale={2}
              value={draft.rate}
              onChange={(value) => change({ rate: String(value) })}
            />
            <TextInput {...line('currency', { maxLength: 3 })} />
          </SimpleGrid>
          {save.error && !isOvertaken ? <Failure error={save.error} /> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.common.cancel}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {text.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

interface OvertakenProps {
  readonly saved: EngagementDraft;
  readonly mine: EngagementDraft;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onDrop: () => void;
}

function Overtaken({ saved, mine, busy, onSave, onDrop }: OvertakenProps) {
  const fields = differingFields(saved, mine);
  return (
    <Stack gap="sm">
      <Note tone="danger" urgent title={words.conflict}>
        {fields.length === 0 ? words.conflictSame : words.conflictHow}
      </Note>
      {fields.length === 0 ? null : (
        <PlainTable
          label={words.conflictList}
          columns={words.conflictColumns}
          rows={fields}
          rowKey={(field) => field}
          cells={(field) => [
            words.fields[field],
            <Foreign key="saved">{shown(saved[field])}</Foreign>,
            <Foreign key="mine">{shown(mine[field])}</Foreign>,
          ]}
        />
      )}
      <Group>
        <Button loading={busy} onClick={onSave}>
          {words.saveMine}
        </Button>
        <Button variant="default" disabled={busy} onClick={onDrop}>
          {words.dropMine}
        </Button>
      </Group>
    </Stack>
  );
}

function shown(value: EngagementDraft[keyof EngagementDraft]): string {
  const said = typeof value === 'string' ? value.split('\n').join('; ') : Object.values(value).join('; ');
  return said === '' ? words.nothing : said;
}

interface DevicesProps {
  readonly devices: Readonly<Record<string, string>>;
  readonly names: Readonly<Record<string, string>>;
  readonly isTried: boolean;
  readonly onChange: (devices: Readonly<Record<string, string>>) => void;
}

/** Devices that must not be touched, each with its reason. */
function Devices({ devices, names, isTried, onChange }: DevicesProps) {
  const [search, setSearch] = useState('');
  const found = useLoad(['devices', 'choices', search], (signal) =>
    loadDevices({ q: search.trim() === '' ? undefined : search.trim(), limit: CHOICES }, signal),
  );
  const known = new Map([
    ...Object.keys(devices).map((id) => [id, names[id] ?? id] as const),
    ...(found.data?.items ?? []).map(({ id, name }) => [id, name] as const),
  ]);
  return (
    <>
      <MultiSelect
        label={words.fields.devices}
        searchable
        searchValue={search}
        onSearchChange={setSearch}
        data={[...known].map(([value, name]) => ({ value, label: visible(name) }))}
        value={Object.keys(devices)}
        onChange={(ids) => onChange(Object.fromEntries(ids.map((id) => [id, devices[id] ?? ''])))}
      />
      {Object.entries(devices).map(([id, reason]) => (
        <TextInput
          key={id}
          label={words.whyOf(visible(known.get(id) ?? id))}
          maxLength={200}
          value={reason}
          error={isTried && reason.trim() === '' ? text.forms.required : null}
          onChange={({ currentTarget }) => onChange({ ...devices, [id]: currentTarget.value })}
        />
      ))}
    </>
  );
}
