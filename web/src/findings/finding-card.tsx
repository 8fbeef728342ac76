// One finding: what is wrong, what to do about it and who, and, unfolded, why we say so and why it stands where it does.
import {
  type Icon,
  IconBandage,
  IconMessageQuestion,
  IconReplace,
  IconSettingsCog,
  IconShieldHalf,
  IconWall,
} from '@tabler/icons-react';
import type { Fact, Finding } from '#contracts/index.ts';
import { DecisionActions } from '../decisions/decision-actions.tsx';
import { StandingTags } from '../decisions/standing-tags.tsx';
import { date, listed, percent, score, signed } from '../format/format.ts';
import { FactLine } from '../parts/fact-line.tsx';
import { Foreign } from '../parts/foreign.tsx';
import { FindingStateTag, SeverityTag } from '../parts/ladder-tag.tsx';
import { TextLink } from '../parts/link.tsx';
import { Tag } from '../parts/tag.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { WhoTag } from '../parts/who-tag.tsx';
import { text } from '../text/index.ts';
import classes from './findings.module.css';
import { FlawScores, HowSoonTag } from './flaw-scores.tsx';

const FIX_ICONS: Readonly<Record<Finding['fix']['kind'], Icon>> = {
  patch: IconBandage,
  configure: IconSettingsCog,
  isolate: IconWall,
  replace: IconReplace,
  compensate: IconShieldHalf,
  'ask maker': IconMessageQuestion,
};

interface FindingCardProps {
  readonly finding: Finding;
  /** Names the device, for lists over several devices. */
  readonly withDevice?: boolean;
  /** Its heading's element, to fit the page. */
  readonly heading?: 'h2' | 'h3' | 'h4' | 'h5';
  /** The facts at hand, so that reasons unfold down to them. */
  readonly facts?: ReadonlyMap<string, Fact>;
}

/** A finding with its reasons. */
export function FindingCard({ finding, withDevice = false, heading: Heading = 'h3', facts }: FindingCardProps) {
  const FixIcon = FIX_ICONS[finding.fix.kind];
  return (
    <article className={classes['card']} id={`finding-${finding.id}`}>
      <div className={classes['tags']}>
        <SeverityTag severity={finding.severity} />
        <FindingStateTag state={finding.state} />
        {finding.kev ? (
          <Tag tone="danger" title={text.findings.kevWhy}>
            {text.findings.kev}
          </Tag>
        ) : null}
        {finding.ssvc ? <HowSoonTag ssvc={finding.ssvc} /> : null}
        {finding.standing ? <StandingTags standing={finding.standing} /> : null}
        <span className="quiet">{text.findingKind[finding.kind]}</span>
      </div>
      <Heading className={classes['title']}>
        <Foreign>{finding.title}</Foreign>
      </Heading>
      {withDevice ? (
        <TextLink to="/devices/$id" params={{ id: finding.device }} size="sm" className={classes['device'] ?? ''}>
          <Foreign>{finding.deviceName}</Foreign>
        </TextLink>
      ) : null}
      <div className={classes['fix']}>
        <FixIcon size={20} stroke={1.7} aria-hidden />
        <div>
          <span className={classes['fixKind']}>{text.fixKind[finding.fix.kind]}</span>
          <Foreign>{finding.fix.text}</Foreign>
        </div>
        <WhoTag who={finding.fix.who} />
      </div>
      <div className={classes['unfolds']}>
        <Unfold label={text.findings.why(percent(finding.confidence))}>
          <Reasons finding={finding} facts={facts} />
        </Unfold>
        {finding.cvss || finding.ssvc || finding.epss !== null ? (
          <Unfold label={text.scoring.unfold}>
            <FlawScores finding={finding} />
          </Unfold>
        ) : null}
        <Unfold label={text.findings.order(score(finding.priority.score))}>
          <Terms finding={finding} />
        </Unfold>
        {finding.standing ? <DecisionActions finding={finding} standing={finding.standing} /> : null}
      </div>
    </article>
  );
}

function Reasons({
  finding,
  facts,
}: {
  readonly finding: Finding;
  readonly facts: ReadonlyMap<string, Fact> | undefined;
}) {
  const { cvss } = finding;
  return (
    <div className={classes['reasons']}>
      <ul>
        {finding.reasons.map((reason) => {
          const known = reason.facts.flatMap((id) => facts?.get(id) ?? []);
          return (
            <li key={reason.rule + reason.because}>
              <Foreign>{reason.because}</Foreign>
              {known.length > 0 ? (
                <Unfold label={text.findings.evidence(known.length)}>
                  <ul className={classes['evidence']}>
                    {known.map((fact) => (
                      <li key={fact.id}>
                        <FactLine fact={fact} />
                      </li>
                    ))}
                  </ul>
                </Unfold>
              ) : null}
              {known.length === 0 && reason.facts.length > 0 ? (
                <div className="quiet">
                  {text.findings.evidence(reason.facts.length)}{' '}
                  <TextLink to="/devices/$id" params={{ id: finding.device }} size="sm" underline="always">
                    {text.findings.seeDevice}
                  </TextLink>
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      {finding.cve ? (
        <p>
          <TextLink to="/flaws/$id" params={{ id: finding.cve }} fw={700}>
            <Foreign>{finding.cve}</Foreign>
          </TextLink>
          {cvss ? ` · CVSS ${cvss.version}: ${score(cvss.score)}` : ''}
        </p>
      ) : null}
      {finding.advisories.length > 0 ? (
        <p>
          {text.findings.advisories}{' '}
          {finding.advisories.map((id, at) => (
            <span key={id}>
              {at > 0 ? ', ' : ''}
              <TextLink to="/advisories/$id" params={{ id }} underline="always">
                <Foreign>{id}</Foreign>
              </TextLink>
            </span>
          ))}
        </p>
      ) : null}
      <p className="quiet">
        {text.findings.rule}{' '}
        <TextLink to="/findings" search={{ rule: finding.rule }} size="sm" underline="always" className="mono">
          {finding.rule}
        </TextLink>
        {finding.sources.length > 0
          ? ` · ${text.findings.sources} ${listed(
              finding.sources.map((source) => (source.asOf ? `${source.name} (${asOf(source.asOf)})` : source.name)),
            )}`
          : ''}
      </p>
    </div>
  );
}

function asOf(value: string): string {
  return Number.isNaN(Date.parse(value)) ? value : date(value);
}

function Terms({ finding }: { readonly finding: Finding }) {
  return (
    <div className={classes['terms']}>
      <p className="quiet">{text.findings.orderWhat}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.findings.term}</th>
            <th scope="col">{text.findings.points}</th>
            <th scope="col">{text.findings.because}</th>
          </tr>
        </thead>
        <tbody>
          {finding.priority.terms.map((term) => (
            <tr key={term.name}>
              <th scope="row">
                <Foreign>{term.name}</Foreign>
              </th>
              <td>{signed(term.value)}</td>
              <td>
                <Foreign>{term.because}</Foreign>
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{text.findings.sum}</th>
            <td>{score(finding.priority.score)}</td>
            <td />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
