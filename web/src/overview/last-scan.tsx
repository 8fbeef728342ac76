// The newest scan, and what runs right now.
import { Group, Stack, Text } from '@mantine/core';
import type { Overview } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { ScanStateTag } from '../parts/ladder-tag.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';

/** When we last looked, and from where. */
export function LastScan({ overview }: { readonly overview: Overview }) {
  const { lastScan, running } = overview;
  return (
    <Panel
      title={text.overview.lastScanTitle}
      actions={
        <LinkButton to="/scans/new" size="xs" variant="default">
          {text.scans.start}
        </LinkButton>
      }
    >
      <Stack gap="md">
        {running.map((job) => (
          <Progress key={job.job} value={job.progress} message={job.message} label={job.kind} />
        ))}
        {lastScan ? (
          <div>
            <Group gap="sm">
              <ScanStateTag state={lastScan.state} />
              <Text size="sm">
                <When at={lastScan.endedAt} />
              </Text>
            </Group>
            <Text size="sm" c="dimmed" mt="xs">
              {text.overview.seenFrom} <Foreign>{lastScan.vantage}</Foreign>. {text.overview.vantageWhy}
            </Text>
            <TextLink to="/scans/$id" params={{ id: lastScan.id }} size="sm">
              {text.overview.openScan}
            </TextLink>
          </div>
        ) : (
          <Text c="dimmed" size="sm">
            {text.overview.neverScanned}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
