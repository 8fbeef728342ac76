// What may be sent to which addresses, who said so, and what is forbidden.
import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBan, IconPlus, IconShieldOff, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Clearance } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { date } from '../format/format.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { AddClearance } from './add-clearance.tsx';
import classes from './settings.module.css';
import { useClearances, useRemoveClearance } from './use-settings.ts';

/** The list of clearances. */
export function Clearances() {
  const clearances = useClearances();
  const { own } = usePowers();
  const [adding, add] = useDisclosure(false);
  const [removing, setRemoving] = useState<Clearance | null>(null);
  const remove = useRemoveClearance(() => setRemoving(null));
  return (
    <Panel
      title={text.clearances.title}
      lead={text.clearances.lead}
      flush
      actions={
        own ? (
          <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={add.open}>
            {text.clearances.add}
          </Button>
        ) : null
      }
    >
      <Loaded of={clearances}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconShieldOff} title={text.clearances.none}>
              {text.clearances.noneWhy}
            </Empty>
          ) : (
            <ul className={classes['rows']}>
              {items.map((clearance) => (
                <li key={clearance.id} className={classes['row']}>
                  <Line clearance={clearance} />
                  {own ? (
                    <ActionIcon
                      variant="default"
                      aria-label={text.clearances.remove(clearance.range)}
                      onClick={() => setRemoving(clearance)}
                    >
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  ) : null}
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <AddClearance opened={adding} onClose={add.close} />
      <Confirm
        opened={removing !== null}
        title={text.clearances.removeTitle}
        action={text.common.remove}
        danger
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing.id)}
      >
        {removing?.deny ? text.clearances.removeDeny : text.clearances.removeWhat}
      </Confirm>
    </Panel>
  );
}

function Line({ clearance }: { readonly clearance: Clearance }) {
  const { authority } = clearance;
  return (
    <div>
      <div className={classes['rowHead']}>
        <b>
          <Foreign mono>{clearance.range}</Foreign>
        </b>
        {clearance.deny ? (
          <Tag tone="danger" icon={IconBan}>
            {text.clearances.deny}
          </Tag>
        ) : (
          <Tag tone={clearance.level === 'full' ? 'watch' : 'info'}>{text.clearance[clearance.level].name}</Tag>
        )}
        {clearance.publicScope ? <Tag tone="watch">{text.clearances.publicScope}</Tag> : null}
      </div>
      <div className={classes['second']}>
        {clearance.deny ? text.clearances.denyWhat : text.clearance[clearance.level].what}
      </div>
      {clearance.note ? (
        <div className={classes['second']}>
          <Foreign>{clearance.note}</Foreign>
        </div>
      ) : null}
      {authority ? (
        <div className={classes['second']}>
          {text.clearances.authority} <Foreign>{authority.owner}</Foreign>,{' '}
          {text.clearances.until(date(authority.expiresAt))} ·{' '}
          <Foreign mono>{authority.documentSha256.slice(0, 16)}</Foreign>…
        </div>
      ) : null}
      <div className={classes['second']}>
        <Foreign>{clearance.createdBy}</Foreign> · <When at={clearance.createdAt} />
        {clearance.expiresAt ? ` · ${text.clearances.until(date(clearance.expiresAt))}` : ''}
      </div>
    </div>
  );
}
