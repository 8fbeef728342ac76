// A recall in the cells of a table: number and class, what is wrong, what to do.
import type { Finding, Recall } from '#contracts/index.ts';
import { date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './recalls.module.css';
import { UnitTag } from './unit-tag.tsx';

/** A finding that is about a recall. */
export type RecallFinding = Finding & { readonly recall: Recall };

/** The findings that are about recalls. */
export function recallsAmong(findings: readonly Finding[]): RecallFinding[] {
  return findings.flatMap((finding) => (finding.recall ? [{ ...finding, recall: finding.recall }] : []));
}

/** This unit; the recall; why; what to do. */
export function recallCells({ recall, fix, settle, sources, state }: RecallFinding) {
  const { id, unit, level, firm, reason, initiated, ended } = recall;
  return [
    <UnitTag key="unit" unit={unit} />,
    <div key="recall" className={classes['recall']}>
      <b>
        <Foreign>{id}</Foreign>
      </b>{' '}
      {level === null ? null : (
        <Tag tone={level === 'I' ? 'danger' : level === 'II' ? 'watch' : 'quiet'} title={text.recalls.levels[level]}>
          {text.recalls.level(level)}
        </Tag>
      )}
      <div className="quiet">
        <Foreign>{firm}</Foreign>
        {initiated === null ? null : ` · ${text.recalls.begun(date(`${initiated}T00:00:00Z`))}`}
        {ended === null ? null : ` · ${text.recalls.ended(date(`${ended}T00:00:00Z`))}`}
      </div>
      <div className="quiet">
        {sources.map(({ name, asOf }) => text.recalls.source(name, asOf === null ? null : date(asOf))).join(' · ')}
      </div>
    </div>,
    <div key="reason" className={classes['words']}>
      <Foreign>{reason || '–'}</Foreign>
    </div>,
    <div key="do" className={classes['words']}>
      {state === 'not affected' ? (
        text.recalls.nothingToDo
      ) : (
        <>
          <Foreign>{unit === 'serial unknown' ? text.recalls.readSerial : fix.text}</Foreign>
          {settle === undefined ? null : (
            <div className="quiet">
              <Foreign>{settle}</Foreign>
            </div>
          )}
        </>
      )}
    </div>,
  ];
}
