// What to do, in which order, by when, who, for how much; what it saves; and what a budget buys.
import type { RiskDocument } from '#contracts/index.ts';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Assessed } from '../risk/assessed.tsx';
import type { Assessing } from '../risk/use-risk.ts';
import { text } from '../text/index.ts';
import { AskMaker } from './ask-maker.tsx';
import { Done } from './done.tsx';
import { Frontier } from './frontier.tsx';
import { LeftOut } from './left-out.tsx';
import { PlanColumns } from './plan-columns.tsx';
import { PlanSettings } from './plan-settings.tsx';
import { PlanSummary } from './plan-summary.tsx';

/** The page. */
export function PlanPage() {
  return (
    <Page
      title={text.plan.title}
      lead={text.plan.lead}
      actions={
        <LinkButton to="/risk/what-if" variant="default">
          {text.attackPaths.toWhatIf}
        </LinkButton>
      }
    >
      <Assessed>{(risk, assessing) => <Plan risk={risk} assessing={assessing} />}</Assessed>
    </Page>
  );
}

function Plan({ risk, assessing }: { readonly risk: RiskDocument; readonly assessing: Assessing }) {
  return (
    <>
      <PlanSummary risk={risk} />
      <PlanColumns risk={risk} />
      <AskMaker risk={risk} />
      <Done risk={risk} assessing={assessing} />
      <PlanSettings risk={risk} assessing={assessing} />
      <Frontier risk={risk} />
      <LeftOut risk={risk} />
    </>
  );
}
