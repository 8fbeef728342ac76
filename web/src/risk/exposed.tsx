// Where the records of a scenario lie open, by what a stranger was proven to get there and by the ways that lead to it.
import type { RiskScenario } from '#contracts/index.ts';
import { chance, count } from '../format/format.ts';
import { chanceRange } from '../format/ranges.ts';
import { Foreign } from '../parts/foreign.tsx';
import { RungTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';

const words = text.exposed;

/** Nothing where the scenario takes no records, or nobody has to reach them. */
export function Exposed({ of }: { readonly of: RiskScenario['exposed'] }) {
  if (of === undefined) return null;
  return (
    <Panel title={words.title} lead={words.lead(count(Math.round(of.held)))}>
      <ul className={classes['rows']}>
        {of.devices.map(({ device, name, entry, rung, gives, reached, records }) => (
          <li key={device} className={classes['cost']}>
            <div>
              <div className={classes['name']}>
                <TextLink to="/devices/$id" params={{ id: device }}>
                  <Foreign>{name}</Foreign>
                </TextLink>
              </div>
              {rung === null ? null : <RungTag rung={rung} />}{' '}
              {gives === null ? words.nothing : <Foreign>{gives}</Foreign>}
              {entry === null ? null : (
                <div className="quiet">
                  {words.reached(
                    text.attackPaths.ifHeld[entry],
                    chance(reached.mode),
                    chanceRange(reached.low, reached.high),
                  )}
                </div>
              )}
            </div>
            <div className={classes['amount']}>
              {words.records(count(Math.round(records.mode)))}
              <div className="quiet">
                {words.range(count(Math.round(records.low)), count(Math.round(records.high)))}
              </div>
            </div>
          </li>
        ))}
      </ul>
      <Unfold label={words.how}>
        <p>{words.formula}</p>
        <p>{words.example}</p>
      </Unfold>
    </Panel>
  );
}
