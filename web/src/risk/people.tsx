// Harm to people: the matrix, and the scenarios that reach a person, the worst first.
import type { RiskDocument } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { text } from '../text/index.ts';
import { HarmMatrixTable } from './harm-matrix.tsx';
import { HarmTag } from './harm-tag.tsx';
import { MatrixStanding } from './matrix-standing.tsx';
import { peopleFirst } from './order.ts';
import classes from './risk.module.css';

const words = text.risk.people;
const SHOWN = 5;

/** The panel. */
export function People({ document }: { readonly document: RiskDocument }) {
  const reaching = peopleFirst(document.scenarios).filter(({ reachesPerson }) => reachesPerson);
  return (
    <Panel title={words.title} lead={words.lead} id="people">
      <HarmMatrixTable document={document} />
      <MatrixStanding document={document} />
      <h3 className={classes['small']}>{words.first}</h3>
      <p className="quiet">{reaching.length === 0 ? words.nobody : words.firstLead}</p>
      <ol className={classes['rows']}>
        {reaching.slice(0, SHOWN).map(({ id, name, harm }) => (
          <li key={id}>
            <TextLink to="/risk/scenarios/$id" params={{ id }}>
              <Foreign>{name}</Foreign>
            </TextLink>
            <div className={classes['pair']}>
              <span>
                <span className={classes['label']}>{text.risk.times.today}</span>
                <HarmTag of={harm.today} />
              </span>
              <span>
                <span className={classes['label']}>{text.risk.times.after}</span>
                <HarmTag of={harm.after} />
              </span>
            </div>
          </li>
        ))}
      </ol>
      <LinkButton to="/risk/scenarios" variant="default" size="sm" mt="sm">
        {words.all(count(document.scenarios.length))}
      </LinkButton>
    </Panel>
  );
}
