// The parts of the form of the harm matrix: whether each cell may be, names and bounds of the bands, what severities mean, and who made it.
import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import {
  ACCEPTABILITIES,
  type HarmMatrix,
  harm,
  PROBABILITY_BANDS,
  type ProbabilityBand,
  threats,
} from '#contracts/index.ts';
import { chance } from '../format/format.ts';
import { visible } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { numberOf, shown } from '../risk/figure-row.tsx';
import { text } from '../text/index.ts';
import classes from './harm.module.css';
import type { MatrixDraft, MatrixErrors } from './matrix-draft.ts';

const words = text.harmMatrix;
const SEVERITIES = threats.HARM_SEVERITIES;
/** So long a device serves, for saying a chance in words. */
const YEARS = 10;

interface FieldsProps {
  readonly draft: MatrixDraft;
  readonly errors: MatrixErrors;
  readonly onChange: (draft: MatrixDraft) => void;
}

/** Whether each pair of a band and a severity may be. */
export function CellFields({ draft, errors, onChange }: FieldsProps) {
  const choices = ACCEPTABILITIES.map((value) => ({ value, label: words.choices[value] }));
  return (
    <Panel title={words.cells} lead={words.cellsLead}>
      <table className={classes['cells']}>
        <caption className={classes['caption']}>{words.cells}</caption>
        <thead>
          <tr>
            <th scope="col">{words.probability}</th>
            {SEVERITIES.map((severity) => (
              <th key={severity} scope="col">
                {text.risk.severities[severity]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PROBABILITY_BANDS.map((band) => (
            <tr key={band}>
              <th scope="row">{nameOf(draft, band)}</th>
              {SEVERITIES.map((severity) => (
                <td
                  key={severity}
                  data-standing={draft.cells[band][severity]}
                  data-severity={text.risk.severities[severity]}
                >
                  <NativeSelect
                    size="sm"
                    rightSectionWidth={24}
                    aria-label={words.cellOf(nameOf(draft, band), text.risk.severities[severity])}
                    data={choices}
                    value={draft.cells[band][severity]}
                    error={errors.get(`cells.${band}.${severity}`)}
                    onChange={(event) => {
                      const chosen = harm.acceptability.safeParse(event.currentTarget.value);
                      if (!chosen.success) return;
                      const row = { ...draft.cells[band], [severity]: chosen.data };
                      onChange({ ...draft, cells: { ...draft.cells, [band]: row } });
                    }}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** What the bands are called, and where each begins. */
export function BandFields({ draft, errors, onChange }: FieldsProps) {
  return (
    <Panel title={words.bands} lead={words.bandsLead}>
      <ul className={classes['rows']}>
        {PROBABILITY_BANDS.map((band) => (
          <li key={band} className={classes['band']}>
            <TextInput
              label={words.bandName(text.risk.bands[band].toLowerCase())}
              maxLength={40}
              value={draft.names[band]}
              error={errors.get(`bandNames.${band}`)}
              onChange={(event) => onChange({ ...draft, names: { ...draft.names, [band]: event.currentTarget.value } })}
            />
            {band === 'improbable' ? (
              <p className="quiet">{words.rest}</p>
            ) : (
              <NumberInput
                label={words.bound}
                aria-label={words.boundOf(nameOf(draft, band))}
                description={inTenYears(draft.bounds[band])}
                inputWrapperOrder={['label', 'input', 'description', 'error']}
                min={0}
                max={100}
                decimalScale={8}
                hideControls
                suffix=" %"
                value={shown(draft.bounds[band])}
                error={errors.get(`bounds.${band}`)}
                onChange={(value) => onChange(withBound(draft, band, numberOf(value)))}
              />
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What each severity means. */
export function MeaningFields({ draft, errors, onChange }: FieldsProps) {
  return (
    <Panel title={words.meanings} lead={words.meaningsLead}>
      <div className={classes['meanings']}>
        {SEVERITIES.map((severity) => (
          <Textarea
            key={severity}
            label={words.meaningOf(text.risk.severities[severity].toLowerCase())}
            autosize
            minRows={2}
            maxLength={300}
            value={draft.meanings[severity]}
            error={errors.get(`meanings.${severity}`)}
            onChange={(event) =>
              onChange({ ...draft, meanings: { ...draft.meanings, [severity]: event.currentTarget.value } })
            }
          />
        ))}
      </div>
    </Panel>
  );
}

/** Who made it, and on what grounds. */
export function BasisField({ draft, errors, onChange }: FieldsProps) {
  return (
    <Panel title={words.basis}>
      <Textarea
        aria-label={words.basis}
        description={words.basisHow}
        required
        autosize
        minRows={2}
        maxLength={500}
        value={draft.basis}
        error={errors.get('basis')}
        onChange={(event) => onChange({ ...draft, basis: event.currentTarget.value })}
      />
    </Panel>
  );
}

function nameOf({ names }: MatrixDraft, band: ProbabilityBand): string {
  const name = names[band].trim();
  return name === '' ? text.risk.bands[band] : visible(name);
}

function withBound(draft: MatrixDraft, band: keyof HarmMatrix['bounds'], value: number): MatrixDraft {
  return { ...draft, bounds: { ...draft.bounds, [band]: value } };
}

/** A chance in a year as the share of devices that it comes to while they serve. */
function inTenYears(percent: number): string {
  if (!(percent > 0 && percent < 100)) return '';
  return words.inTenYears(chance(1 - (1 - percent / 100) ** YEARS));
}
