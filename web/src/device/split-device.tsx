// Takes sightings that belong to another machine out of a device.
import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { DeviceDetail } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { notice } from '../parts/notice.ts';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { useSplit } from './use-device.ts';

interface SplitDeviceProps {
  readonly detail: DeviceDetail;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The choice of sightings in a window. */
export function SplitDevice({ detail, opened, onClose }: SplitDeviceProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const navigate = useNavigate();
  const { device, subjects } = detail;
  const split = useSplit(device.id, (devices) => {
    setChosen([]);
    onClose();
    notice(text.device.splitDone);
    const other = devices.find((id) => id !== device.id);
    if (other) void navigate({ to: '/devices/$id', params: { id: other } });
  });
  const keys = new Map(subjects.map((subject) => [`${subject.kind} ${subject.key}`, subject]));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text.device.splitTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {text.device.splitWhat}
        </Text>
        <Checkbox.Group value={[...chosen]} onChange={setChosen} label={text.device.splitChoose}>
          <Stack gap="xs" mt="xs">
            {[...keys].map(([key, subject]) => (
              <Checkbox
                key={key}
                value={key}
                label={
                  <>
                    {subject.kind} <Foreign mono>{subject.key}</Foreign>
                  </>
                }
                description={<Foreign>{subject.because}</Foreign>}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {chosen.length === subjects.length ? <Text size="sm">{text.device.splitNotAll}</Text> : null}
        {split.error ? <Failure error={split.error} /> : null}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button
            disabled={chosen.length === 0 || chosen.length === subjects.length}
            loading={split.isPending}
            onClick={() =>
              split.mutate(chosen.flatMap((key) => keys.get(key) ?? []).map(({ kind, key }) => ({ kind, key })))
            }
          >
            {text.device.split}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
