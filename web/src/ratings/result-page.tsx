// What the raters say together: how far they agree, where they differ, and the combined rating beside that of the library.
import {
  type Agreement,
  type CombinedEstimate,
  type CombinedRating,
  type Disagreement,
  type RatingsAnswer,
  SEVERITY_ASPECTS,
} from '#contracts/index.ts';
import { useRatings } from '../api/ratings.ts';
import { counted, percent, score } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';
import classes from './ratings.module.css';

const words = text.ratings.result;
const TONES = { well: 'safe', roughly: 'watch', poorly: 'danger', 'not known': 'unknown' } as const;

/** The page. */
export function ResultPage() {
  const ratings = useRatings();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <LinkButton to="/ratings" variant="default">
          {words.toRate}
        </LinkButton>
      }
    >
      <Loaded of={ratings} waiting={<Waiting lines={12} />}>
        {(answer) => <Known answer={answer} />}
      </Loaded>
    </Page>
  );
}

function Known({ answer: { result, scenarios } }: { readonly answer: RatingsAnswer }) {
  const names = new Map(scenarios.map(({ id, name }) => [id, name]));
  const { agreement, disagreements, raters } = result;
  const lines = [
    { about: words.about.severity, agreement: agreement.severity },
    ...SEVERITY_ASPECTS.map((aspect) => ({
      about: text.ratings.aspects[aspect].name,
      agreement: agreement.aspects[aspect],
    })),
    { about: words.about.likelihood, agreement: agreement.likelihood },
  ];
  return (
    <>
      <Panel title={words.agreement} lead={sentenceOf(agreement.severity)} flush>
        <PlainTable
          label={words.agreement}
          columns={words.agreementColumns}
          rows={lines}
          rowKey={({ about }) => about}
          cells={agreementCells}
        />
      </Panel>
      {raters.length === 0 ? null : (
        <Panel title={words.raters}>
          <ul className={classes['people']}>
            {raters.map(({ label, scenarios: rated }) => (
              <li key={label}>
                <Foreign>{label}</Foreign>: {counted(rated, 'scenario', 'scenarios')}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title={words.differ} lead={words.differLead}>
        {disagreements.length === 0 ? (
          words.noDiffer
        ) : (
          <ul className={classes['differences']}>
            {disagreements.map((each) => (
              <li key={`${each.scenario} ${each.about}`}>
                <Difference of={each} name={names.get(each.scenario) ?? each.scenario} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={words.combined} flush>
        <PlainTable
          label={words.combined}
          columns={[
            words.scenario,
            ...SEVERITY_ASPECTS.map((aspect) => text.ratings.aspects[aspect].name),
            words.about.likelihood,
          ]}
          rows={result.scenarios}
          rowKey={({ scenario }) => scenario}
          cells={(row) => combinedCells(row, names.get(row.scenario) ?? row.scenario)}
        />
      </Panel>
    </>
  );
}

/** `Raters agree well: alpha 0.81 (95 %: 0.7 to 0.9), over 84 ratings …`; where it is not known, why. */
function sentenceOf({ verdict, because, ...figures }: Agreement): string {
  if (verdict === 'not known') return `${words.verdicts[verdict]}: ${because}`;
  return `${words.verdicts[verdict]}: ${figuresOf(figures)}. ${because}`;
}

function figuresOf({
  alphaOrdinal,
  alphaOrdinalRange,
  spearman,
  units,
  raters,
}: Omit<Agreement, 'verdict' | 'because'>) {
  if (alphaOrdinal === null) return '';
  const range = alphaOrdinalRange ? words.range(score(alphaOrdinalRange[0]), score(alphaOrdinalRange[1])) : '';
  const over = words.over(counted(units, 'value', 'values'), counted(raters, 'person', 'people'));
  const rank = spearman === null ? [] : [words.rank(score(spearman))];
  return [words.alpha(score(alphaOrdinal), range), over, ...rank].join(', ');
}

function agreementCells({ about, agreement }: { readonly about: string; readonly agreement: Agreement }) {
  const { verdict, because, ...figures } = agreement;
  return [
    about,
    <Tag key="verdict" tone={TONES[verdict]}>
      {words.verdicts[verdict]}
    </Tag>,
    figuresOf(figures),
    because,
  ];
}

function Difference({
  of: { about, lowest, highest, scenario },
  name,
}: {
  readonly of: Disagreement;
  readonly name: string;
}) {
  const said = (value: number) =>
    about === 'likelihood' ? score(value) : text.ratings.level(value, text.ratings.aspects[about].levels[value] ?? '');
  return (
    <>
      <TextLink to="/ratings" search={{ scenario }} fw={600}>
        <Foreign>{name}</Foreign>
      </TextLink>
      {' · '}
      {about === 'likelihood' ? words.about.likelihood : text.ratings.aspects[about].name}
      {[lowest, highest].map(({ raters, value }) => (
        <p key={value}>
          <Foreign>{words.said(raters.join(', '), said(value))}</Foreign>
        </p>
      ))}
    </>
  );
}

function combinedCells({ scenario, severity, likelihood, likelihoodKind }: CombinedRating, name: string) {
  const likely = likelihoodKind === 'intent' ? percent : (value: number) => words.times(score(value));
  return [
    <TextLink key="scenario" to="/ratings" search={{ scenario }} fw={600}>
      <Foreign>{name}</Foreign>
    </TextLink>,
    ...SEVERITY_ASPECTS.map((aspect) => <Combined key={aspect} of={severity[aspect]} show={score} />),
    <Combined key="likelihood" of={likelihood} show={likely} />,
  ];
}

function Combined({ of, show }: { readonly of: CombinedEstimate; readonly show: (value: number) => string }) {
  const said = ({ low, mode, high }: CombinedEstimate['default']) => words.estimate(show(mode), show(low), show(high));
  return (
    <>
      <span className={classes['said']}>{said(of)}</span>
      <div className="quiet">{of.from === 'default' ? words.default : words.defaultIs(said(of.default))}</div>
    </>
  );
}
