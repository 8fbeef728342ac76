// All scans, newest first, and those that run by themselves.
import { Button, Group } from '@mantine/core';
import { IconRadar2 } from '@tabler/icons-react';
import type { ScanRow } from '#contracts/index.ts';
import { useJob } from '../api/use-job.ts';
import { usePowers } from '../api/use-session.ts';
import { counted, duration } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { ScanStateTag } from '../parts/ladder-tag.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './scans.module.css';
import { Schedules } from './schedules.tsx';
import { targetsText } from './targets-text.tsx';
import { useScans } from './use-scans.ts';

/** The page of scans and schedules. */
export function ScansPage() {
  const scans = useScans();
  const { edit } = usePowers();
  return (
    <Page
      title={text.scans.title}
      lead={text.scans.lead}
      actions={
        edit ? (
          <LinkButton to="/scans/new" leftSection={<IconRadar2 size={18} stroke={1.7} aria-hidden />}>
            {text.scans.start}
          </LinkButton>
        ) : null
      }
    >
      <Panel title={text.scans.all} flush>
        <Loaded of={scans}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.items);
            if (rows.length === 0) {
              return (
                <Empty icon={IconRadar2} title={text.scans.none}>
                  {text.scans.noneWhy}
                </Empty>
              );
            }
            return (
              <>
                <ul className={classes['rows']}>
                  {rows.map((scan) => (
                    <ScanLine key={scan.id} scan={scan} />
                  ))}
                </ul>
                {scans.hasNextPage ? (
                  <Group justify="center" p="md">
                    <Button
                      variant="default"
                      loading={scans.isFetchingNextPage}
                      onClick={() => void scans.fetchNextPage()}
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
      <Schedules />
    </Page>
  );
}

function ScanLine({ scan }: { readonly scan: ScanRow }) {
  const job = useJob(scan.state === 'running' ? scan.job : null);
  return (
    <li className={classes['scan']}>
      <div className={classes['scanState']}>
        <ScanStateTag state={scan.state} />
      </div>
      <div className={classes['scanWords']}>
        <TextLink to="/scans/$id" params={{ id: scan.id }} fw={600}>
          {targetsText(scan.targets)}
        </TextLink>
        <div className={classes['second']}>
          {text.clearance[scan.clearance].name} · {text.scans.from} <Foreign>{scan.vantage}</Foreign> ·{' '}
          {text.scans.startedBy} <Foreign>{scan.startedBy}</Foreign> <When at={scan.startedAt} />
          {scan.totals ? ` · ${duration(scan.totals.seconds)}` : ''}
        </div>
        {job ? <Progress value={job.progress} message={job.message} label={text.scans.progress} /> : null}
      </div>
      <div className={classes['scanOpen']}>
        {scan.open > 0 ? <b>{counted(scan.open, text.units.open, text.units.opens)}</b> : text.scans.noneOpen}
      </div>
    </li>
  );
}
