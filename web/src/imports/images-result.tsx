// What came of images: the machines that made them, or the sentence that says why they were not taken in.
import { Button, Group, Text } from '@mantine/core';
import type { Job } from '#contracts/index.ts';
import { imagesResult } from '../api/images.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import { MachineTable } from './machine-table.tsx';
import { ProblemList } from './problem-list.tsx';

interface ImagesResultProps {
  readonly job: Job;
  readonly onAgain: () => void;
}

/** The result of the job that took images in. */
export function ImagesResult({ job, onAgain }: ImagesResultProps) {
  const told = imagesResult(job.result);
  return (
    <Panel title={told ? text.images.done : text.images.failed}>
      {told ? (
        <>
          <Text role="status">{text.images.summary(count(told.files), count(told.devices.length))}</Text>
          <ProblemList problems={told.problems} />
          {told.devices.length > 0 ? (
            <MachineTable label={text.images.machines} machines={told.devices} />
          ) : (
            <Text size="sm" c="dimmed" mt="xs">
              {text.images.noMachine}
            </Text>
          )}
        </>
      ) : (
        <Note tone="danger" urgent>
          <Foreign>{job.error ?? (job.message || text.images.failed)}</Foreign>
        </Note>
      )}
      <Group mt="lg">
        {told && told.devices.length > 0 ? <LinkButton to="/devices">{text.imports.seeDevices}</LinkButton> : null}
        <Button variant="default" onClick={onAgain}>
          {text.images.again}
        </Button>
      </Group>
    </Panel>
  );
}
