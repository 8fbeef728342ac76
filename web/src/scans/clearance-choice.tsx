// How far a scan may go, each level with what it sends in plain words.
import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../text/index.ts';
import classes from './scans.module.css';

const LEVELS = ['handshake', 'query', 'full'] as const;

interface ClearanceChoiceProps {
  readonly value?: string;
  readonly defaultValue?: string;
  readonly error?: ReactNode;
  readonly onChange?: (value: string) => void;
}

/** Cards to choose a level from. */
export function ClearanceChoice({ value, onChange, error }: ClearanceChoiceProps) {
  return (
    <Radio.Group
      label={text.newScan.clearance}
      description={text.newScan.clearanceHow}
      value={value ?? 'query'}
      error={error}
      {...(onChange ? { onChange } : {})}
    >
      <div className={classes['levels']}>
        {LEVELS.map((level) => (
          <Radio.Card
            key={level}
            value={level}
            className={classes['level'] ?? ''}
            aria-label={text.clearance[level].name}
          >
            <div className={classes['levelGrid']}>
              <Radio.Indicator mt={3} />
              <div>
                <div className={classes['levelName']}>{text.clearance[level].name}</div>
                <div className={classes['second']}>{text.clearance[level].what}</div>
              </div>
            </div>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
