// What was left open, sentence by sentence.
import type { ImagesDocument } from '#contracts/index.ts';
import { Foreign } from '../parts/foreign.tsx';
import classes from './imports.module.css';

/** The list; nothing when there is no problem. */
export function ProblemList({ problems }: Pick<ImagesDocument, 'problems'>) {
  if (problems.length === 0) return null;
  return (
    <ul className={classes['problems']}>
      {problems.map(({ problem }) => (
        <li key={problem}>
          <Foreign>{problem}</Foreign>
        </li>
      ))}
    </ul>
  );
}
