// Risk on one screen: what could hurt us, what it would cost, what we do first, and whether it is getting better. Harm to people and money
// stand side by side and are never added up.
import { IconHeartbeat } from '@tabler/icons-react';
import type { RiskDocument } from '#contracts/index.ts';
import { ago, count } from '../format/format.ts';
import { LinkButton, TextLink } from '../parts/link.tsx';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Answers } from './answers.tsx';
import { AssessButton, AssessProgress } from './assess.tsx';
import { First } from './first.tsx';
import { Money } from './money.tsx';
import { People } from './people.tsx';
import classes from './risk.module.css';
import { Since } from './since.tsx';
import { HangsOn, Settle } from './unknowns.tsx';
import { type Assessing, useAssess, useRisk } from './use-risk.ts';

/** An assessment older than this is likely to be out of date. */
const OLD_MS = 30 * 86_400_000;

/** The page of risk. */
export function RiskPage() {
  const risk = useRisk();
  const assessing = useAssess();
  const document = risk.data?.document;
  if (document) return <Assessed document={document} assessing={assessing} />;
  return (
    <Page title={text.risk.title} lead={text.risk.lead}>
      <AssessProgress assessing={assessing} />
      <Loaded of={risk} waiting={<Waiting lines={12} />}>
        {() =>
          assessing.busy ? null : (
            <Empty
              icon={IconHeartbeat}
              title={text.risk.emptyTitle}
              actions={<AssessButton assessing={assessing} again={false} />}
            >
              {text.risk.emptyWhy}
            </Empty>
          )
        }
      </Loaded>
    </Page>
  );
}

function Assessed({ document, assessing }: { readonly document: RiskDocument; readonly assessing: Assessing }) {
  const isOld = Date.now() - Date.parse(document.at) > OLD_MS;
  return (
    <Page
      title={text.risk.title}
      lead={
        <>
          {text.risk.lead} <Basis document={document} />
        </>
      }
      actions={
        <>
          <LinkButton to="/risk/file" variant="default">
            {text.riskFile.title}
          </LinkButton>
          <AssessButton assessing={assessing} again />
        </>
      }
    >
      <AssessProgress assessing={assessing} />
      {isOld ? <Note tone="watch">{text.risk.old(ago(document.at))}</Note> : null}
      <Answers document={document} />
      <div className={classes['columns']}>
        <People document={document} />
        <Money document={document} />
      </div>
      <div className={classes['columns']}>
        <First document={document} />
        <div className={classes['column']}>
          <Since document={document} />
          <Settle settle={document.settle} />
        </div>
      </div>
      <HangsOn document={document} />
    </Page>
  );
}

/** The age of the result, and what it rests on. */
function Basis({ document: { at, trials, scenarios, figures } }: { readonly document: RiskDocument }) {
  const defaults = figures.filter(({ basis }) => basis === 'default').length;
  return (
    <>
      {text.risk.age} <When at={at} /> {text.risk.basis(count(trials), count(scenarios.length))}{' '}
      {defaults === 0 ? text.risk.noDefaults : text.risk.defaults(count(defaults), count(figures.length))}{' '}
      <TextLink to="/risk/figures" underline="always">
        {text.risk.changeFigures}
      </TextLink>
    </>
  );
}
