// The matrix of ISO 14971 as a real table: in each cell how many pairs of a scenario and a device fall there today and after the plan, and
// whether that may be, in words, by a pattern and by color.
import {
  type Acceptability,
  DEFAULT_HARM_MATRIX,
  PROBABILITY_BANDS,
  type RiskDocument,
  threats,
} from '#contracts/index.ts';
import { chance, count, listed } from '../format/format.ts';
import { text } from '../text/index.ts';
import { type Cell, cellsOf, keyOf } from './matrix-cells.ts';
import classes from './risk.module.css';

const words = text.risk.people;
const SEVERITIES = threats.HARM_SEVERITIES;

/** The table with its legend. */
export function HarmMatrixTable({ harm }: { readonly harm: RiskDocument['harm'] }) {
  const { cells, unknown } = cellsOf(harm);
  const { bounds, cells: judged } = DEFAULT_HARM_MATRIX;
  const said = Object.entries(bounds).map(([band, least]) => words.bound(band, chance(least)));
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
                {text.risk.bands[band]}
              </th>
              {SEVERITIES.map((severity) => {
                const cell = cells.get(keyOf(band, severity));
                const standing = cell?.judged ?? judged[band]?.[severity] ?? 'investigate';
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
        {words.matrixHow} {words.bounds(listed(said))} {words.matrixBasis}
        {unknown > 0 ? ` ${words.unknown(count(unknown))}` : ''}
      </p>
    </div>
  );
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
