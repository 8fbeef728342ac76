// Asks once more before something that a person may not want.
import { Button, Group, Modal, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../text/index.ts';
import { Failure } from './states.tsx';

interface ConfirmProps {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly error?: unknown;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

/** A question with two answers. */
export function Confirm(props: ConfirmProps) {
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Text component="div" size="sm">
        {props.children}
      </Text>
      {props.error ? <Failure error={props.error} /> : null}
      <Group justify="flex-end" mt="lg" gap="sm">
        <Button variant="default" onClick={props.onClose}>
          {text.common.cancel}
        </Button>
        <Button {...(props.danger ? { color: 'red.9' } : {})} loading={props.busy ?? false} onClick={props.onConfirm}>
          {props.action}
        </Button>
      </Group>
    </Modal>
  );
}
