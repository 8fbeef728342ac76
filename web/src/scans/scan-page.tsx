// One scan: live progress while it runs, then what was found, what was refused, and what changed since another scan.
import { Button, Text } from '@mantine/core';
import { IconChevronRight, IconPlayerStop } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { z } from 'zod';
import type { api } from '#contracts/index.ts';
import { isOver } from '../api/jobs.ts';
import { useJob } from '../api/use-job.ts';
import { usePowers } from '../api/use-session.ts';
import { bytes, count, dateTime, duration } from '../format/format.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { ScanStateTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { notice } from '../parts/notice.ts';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { Difference } from './difference.tsx';
import { EndpointList } from './endpoint-list.tsx';
import classes from './scans.module.css';
import { targetsText } from './targets-text.tsx';
import { useCancelScan, useScan } from './use-scans.ts';

type ScanDetail = z.infer<typeof api.scanDetail>;

const route = getRouteApi('/scans/$id');
const MANY_REFUSED = 5;

/** The page of one scan. */
export function ScanPage() {
  const { id } = route.useParams();
  const scan = useScan(id);
  if (scan.data) return <Known detail={scan.data} />;
  return (
    <Page title={text.scans.one}>
      {scan.error ? <Failure error={scan.error} onRetry={() => void scan.refetch()} /> : <Waiting lines={12} />}
    </Page>
  );
}

function Known({ detail }: { readonly detail: ScanDetail }) {
  const { scan, refused, endpoints } = detail;
  const navigate = route.useNavigate();
  const { from } = route.useSearch();
  return (
    <Page
      title={targetsText(scan.targets)}
      tab={`${text.scans.one} ${scan.targets[0] ?? ''}`}
      above={
        <div className={classes['toolbar']} style={{ padding: 0 }}>
          <TextLink to="/scans" size="sm">
            {text.scans.title} <IconChevronRight size={14} aria-hidden style={{ verticalAlign: '-2px' }} />
          </TextLink>
        </div>
      }
      lead={
        <>
          <ScanStateTag state={scan.state} /> {text.scanStateWhy[scan.state]}
        </>
      }
      actions={scan.state === 'running' ? <Cancel id={scan.id} /> : null}
    >
      {scan.state === 'running' ? <Running scan={scan} /> : null}
      <Panel title={text.scans.inShort}>
        <FactsList
          items={[
            [text.scans.started, dateTime(scan.startedAt)],
            [text.scans.by, <Foreign key="by">{scan.startedBy}</Foreign>],
            [text.scans.clearance, text.clearance[scan.clearance].name],
            [
              text.scans.authority,
              scan.authority ? <Foreign key="authority">{scan.authority}</Foreign> : text.scans.noAuthority,
            ],
            [text.scans.vantage, <Foreign key="vantage">{scan.vantage}</Foreign>],
            scan.totals ? [text.scans.took, duration(scan.totals.seconds)] : null,
            scan.totals ? [text.scans.hosts, count(scan.totals.hosts)] : null,
            scan.totals ? [text.scans.connections, count(scan.totals.connections)] : null,
            scan.totals ? [text.scans.sent, bytes(scan.totals.bytesSent)] : null,
          ]}
        />
      </Panel>
      {refused.length > 0 ? (
        <Panel title={text.scans.refused(refused.length)} lead={text.scans.refusedWhy}>
          {refused.length > MANY_REFUSED ? (
            <Unfold label={text.common.showAll}>
              <Refused refused={refused} />
            </Unfold>
          ) : (
            <Refused refused={refused} />
          )}
        </Panel>
      ) : null}
      <EndpointList endpoints={endpoints} running={scan.state === 'running'} />
      {scan.state === 'running' ? null : (
        <Difference
          scan={scan}
          from={from}
          onChoose={(other) =>
            void navigate({ search: other ? { from: other } : {}, replace: true, resetScroll: false })
          }
        />
      )}
    </Page>
  );
}

function Refused({ refused }: { readonly refused: ScanDetail['refused'] }) {
  return (
    <ul className={classes['differenceList']}>
      {refused.map((each) => (
        <li key={each.target + each.reason}>
          <Foreign mono>{each.target}</Foreign>
          <span className="quiet">
            <Foreign>{each.reason}</Foreign>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Running({ scan }: { readonly scan: ScanDetail['scan'] }) {
  const job = useJob(scan.job);
  const client = useQueryClient();
  const over = job !== undefined && isOver(job);
  useEffect(() => {
    if (over) void client.invalidateQueries();
  }, [over, client]);
  return (
    <Panel title={text.scans.progress}>
      <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={text.scans.progress} />
      {job?.error ? <Failure error={new Error(job.error)} /> : null}
      <Text size="sm" c="dimmed" mt="sm">
        {text.scans.mayLeave}
      </Text>
    </Panel>
  );
}

function Cancel({ id }: { readonly id: string }) {
  const cancel = useCancelScan(id, () => notice(text.scans.cancelled));
  if (!usePowers().edit) return null;
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerStop size={18} stroke={1.7} aria-hidden />}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(undefined)}
      >
        {text.scans.cancel}
      </Button>
      {cancel.error ? <Failure error={cancel.error} /> : null}
    </>
  );
}
