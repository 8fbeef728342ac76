// The machines that images or an archive named, with what is known of each.
import type { ImagesDocument } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { text } from '../text/index.ts';

interface MachineTableProps {
  readonly label: string;
  readonly machines: ImagesDocument['devices'];
}

/** The table. */
export function MachineTable({ label, machines }: MachineTableProps) {
  return (
    <PlainTable
      label={label}
      columns={text.archives.columns}
      rows={machines}
      rowKey={({ vendor, model, serial, station }) => JSON.stringify([vendor, model, serial, station])}
      cells={(machine) => [
        machine.modality,
        <Foreign key="maker">{[machine.vendor, machine.model].filter((part) => part !== null).join(' ')}</Foreign>,
        <Foreign key="serial">{machine.serial ?? machine.station ?? ''}</Foreign>,
        <Foreign key="software">{machine.software.map(({ version }) => version).join(', ')}</Foreign>,
        count(machine.exams),
        machine.lastUse,
      ]}
    />
  );
}
