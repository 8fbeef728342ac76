// Parts of the page of a scenario: the likeliest way, what must hold, what would show it, what lowers it, and where all that is from.
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import type { RiskPath, RiskScenario } from '#contracts/index.ts';
import { chance, count, score } from '../format/format.ts';
import { chanceRange } from '../format/ranges.ts';
import { FactsList } from '../parts/facts-list.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './risk.module.css';

const words = text.risk.scenario;

/** Steps that one can read aloud, the first where the attacker starts. */
export function Path({ path }: { readonly path: RiskPath | null }) {
  if (path === null) return <p className="quiet">{words.noPath}</p>;
  const days = path.days === null ? '' : words.pathDays(score(path.days[0]), score(path.days[1]));
  const likely = chance(path.probability);
  const tries = path.range === undefined ? likely : text.risk.withRange(likely, chanceRange(...path.range));
  return (
    <>
      <p className={classes['plain']}>{words.pathLead(text.attackPaths.ifHeld[path.entry], tries, days)}</p>
      <ol className={classes['rows']}>
        {path.steps.map((step, index) => (
          <li key={step.node} className={classes['step']}>
            <span className={classes['number']} aria-hidden>
              {index + 1}
            </span>
            <div>
              <div className={classes['name']}>
                {step.device === null ? (
                  <Foreign>{step.name}</Foreign>
                ) : (
                  <TextLink to="/devices/$id" params={{ id: step.device }}>
                    <Foreign>{step.name}</Foreign>
                  </TextLink>
                )}
              </div>
              <Foreign>{step.words}</Foreign>
              {step.isAssumed ? (
                <div>
                  <Tag tone="unknown">{words.assumed}</Tag> <span className="quiet">{words.assumedWhy}</span>
                </div>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

/** What must hold for it to happen, and at how many devices it does. */
export function Preconditions({ of }: { readonly of: RiskScenario['preconditions'] }) {
  return (
    <ul className={classes['rows']}>
      {of.map(({ what, holds }) => (
        <li key={what}>
          <Foreign>{what}</Foreign>{' '}
          <Tag tone={holds > 0 ? 'warn' : 'quiet'}>{holds > 0 ? words.holds(count(holds), holds) : words.holdsNot}</Tag>
        </li>
      ))}
    </ul>
  );
}

/** How one would notice. */
export function Detection({ of }: { readonly of: readonly string[] }) {
  if (of.length === 0) return <p className="quiet">{words.detectionNone}</p>;
  return (
    <ul className={classes['bullets']}>
      {of.map((sign) => (
        <li key={sign}>
          <Foreign>{sign}</Foreign>
        </li>
      ))}
    </ul>
  );
}

/** What lowers it, and whether it is in place. */
export function Controls({ of }: { readonly of: RiskScenario['controls'] }) {
  if (of.length === 0) return <p className="quiet">{words.controlsNone}</p>;
  return (
    <ul className={classes['rows']}>
      {of.map(({ id, name, inPlace }) => (
        <li key={id}>
          <Tag tone={inPlace ? 'safe' : 'unknown'} icon={inPlace ? IconCircleCheck : IconCircleDashed}>
            {inPlace ? words.inPlace : words.missing}
          </Tag>{' '}
          <Foreign>{name}</Foreign>
        </li>
      ))}
    </ul>
  );
}

/** Names of the techniques in the public catalogues, and what the scenario is drawn from. */
export function Sources({ scenario: { techniques, sources } }: { readonly scenario: RiskScenario }) {
  const named = [
    [words.capec, techniques.capec],
    [words.ics, techniques.ics],
    [words.enterprise, techniques.enterprise],
  ] as const;
  return (
    <Panel title={words.sources}>
      <ul className={classes['bullets']}>
        {sources.map(({ what, reference }) => (
          <li key={what + reference}>
            <Foreign>{what}</Foreign>{' '}
            <span className="quiet">
              <Foreign>{reference}</Foreign>
            </span>
          </li>
        ))}
      </ul>
      <h3 className={classes['small']}>{words.techniques}</h3>
      <FactsList
        items={named.map(([name, ids]) =>
          ids.length === 0 ? null : [name, <Foreign key="ids">{ids.join(', ')}</Foreign>],
        )}
      />
    </Panel>
  );
}
