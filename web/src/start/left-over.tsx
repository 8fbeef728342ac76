// What was said otherwise elsewhere: kept as it stands there, until somebody wants the answer of the guided start in its place.
import { Button, Group } from '@mantine/core';
import type { StartLeft } from '#contracts/index.ts';
import { usePowers } from '../api/use-session.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { Failure } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './start.module.css';
import { useFinish } from './use-walk.ts';

const words = text.guided.result;
const PLACES = new Map<string, string>(Object.entries(words.places));

/** Nothing where there is none. */
export function LeftOver({ left }: { readonly left: readonly StartLeft[] }) {
  const finish = useFinish();
  const { edit } = usePowers();
  if (left.length === 0) return null;
  return (
    <Panel title={words.left} lead={words.leftLead}>
      <ul className={classes['list']}>
        {left.map(({ what, here, said }) => (
          <li key={what}>
            <Group gap="sm">
              <Foreign>{words.leftRow(placeOf(what), here, said)}</Foreign>
              {edit ? (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={finish.isPending && finish.variables.includes(what)}
                  onClick={() => finish.mutate([what])}
                >
                  {words.useMine}
                </Button>
              ) : null}
            </Group>
          </li>
        ))}
      </ul>
      {finish.error ? <Failure error={finish.error} /> : null}
    </Panel>
  );
}

/** `modalities.CT.examsPerDay` as "Exams a day: CT". */
function placeOf(what: string): string {
  const parts = what.split('.');
  const figure = PLACES.get(parts.at(-1) ?? '') ?? PLACES.get(parts[0] ?? '') ?? what;
  return parts.length === 1 ? figure : `${figure}, ${parts[1] ?? ''}`;
}
