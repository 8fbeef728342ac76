// Working the risk out: the button, and how far it is.
import { Button, Text } from '@mantine/core';
import { IconCalculator } from '@tabler/icons-react';
import { usePowers } from '../api/use-session.ts';
import { Note } from '../parts/note.tsx';
import { Panel } from '../parts/panel.tsx';
import { Progress } from '../parts/progress.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import type { Assessing } from './use-risk.ts';

/** The button; readers are told whom to ask. */
export function AssessButton({ assessing, again }: { readonly assessing: Assessing; readonly again: boolean }) {
  if (!usePowers().edit) return again ? null : <p className="quiet">{text.common.readersOnly}</p>;
  return (
    <Button
      leftSection={<IconCalculator size={18} stroke={1.7} aria-hidden />}
      variant={again ? 'default' : 'filled'}
      loading={assessing.busy}
      onClick={assessing.start}
    >
      {again ? text.risk.workAgain : text.risk.work}
    </Button>
  );
}

/** How far it is, or why it did not work; nothing when nothing is under way. */
export function AssessProgress({ assessing }: { readonly assessing: Assessing }) {
  const { busy, job, error, stop, stopping } = assessing;
  const { edit } = usePowers();
  if (error) return <Failure error={error} />;
  if (busy)
    return (
      <Panel title={text.risk.working}>
        <Progress value={job?.progress ?? 0} message={job?.message ?? ''} label={text.risk.working} />
        <Text size="sm" c="dimmed" mt="sm">
          {text.risk.mayLeave}
        </Text>
        {edit && job ? (
          <Button mt="md" variant="default" loading={stopping} onClick={stop}>
            {text.risk.stop}
          </Button>
        ) : null}
      </Panel>
    );
  if (job?.state === 'cancelled') return <Note>{text.risk.stopped}</Note>;
  if (job && job.state !== 'done') return <Failure error={new Error(job.error ?? text.risk.failed)} />;
  return null;
}
