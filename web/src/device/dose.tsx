// Dose and technique of the device's exams, by day and protocol: how they are spread, never what one exam got.
import { type DeviceDetail, DOSE_FIGURES, type DoseFigureName, type DoseSpread } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { text } from '../text/index.ts';
import classes from './device.module.css';

type Day = DeviceDetail['dose'][number];

/** The panel; nothing where no images told of doses. */
export function Dose({ days }: { readonly days: readonly Day[] }) {
  if (days.length === 0) return null;
  return (
    <Panel title={text.dose.title} lead={text.dose.lead} flush id="dose">
      <PlainTable
        label={text.dose.title}
        columns={text.dose.columns}
        rows={days}
        rowKey={({ day, protocol }) => `${day} ${protocol ?? ''}`}
        cells={({ day, protocol, exams, figures }) => [
          day,
          protocol === null ? text.dose.noProtocol : <Foreign key="protocol">{protocol}</Foreign>,
          count(exams),
          <ul key="figures" className={classes['figures']}>
            {figuresOf(figures).map(([name, spread]) => (
              <li key={name}>{words(name, spread)}</li>
            ))}
          </ul>,
        ]}
      />
    </Panel>
  );
}

function figuresOf(figures: Day['figures']): (readonly [DoseFigureName, DoseSpread])[] {
  return Object.keys(DOSE_FIGURES).flatMap((name) =>
    isFigure(name) && figures[name] ? [[name, figures[name]] as const] : [],
  );
}

function isFigure(name: string): name is DoseFigureName {
  return Object.hasOwn(DOSE_FIGURES, name);
}

function words(name: DoseFigureName, { low, quartile1, median, quartile3, high }: DoseSpread): string {
  const { label, unit } = DOSE_FIGURES[name];
  const middle = text.dose.middle(label, String(median), unit, `${quartile1}–${quartile3}`);
  return low === null || high === null ? middle : `${middle}${text.dose.ends(`${low}–${high}`)}`;
}
