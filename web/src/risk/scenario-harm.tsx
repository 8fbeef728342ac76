// Whom a scenario reaches: where it falls on the matrix at the three times, and how bad it is, aspect by aspect.
import type { HarmPlacement, RiskScenario, SeverityAspect } from '#contracts/index.ts';
import { often, score } from '../format/format.ts';
import { Panel } from '../parts/panel.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import { AcceptabilityTag, placementText } from './harm-tag.tsx';
import { TIMES } from './losses.ts';
import classes from './risk.module.css';
import { RiskBasis } from './risk-basis.tsx';
import { SmallTable } from './small-table.tsx';
import { useBands } from './use-bands.ts';

const words = text.risk.scenario;

/** The panel. */
export function ScenarioHarm({ scenario: { reachesPerson, harm, severity } }: { readonly scenario: RiskScenario }) {
  const aspects = (
    <SmallTable
      label={words.severity}
      columns={words.severityColumns}
      rows={severity.map(({ aspect, rating, basis }) => [
        aspectName(aspect),
        words.rating(score(rating)),
        <RiskBasis key="basis" of={basis} />,
      ])}
    />
  );
  return (
    <Panel title={words.harm} lead={words.harmLead}>
      {reachesPerson ? (
        <ul className={classes['rows']}>
          {TIMES.map((time) => (
            <li key={time} className={classes['placement']}>
              <span className={classes['name']}>{text.risk.times[time]}</span>
              <Placement of={harm[time]} />
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes['plain']}>{words.nobody}</p>
      )}
      <Unfold label={words.severity}>{aspects}</Unfold>
    </Panel>
  );
}

function Placement({ of }: { readonly of: HarmPlacement }) {
  const bands = useBands();
  const [mildest, worst] = of.severityRange;
  const [rarest, most] = of.yearlyChanceRange;
  return (
    <div>
      <div className={classes['basis']}>
        <AcceptabilityTag of={of.acceptability} /> {placementText(of, bands)}
      </div>
      <div className="quiet">
        {words.chance(of.yearlyChance === null ? text.common.notKnown : often(of.yearlyChance))}{' '}
        {words.chanceRange(often(rarest), often(most))}
      </div>
      <div className="quiet">
        {words.severityRange(text.risk.severities[mildest], text.risk.severities[worst])}{' '}
        {words.judgedRange(
          text.risk.acceptability[of.acceptabilityRange[0]],
          text.risk.acceptability[of.acceptabilityRange[1]],
        )}
      </div>
    </div>
  );
}

function aspectName(aspect: string): string {
  const names: Readonly<Partial<Record<string, string>>> = words.aspects satisfies Record<SeverityAspect, string>;
  return names[aspect] ?? aspect;
}
