// What went wrong when a field was kept. Where somebody else has answered in between, the page shows that answer, and the person chooses.
import { Button, Group } from '@mantine/core';
import type { StartSaved, StartWalk } from '#contracts/index.ts';
import { ApiFault, faultText } from '../api/fault.ts';
import { Note } from '../parts/note.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import type { Said } from './use-walk.ts';

const words = text.guided;

interface KeptProps {
  readonly saving: {
    readonly error: unknown;
    readonly variables: Said | undefined;
    readonly isPending: boolean;
    reset(): void;
    mutate(said: { field: string; value: StartSaved['value'] }, then: { onSuccess: (walk: StartWalk) => void }): void;
  };
  /** What stands there now, in words; '' where that says nothing. */
  readonly shown: string;
  readonly onPut: (walk: StartWalk) => void;
}

/** Nothing as long as all went well. */
export function Kept({ saving, shown, onPut }: KeptProps) {
  const { error, variables } = saving;
  if (!error || !variables) return null;
  const again = () => saving.mutate(variables, { onSuccess: onPut });
  if (!(error instanceof ApiFault && error.code === 'conflict')) return <Failure error={error} onRetry={again} />;
  return (
    <Note tone="watch" urgent>
      {faultText(error)} {shown === '' ? null : words.conflict(shown)}
      <Group mt="sm" gap="sm">
        <Button size="xs" variant="default" onClick={() => saving.reset()}>
          {words.keepTheirs}
        </Button>
        <Button size="xs" variant="default" loading={saving.isPending} onClick={again}>
          {words.putMine}
        </Button>
      </Group>
    </Note>
  );
}
