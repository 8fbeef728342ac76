// Light, dark, or as the system says.
import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { type Icon, IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { text } from '../text/index.ts';

const CHOICES = [
  { scheme: 'auto', icon: IconDeviceDesktop, label: text.shell.scheme.auto },
  { scheme: 'light', icon: IconSun, label: text.shell.scheme.light },
  { scheme: 'dark', icon: IconMoon, label: text.shell.scheme.dark },
] as const satisfies readonly { scheme: string; icon: Icon; label: string }[];

/** Chooses the color scheme. */
export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Present = CHOICES.find((choice) => choice.scheme === colorScheme)?.icon ?? IconDeviceDesktop;
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="var(--mantine-color-dimmed)"
          size="lg"
          aria-label={text.shell.scheme.label}
        >
          <Present size={20} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {CHOICES.map(({ scheme, icon: Picture, label }) => (
          <Menu.Item
            key={scheme}
            leftSection={<Picture size={17} stroke={1.7} aria-hidden />}
            rightSection={scheme === colorScheme ? <IconCheck size={15} aria-hidden /> : null}
            onClick={() => setColorScheme(scheme)}
          >
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
