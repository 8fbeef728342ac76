// Governance: who answers for which duty, and the log of what was decided.
import { loadResponsibilities } from '../api/governance.ts';
import { useLoad } from '../api/use-load.ts';
import { Page } from '../parts/page.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { DecisionLogPanel } from './decision-log.tsx';
import { Duties } from './duties.tsx';
import { Parties } from './parties.tsx';

const words = text.governance;

/** The page. */
export function GovernancePage() {
  return (
    <Page title={words.title} lead={words.lead}>
      <DecisionLogPanel />
      <Loaded of={useLoad(['responsibilities'], loadResponsibilities)} waiting={<Waiting lines={12} />}>
        {(known) => (
          <>
            <Duties known={known} />
            <Parties known={known} />
          </>
        )}
      </Loaded>
    </Page>
  );
}
