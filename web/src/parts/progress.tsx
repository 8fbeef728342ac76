// How far long work is, as a bar and as words.
import { Progress as Bar, Group, Text } from '@mantine/core';
import { percent } from '../format/format.ts';
import { text } from '../text/index.ts';

interface ProgressProps {
  /** 0 to 1. */
  readonly value: number;
  readonly message: string;
  readonly label: string;
}

/** A progress bar that a screen reader can follow. */
export function Progress({ value, message, label }: ProgressProps) {
  const share = Math.min(1, Math.max(0, value));
  return (
    <div>
      <Group justify="space-between" gap="md" mb={6} wrap="nowrap">
        <Text size="sm" role="status" className="foreign">
          {message || text.common.waiting}
        </Text>
        <Text size="sm" fw={600}>
          {percent(share)}
        </Text>
      </Group>
      <Bar.Root size="md">
        <Bar.Section value={share * 100} aria-label={label} animated={share < 1} />
      </Bar.Root>
    </div>
  );
}
