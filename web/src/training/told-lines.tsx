// What a list that was taken in left out, and why.
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import classes from './training.module.css';

interface ToldLinesProps {
  readonly title: string;
  readonly lines: readonly { readonly line?: number; readonly place?: string; readonly message: string }[];
}

const SHOWN = 50;

/** The lines under a heading; nothing when there are none. */
export function ToldLines({ title, lines }: ToldLinesProps) {
  if (lines.length === 0) return null;
  return (
    <div>
      <strong>{title}</strong>
      <ul className={classes['told']}>
        {lines.slice(0, SHOWN).map(({ line, place, message }) => (
          <li key={`${line ?? place} ${message}`}>
            <Foreign>{`${place ?? text.training.line(count(line ?? 0))}: ${message}`}</Foreign>
          </li>
        ))}
      </ul>
    </div>
  );
}
