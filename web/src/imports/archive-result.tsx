// What an archive told: its machines, how far back it was asked, what it left open; or the sentence that says why it was not asked.
import { Button, Group, Text } from '@mantine/core';
import type { Job } from '#contracts/index.ts';
import { archiveResult } from '../api/archives.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import { MachineTable } from './machine-table.tsx';
import { ProblemList } from './problem-list.tsx';

interface ArchiveResultProps {
  readonly job: Job;
  readonly onAgain: () => void;
}

/** The result of the job that asked. */
export function ArchiveResult({ job, onAgain }: ArchiveResultProps) {
  const told = archiveResult(job.result);
  return (
    <Panel title={told ? text.archives.done : text.archives.notAsked}>
      {told ? (
        <>
          <Text role="status">
            {text.archives.summary(count(told.archive.exams), count(told.devices.length), count(told.archive.added))}{' '}
            {text.archives.ended[told.archive.ended]}{' '}
            {told.archive.backTo === null ? text.archives.noDay : text.archives.backTo(told.archive.backTo)}
          </Text>
          {told.archive.patients === null ? null : (
            <Text mt="xs">
              {text.archives.patients({
                ...told.archive.patients,
                count: count(told.archive.patients.count),
                low: count(told.archive.patients.low),
                high: count(told.archive.patients.high),
              })}
            </Text>
          )}
          <ProblemList problems={told.problems} />
          {told.devices.length > 0 ? <MachineTable label={text.archives.machines} machines={told.devices} /> : null}
        </>
      ) : (
        <Note tone="danger" urgent>
          <Foreign>{job.error ?? (job.message || text.archives.ended.stopped)}</Foreign>
        </Note>
      )}
      <Group mt="lg">
        {told ? <LinkButton to="/devices">{text.imports.seeDevices}</LinkButton> : null}
        <Button variant="default" onClick={onAgain}>
          {text.archives.again}
        </Button>
      </Group>
    </Panel>
  );
}
