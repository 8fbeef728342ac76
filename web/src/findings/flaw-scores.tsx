// The scores of a published flaw on one device: CVSS as published and here with the reason for each metric, the chance of use, and how soon
// to act with the path to that decision.
import type { Finding } from '#contracts/index.ts';
import { percent, score } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './flaw-scores.module.css';

type Ssvc = NonNullable<Finding['ssvc']>;
type Cvss = NonNullable<Finding['cvss']>;

const TONES = { defer: 'quiet', scheduled: 'info', 'out-of-cycle': 'warn', immediate: 'danger' } as const;

/** How soon to act, as a label. */
export function HowSoonTag({ ssvc }: { readonly ssvc: Ssvc }) {
  return (
    <Tag tone={TONES[ssvc.highest]} title={text.scoring.howSoonWhy}>
      {howSoonWords(ssvc)}
    </Tag>
  );
}

/** `Out of cycle`, or `Scheduled to out of cycle`. */
export function howSoonWords({ decision, lowest, highest }: Ssvc): string {
  return decision
    ? text.scoring.decisions[decision]
    : text.scoring.span(text.scoring.decisions[lowest], text.scoring.decisions[highest]);
}

/** All scores of a finding. */
export function FlawScores({ finding: { cvss, epss, kev, ssvc } }: { readonly finding: Finding }) {
  return (
    <div className={classes['scores']}>
      {ssvc ? <Decision ssvc={ssvc} /> : null}
      {cvss ? <CvssHere cvss={cvss} /> : <p>{text.scoring.noCvss}</p>}
      <p>{epss === null ? text.scoring.noEpss : text.findings.epss(percent(epss))}</p>
      <p>{kev ? text.findings.kevWhy : text.scoring.notInKev}</p>
    </div>
  );
}

function Decision({ ssvc }: { readonly ssvc: Ssvc }) {
  return (
    <>
      <p>
        <b>{text.scoring.howSoon}</b> {howSoonWords(ssvc)}
        {ssvc.decision ? '' : ` · ${text.scoring.notAllKnown}`}
      </p>
      <Rows
        columns={text.scoring.pathColumns}
        rows={ssvc.path.map(({ point, value, because }) => [point, value ?? text.scoring.unknown, because])}
      />
    </>
  );
}

function CvssHere({ cvss }: { readonly cvss: Cvss }) {
  const { environmental } = cvss;
  return (
    <>
      <p>
        <b>{text.scoring.published(cvss.version, score(cvss.score))}</b>{' '}
        <span className={classes['vector']}>
          <Foreign>{cvss.vector}</Foreign>
        </span>
      </p>
      {environmental ? (
        <>
          <p>
            <b>{text.scoring.onDevice(score(environmental.score))}</b>{' '}
            <span className={classes['vector']}>
              <Foreign>{environmental.vector}</Foreign>
            </span>
          </p>
          <Rows
            columns={text.scoring.metricColumns}
            rows={environmental.because.map(({ metric, value, because }) => [metric, value, because])}
          />
        </>
      ) : null}
    </>
  );
}

interface RowsProps {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly [name: string, value: string, because: string])[];
}

function Rows({ columns, rows }: RowsProps) {
  return (
    <table className={classes['steps']}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value, because]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
            <td>
              <Foreign>{because}</Foreign>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
