// A person of the roster, in a window: added, or changed.
import { Checkbox, Group, Modal, MultiSelect, Stack, Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { STAFF_ROLE_NAMES, STAFF_ROLES, type StaffRole, type StaffRow } from '#contracts/index.ts';
import { loadDevices } from '../api/devices.ts';
import { addStaff, changeStaff } from '../api/training.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { visible } from '../parts/foreign.tsx';
import { FormActions } from '../parts/form-actions.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const words = text.training;

interface StaffFormProps {
  /** Null for a new one. */
  readonly person: StaffRow | null;
  readonly onClose: () => void;
}

/** The window. */
export function StaffForm({ person, onClose }: StaffFormProps) {
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState(person?.email ?? '');
  const [roles, setRoles] = useState<readonly StaffRole[]>(person?.roles ?? []);
  const [devices, setDevices] = useState<readonly string[]>(person?.devices ?? []);
  const [active, setActive] = useState(person?.active ?? true);
  const save = useWrite(async () => {
    const body = { name, email, roles: [...roles], devices: [...devices] };
    await (person ? changeStaff({ ...body, active, id: person.id }) : addStaff(body));
  }, onClose);
  function submit(event: FormEvent): void {
    event.preventDefault();
    save.mutate(undefined);
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={person ? words.editOf(visible(person.name)) : words.addPerson}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={words.name}
            required
            data-autofocus
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={words.email}
            type="email"
            required
            maxLength={254}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Checkbox.Group
            label={words.roles}
            required
            value={[...roles]}
            onChange={(chosen) => setRoles(STAFF_ROLES.filter((role) => chosen.includes(role)))}
          >
            <Group gap="sm" mt={6}>
              {STAFF_ROLES.map((role) => (
                <Checkbox key={role} value={role} label={STAFF_ROLE_NAMES[role]} />
              ))}
            </Group>
          </Checkbox.Group>
          <DeviceChoice person={person} chosen={devices} onChange={setDevices} />
          {person ? (
            <Switch
              label={words.isActive}
              checked={active}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
          ) : null}
          {save.error ? <Failure error={save.error} /> : null}
          <FormActions action={text.common.save} busy={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

interface DeviceChoiceProps {
  readonly person: StaffRow | null;
  readonly chosen: readonly string[];
  readonly onChange: (devices: readonly string[]) => void;
}

function DeviceChoice({ person, chosen, onChange }: DeviceChoiceProps) {
  const [search, setSearch] = useState('');
  const [seen, remember] = useState<ReadonlyMap<string, string>>(
    () => new Map(person?.devices.map((id, place) => [id, person.deviceNames[place] ?? id])),
  );
  const found = useLoad(
    ['devices', 'choice', search],
    (signal) => loadDevices({ search, limit: 30, retired: 'false', sort: 'name', order: 'asc' }, signal),
    { keep: true },
  );
  const names = new Map([...seen, ...(found.data?.items ?? []).map(({ id, name }) => [id, name] as const)]);
  return (
    <MultiSelect
      label={words.devices}
      description={words.devicesHow}
      searchable
      data={[...names].map(([value, label]) => ({ value, label: visible(label) }))}
      limit={40}
      value={[...chosen]}
      onChange={(ids) => {
        remember(new Map(ids.map((id) => [id, names.get(id) ?? id])));
        onChange(ids);
      }}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={words.noMatch}
    />
  );
}
