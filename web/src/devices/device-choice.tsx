// Chooses devices by name. Of more than a hundred those are offered that fit what is typed; what was chosen stays a choice, whatever is typed.
import { MultiSelect } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { loadDevices } from '../api/devices.ts';
import { useLoad } from '../api/use-load.ts';
import { visible } from '../parts/foreign.tsx';

const CHOICES = 100;

interface DeviceChoiceProps {
  readonly label: string;
  readonly description?: string;
  readonly error?: ReactNode;
  /** Devices whose names are known already; they are offered first. */
  readonly known: readonly { readonly id: string; readonly name: string }[];
  readonly value: readonly string[];
  readonly onChange: (devices: string[]) => void;
}

/** The field. */
export function DeviceChoice({ label, description, error, known, value, onChange }: DeviceChoiceProps) {
  const [search, setSearch] = useState('');
  const found = useLoad(['devices', 'choices', search], (signal) =>
    loadDevices({ q: search.trim() === '' ? undefined : search.trim(), limit: CHOICES }, signal),
  );
  const names = new Map([...known, ...(found.data?.items ?? [])].map(({ id, name }) => [id, name] as const));
  for (const id of value) if (!names.has(id)) names.set(id, id);
  return (
    <MultiSelect
      label={label}
      description={description}
      searchable
      searchValue={search}
      onSearchChange={setSearch}
      data={[...names].map(([id, name]) => ({ value: id, label: visible(name) }))}
      value={[...value]}
      error={error}
      onChange={onChange}
    />
  );
}
