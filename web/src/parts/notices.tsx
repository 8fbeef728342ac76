// Short notices in the corner that something was done. They go away by themselves and are read out by screen readers.
import { CloseButton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { text } from '../text/index.ts';
import { dismiss, shownNotices, subscribeNotices } from './notice.ts';
import classes from './notices.module.css';

/** The place where notices appear; one for the whole app. */
export function Notices() {
  const notices = useSyncExternalStore(subscribeNotices, shownNotices);
  return (
    <div className={classes['place']} role="status">
      {notices.map((notice) => (
        <div key={notice.id} className={classes['notice']}>
          <IconCircleCheck size={20} stroke={1.7} aria-hidden />
          <span>{notice.message}</span>
          <CloseButton size="sm" aria-label={text.common.close} onClick={() => dismiss(notice.id)} />
        </div>
      ))}
    </div>
  );
}
