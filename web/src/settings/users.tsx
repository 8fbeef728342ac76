// Who may sign in, and what they may do.
import { ActionIcon, Button } from '@mantine/core';
import { IconPencil, IconPlus, IconShieldCheck, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { z } from 'zod';
import type { api } from '#contracts/index.ts';
import { useSession } from '../api/use-session.ts';
import { Confirm } from '../parts/confirm.tsx';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Loaded } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './settings.module.css';
import { useRemoveUser, useUsers } from './use-settings.ts';
import { UserEditor } from './user-editor.tsx';

export type User = z.infer<typeof api.user>;

/** The list of people. */
export function Users() {
  const users = useUsers();
  const me = useSession().data?.user?.id;
  const [editing, setEditing] = useState<User | 'new' | null>(null);
  const [removing, setRemoving] = useState<User | null>(null);
  const remove = useRemoveUser(() => setRemoving(null));
  return (
    <Panel
      title={text.users.title}
      lead={text.users.lead}
      flush
      actions={
        <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEditing('new')}>
          {text.users.add}
        </Button>
      }
    >
      <Loaded of={users}>
        {({ items }) => (
          <ul className={classes['rows']}>
            {items.map((user) => (
              <li key={user.id} className={classes['row']}>
                <div>
                  <div className={classes['rowHead']}>
                    <b>
                      <Foreign>{user.name}</Foreign>
                    </b>
                    {user.id === me ? <Tag tone="info">{text.users.you}</Tag> : null}
                    <Tag tone="quiet">{text.roles[user.role]}</Tag>
                    {user.totp ? (
                      <Tag tone="safe" icon={IconShieldCheck}>
                        {text.users.totp}
                      </Tag>
                    ) : null}
                  </div>
                  <div className={classes['second']}>
                    <Foreign>{user.email}</Foreign> · {text.users.seen} <When at={user.lastSeenAt} />
                  </div>
                </div>
                <div className={classes['actions']}>
                  <ActionIcon
                    variant="default"
                    aria-label={text.users.edit(visible(user.name))}
                    onClick={() => setEditing(user)}
                  >
                    <IconPencil size={16} aria-hidden />
                  </ActionIcon>
                  <ActionIcon
                    variant="default"
                    disabled={user.id === me}
                    aria-label={text.users.remove(visible(user.name))}
                    onClick={() => setRemoving(user)}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {editing ? <UserEditor user={editing === 'new' ? undefined : editing} onClose={() => setEditing(null)} /> : null}
      <Confirm
        opened={removing !== null}
        title={text.users.removeTitle}
        action={text.common.remove}
        danger
        busy={remove.isPending}
        error={remove.error}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing && remove.mutate(removing.id)}
      >
        {removing ? text.users.removeWhat(visible(removing.name)) : null}
      </Confirm>
    </Panel>
  );
}
