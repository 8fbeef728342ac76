// The matrix of ISO 14971 as a real table: in each cell how many pairs of a scenario and a device fall there today and after the plan, and
// whether that may be, in words, by a pattern and by color.
import {
  type Acceptability,
  DEFAULT_HARM_MATRIX,
  PROBABILITY_BANDS,
  type RiskDocument,
  SEVERITY_MEANINGS,
  threats,
} from '#contracts/index.ts';
import { count, listed } from '../format/format.ts';
import { Foreign, visible } from '../parts/foreign.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { type Cell, cellsOf, keyOf } from './matrix-cells.ts';
import classes from './risk.module.css';
import { bandNames } from './use-bands.ts';

const words = text.risk.people;
const SEVERITIES = threats.HARM_SEVERITIES;

/** The table with its legend, by the matrix that the assessment was judged by. */
export function HarmMatrixTable({ document: { harm, matrix } }: { readonly document: RiskDocument }) {
  const { cells, unknown } = cellsOf(harm);
  const { bounds, cells: judged, basis, meanings = {} } = matrix ?? DEFAULT_HARM_MATRIX;
  const bands = bandNames(matrix);
  const said = PROBABILITY_BANDS.flatMap((band) =>
    band === 'improbable' ? [] : [words.bound(bands[band].toLowerCase(), percent(bounds[band]))],
  );
  return (
    <div>
      <table className={classes['matrix']}>
        <caption>{words.matrix}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className={classes['corner']}>{words.probability}</span>
            </th>
            {SEVERITIES.map((severity) => (
              <th key={severity} scope="col">
                <span className={classes['severity']}>{text.risk.severities[severity]}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PROBABILITY_BANDS.map((band) => (
            <tr key={band}>
              <th scope="row" className={classes['band']}>
                {bands[band]}
              </th>
              {SEVERITIES.map((severity) => {
                const cell = cells.get(keyOf(band, severity));
                const standing = cell?.judged ?? judged[band][severity];
                return (
                  <td key={severity} data-standing={standing} data-filled={cell !== undefined || undefined}>
                    <CellWords cell={cell} standing={standing} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes['legend']}>
        {(['not acceptable', 'investigate', 'acceptable'] as const).map((standing) => (
          <li key={standing} className={classes['legendLine']}>
            <span className={classes['swatch']} data-standing={standing} aria-hidden />
            <span>
              <b>{text.risk.acceptability[standing]}</b>: {text.risk.acceptabilityWhy[standing]}
            </span>
          </li>
        ))}
      </ul>
      <p className={classes['fine']}>
        {words.matrixHow} {words.bounds(listed(said), bands.improbable.toLowerCase())}{' '}
        {matrix === undefined ? words.matrixBasis : text.harmMatrix.own(visible(basis))}
        {unknown > 0 ? ` ${words.unknown(count(unknown))}` : ''}
      </p>
      <Unfold label={text.harmMatrix.means}>
        <dl className={classes['meanings']}>
          {SEVERITIES.map((severity) => (
            <div key={severity}>
              <dt>{text.risk.severities[severity]}</dt>
              <dd>
                <Foreign>{meanings[severity] ?? SEVERITY_MEANINGS[severity]}</Foreign>
              </dd>
            </div>
          ))}
        </dl>
      </Unfold>
    </div>
  );
}

/** A chance in percent, as exact as it was stated. */
function percent(share: number): string {
  return `${Number((share * 100).toPrecision(6))}%`;
}

function CellWords({ cell, standing }: { readonly cell: Cell | undefined; readonly standing: Acceptability }) {
  return (
    <>
      <span className={classes['standing']}>{text.risk.acceptability[standing]}</span>
      <span className={classes['standingShort']} aria-hidden>
        {text.risk.acceptabilityShort[standing]}
      </span>
      {cell ? (
        <span className={classes['counts']}>
          <span>
            <b>{count(cell.today)}</b> <span className={classes['unit']}>{words.today}</span>
          </span>
          <span>
            <b>{count(cell.after)}</b> <span className={classes['unit']}>{words.after}</span>
          </span>
        </span>
      ) : null}
    </>
  );
}
