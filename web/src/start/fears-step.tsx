// What people fear most: any of six; the page of results tells of each.
import { Button, Chip, Group } from '@mantine/core';
import { useState } from 'react';
import { FEARS, type Fear, type StartWalk, startWalk } from '#contracts/index.ts';
import { text } from '../text/index.ts';
import { Kept } from './kept.tsx';
import classes from './start.module.css';
import { savedOf } from './steps.ts';
import { useSaveField } from './use-walk.ts';

const words = text.guided;
const ALL = Object.keys(FEARS) as Fear[]; // the keys of a constant

interface FearsStepProps {
  readonly walk: StartWalk;
  readonly edit: boolean;
  readonly onNext: (walk: StartWalk) => void;
}

/** The step. */
export function FearsStep({ walk, edit, onNext }: FearsStepProps) {
  const save = useSaveField();
  const known = startWalk.START_FIELDS.fears.safeParse(savedOf(walk, 'fears')?.value).data ?? [];
  const [chosen, choose] = useState<readonly string[]>(known);
  const shown = known.map((fear) => words.fears.names[fear]).join(', ');
  return (
    <>
      <h1 id="fears">{words.fears.ask}</h1>
      <Chip.Group multiple value={[...chosen]} onChange={choose}>
        <Group gap="sm" role="group" aria-labelledby="fears">
          {ALL.map((fear) => (
            <Chip key={fear} value={fear} size="lg" disabled={!edit}>
              {words.fears.names[fear]}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <div className={classes['answers']}>
        <Button
          size="lg"
          disabled={!edit}
          loading={save.isPending}
          onClick={() => save.mutate({ field: 'fears', value: [...chosen] }, { onSuccess: onNext })}
        >
          {words.next}
        </Button>
      </div>
      <Kept saving={save} shown={shown} onPut={onNext} />
    </>
  );
}
