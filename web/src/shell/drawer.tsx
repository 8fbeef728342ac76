// The navigation as a drawer, for narrow screens; loaded when it is first opened.
import { Drawer } from '@mantine/core';
import { text } from '../text/index.ts';
import { Brand } from './brand.tsx';
import { Navigation } from './navigation.tsx';

interface NavigationDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The drawer. */
export function NavigationDrawer({ opened, onClose }: NavigationDrawerProps) {
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size={280}
      title={<Brand />}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <Navigation label={text.shell.navigation} folds onFollow={onClose} />
    </Drawer>
  );
}
