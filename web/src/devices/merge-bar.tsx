// Appears when devices are selected: declares them to be one, which can be undone.
import { Button, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArrowMerge } from '@tabler/icons-react';
import { useState } from 'react';
import type { DeviceRow } from '#contracts/index.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { text } from '../text/index.ts';
import { addressLine } from './device-table.tsx';
import classes from './devices.module.css';
import { useMerge, useUndo } from './use-devices.ts';

const MOST = 20;

interface MergeBarProps {
  readonly selected: ReadonlyMap<string, DeviceRow>;
  readonly onClear: () => void;
}

/** The bar at the foot of the window. */
export function MergeBar({ selected, onClear }: MergeBarProps) {
  const [asking, ask] = useDisclosure(false);
  const [merged, setMerged] = useState<string | null>(null);
  const merge = useMerge((decision) => {
    ask.close();
    onClear();
    setMerged(decision);
  });
  const undo = useUndo(() => {
    setMerged(null);
    notice(text.devices.mergeUndone);
  });

  if (selected.size === 0 && merged === null) return null;
  if (selected.size === 0) {
    return (
      <div className={classes['bar']} role="status">
        <span>{text.devices.merged}</span>
        <span className={classes['barActions']}>
          <Button size="xs" variant="default" loading={undo.isPending} onClick={() => merged && undo.mutate(merged)}>
            {text.common.undo}
          </Button>
          <Button size="xs" variant="subtle" onClick={() => setMerged(null)}>
            {text.common.close}
          </Button>
        </span>
      </div>
    );
  }
  return (
    <div className={classes['bar']} role="status">
      <span>{text.devices.selected(selected.size)}</span>
      <span className={classes['barActions']}>
        <Button
          size="xs"
          disabled={selected.size < 2 || selected.size > MOST}
          leftSection={<IconArrowMerge size={16} aria-hidden />}
          onClick={ask.open}
        >
          {text.devices.merge}
        </Button>
        <Button size="xs" variant="subtle" onClick={onClear}>
          {text.devices.clearSelection}
        </Button>
      </span>
      <Confirm
        opened={asking}
        title={text.devices.mergeTitle(selected.size)}
        action={text.devices.merge}
        busy={merge.isPending}
        error={merge.error}
        onClose={ask.close}
        onConfirm={() => merge.mutate([...selected.keys()])}
      >
        <Text size="sm">{text.devices.mergeWhat}</Text>
        <ul className={classes['mergeList']}>
          {[...selected.values()].map((device) => (
            <li key={device.id}>
              <Foreign>{device.name}</Foreign>
              <div className={classes['second']}>{addressLine(device)}</div>
            </li>
          ))}
        </ul>
      </Confirm>
    </div>
  );
}
