// What a person can decide about a device: correct it, take it out of service, take it apart.
import { Button, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconArrowsSplit2, IconChevronDown, IconPencil } from '@tabler/icons-react';
import type { DeviceDetail } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { Confirm } from '../parts/confirm.tsx';
import { notice } from '../parts/notice.ts';
import { text } from '../text/index.ts';
import { EditDevice } from './edit-device.tsx';
import { SplitDevice } from './split-device.tsx';
import { useRetire } from './use-device.ts';

/** The buttons beside the device's name; readers see none. */
export function DeviceActions({ detail }: { readonly detail: DeviceDetail }) {
  const { device } = detail;
  const [editing, edit] = useDisclosure(false);
  const [splitting, split] = useDisclosure(false);
  const [retiring, retire] = useDisclosure(false);
  const change = useRetire(device.id, () => {
    retire.close();
    notice(device.retired ? text.device.broughtBack : text.device.retiredNow);
  });
  if (!usePowers().edit) return null;
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={17} stroke={1.7} aria-hidden />} onClick={edit.open}>
        {text.device.edit}
      </Button>
      <Menu>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={15} aria-hidden />}>
            {text.device.more}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconArchive size={17} stroke={1.7} aria-hidden />} onClick={retire.open}>
            {device.retired ? text.device.bringBack : text.device.retire}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconArrowsSplit2 size={17} stroke={1.7} aria-hidden />}
            disabled={detail.subjects.length < 2}
            onClick={split.open}
          >
            {text.device.split}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Confirm
        opened={retiring}
        title={device.retired ? text.device.bringBack : text.device.retire}
        action={device.retired ? text.device.bringBack : text.device.retire}
        busy={change.isPending}
        error={change.error}
        onClose={retire.close}
        onConfirm={() => change.mutate(!device.retired)}
      >
        {device.retired ? text.device.bringBackWhat : text.device.retireWhat}
      </Confirm>
      <EditDevice detail={detail} opened={editing} onClose={edit.close} />
      <SplitDevice detail={detail} opened={splitting} onClose={split.close} />
    </>
  );
}
