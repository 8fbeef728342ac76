// The end of a form in a window: leave it, or do it.
import { Button, Group } from '@mantine/core';
import { text } from '../text/index.ts';

interface FormActionsProps {
  readonly action: string;
  readonly busy: boolean;
  readonly onCancel: () => void;
}

/** The two buttons. */
export function FormActions({ action, busy, onCancel }: FormActionsProps) {
  return (
    <Group justify="flex-end">
      <Button variant="default" onClick={onCancel}>
        {text.common.cancel}
      </Button>
      <Button type="submit" loading={busy}>
        {action}
      </Button>
    </Group>
  );
}
