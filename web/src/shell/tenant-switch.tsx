// Which organization is on screen; a menu when there are several.
import { Button, Menu } from '@mantine/core';
import { IconBuildingHospital, IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { Session } from '#contracts/index.ts';
import { chooseTenant, useTenant } from '../api/tenant.ts';
import { Foreign } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import classes from './shell.module.css';

/** The present organization, and the way to another. */
export function TenantSwitch({ tenants }: { readonly tenants: Session['tenants'] }) {
  const present = useTenant();
  const name = tenants.find((tenant) => tenant.id === present)?.name ?? '';
  if (tenants.length < 2) {
    return (
      <span className={`${classes['tenant']} ${classes['tenantName']}`}>
        <Foreign>{name}</Foreign>
      </span>
    );
  }
  return (
    <Menu position="bottom-start" width={280}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          px="xs"
          className={classes['tenant'] ?? ''}
          leftSection={<IconBuildingHospital size={18} stroke={1.7} aria-hidden />}
          rightSection={<IconChevronDown size={15} aria-hidden />}
        >
          <span className={classes['tenantName']}>
            <Foreign>{name}</Foreign>
          </span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text.shell.organizations}</Menu.Label>
        {tenants.map((tenant) => (
          <Menu.Item
            key={tenant.id}
            onClick={() => chooseTenant(tenant.id)}
            leftSection={
              tenant.id === present ? (
                <IconCheck size={16} aria-hidden />
              ) : (
                <span style={{ display: 'block', width: 16 }} />
              )
            }
            aria-current={tenant.id === present}
          >
            <Foreign>{tenant.name}</Foreign>
            {tenant.demo ? <span className="quiet"> · {text.shell.demo}</span> : null}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
