// Who did what and when: sign-ins, clearances, scans and changes.
import { Button, Group } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { dateTime } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './settings.module.css';
import { useAudit } from './use-settings.ts';

/** The trail, newest first. */
export function AuditTrail() {
  const audit = useAudit();
  return (
    <Panel title={text.audit.title} lead={text.audit.lead} flush>
      <Loaded of={audit}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.items);
          if (entries.length === 0) return <Empty icon={IconHistory} title={text.audit.none} />;
          return (
            <>
              <ol className={classes['rows']}>
                {entries.map((entry) => (
                  <li key={entry.id} className={classes['audit']}>
                    <time dateTime={entry.at} className={classes['second']}>
                      {dateTime(entry.at)}
                    </time>
                    <div>
                      <b>
                        <Foreign>{entry.who}</Foreign>
                      </b>{' '}
                      <Foreign>{entry.action}</Foreign> <Foreign>{entry.subject}</Foreign>
                      {entry.detail ? (
                        <div className={classes['second']}>
                          <Foreign>{entry.detail}</Foreign>
                        </div>
                      ) : null}
                    </div>
                  </li>
                ))}
              </ol>
              {audit.hasNextPage ? (
                <Group justify="center" p="md">
                  <Button
                    variant="default"
                    loading={audit.isFetchingNextPage}
                    onClick={() => void audit.fetchNextPage()}
                  >
                    {text.common.showMore}
                  </Button>
                </Group>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}
