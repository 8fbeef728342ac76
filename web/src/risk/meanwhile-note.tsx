// What somebody else saved while a person was typing, and what to do about it.
import { Button, Group, Text } from '@mantine/core';
import type { RiskFigure } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Note } from '../parts/note.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';
import type { SettingsDraft } from './settings-draft.ts';

const words = text.meanwhile;

interface MeanwhileProps {
  readonly by: string | null;
  readonly figures: readonly RiskFigure[];
  readonly draft: SettingsDraft;
}

/** Nothing while nobody else saved. */
export function MeanwhileNote({ by, figures, draft: { meanwhile, keepMine, takeTheirs } }: MeanwhileProps) {
  if (meanwhile.length === 0) return null;
  const labels = new Map(figures.map(({ path, label }) => [path, label]));
  return (
    <Note tone="watch" title={words.title} urgent>
      <Text size="sm">
        {by === null ? words.somebody : <Foreign>{by}</Foreign>} {words.saved}
      </Text>
      <ul className={classes['meanwhile']}>
        {meanwhile.map(({ path, theirs, ...rest }) => (
          <li key={path}>
            <Foreign>{labels.get(path) ?? path}</Foreign>: {words.now} <Foreign>{written(theirs)}</Foreign>
            {'mine' in rest ? (
              <>
                {words.youWrote} <Foreign>{written(rest.mine)}</Foreign>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      <Group gap="sm">
        <Button variant="default" onClick={keepMine}>
          {words.keepMine}
        </Button>
        <Button variant="default" onClick={takeTheirs}>
          {words.takeTheirs}
        </Button>
      </Group>
    </Note>
  );
}

/** A value as it is stated, in one line. */
function written(value: unknown): string {
  if (value === undefined) return words.default;
  if (value === null) return words.none;
  if (Array.isArray(value)) return value.length === 0 ? words.none : value.map(written).join('; ');
  if (typeof value === 'object') return Object.values(value).map(written).join(', ');
  if (typeof value === 'number') return value.toLocaleString('en-US');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
