// Scores that others published, each with its vector and who said it.
import type { FlawDetail } from '#contracts/index.ts';
import { score } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';
import classes from './flaws.module.css';

/** The list of scores. */
export function Scores({ of }: { readonly of: FlawDetail['scores'] }) {
  if (of.length === 0) return <p className="quiet">{text.flaws.noScore}</p>;
  return (
    <ul className={classes['scores']}>
      {of.map((each) => (
        <li key={each.by + each.vector}>
          <b>{text.flaws.cvss(each.version, score(each.score), each.severity)}</b>{' '}
          <span className="quiet">
            <Foreign>{each.by}</Foreign>
          </span>
          <div className={classes['vector']}>
            <Foreign>{each.vector}</Foreign>
          </div>
        </li>
      ))}
    </ul>
  );
}
