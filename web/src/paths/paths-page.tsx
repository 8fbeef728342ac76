// Who gets how far: the devices that may be reached, the story of each way, what leaves no way, and what helps most.
import { SimpleGrid } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import type { EntryKind, RiskDocument, RiskTarget } from '#contracts/index.ts';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Assessed } from '../risk/assessed.tsx';
import { text } from '../text/index.ts';
import { ChokePoints } from './choke-points.tsx';
import { Cuts } from './cuts.tsx';
import { EntryTable } from './entry-table.tsx';
import type { PathSearch } from './path-search.ts';
import { Story } from './story.tsx';
import { chanceFrom, TargetList } from './target-list.tsx';

const route = getRouteApi('/risk/paths');

/** The page. */
export function PathsPage() {
  return (
    <Page
      title={text.attackPaths.title}
      lead={text.attackPaths.lead}
      actions={
        <>
          <LinkButton to="/risk/what-if" variant="default">
            {text.attackPaths.toWhatIf}
          </LinkButton>
          <LinkButton to="/risk/segmentation" variant="default">
            {text.attackPaths.toSegmentation}
          </LinkButton>
          <LinkButton to="/risk/plan" variant="default">
            {text.attackPaths.toPlan}
          </LinkButton>
        </>
      }
    >
      <Assessed>{(risk) => <Ways risk={risk} />}</Assessed>
    </Page>
  );
}

function Ways({ risk }: { readonly risk: RiskDocument }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (next: PathSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  const targets = ordered(risk.targets, search.entry);
  const picked = targets.find(({ device }) => device === search.target) ?? targets[0];
  return (
    <>
      <TargetList targets={targets} picked={picked?.device} search={search} onChange={change} />
      {picked ? (
        <>
          <Story key={picked.device} target={picked} entry={search.entry} />
          <Cuts target={picked} entry={search.entry} hasRecords={risk.hasRecords ?? true} />
        </>
      ) : null}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="lg">
        <ChokePoints risk={risk} />
        <EntryTable entries={risk.entries} />
      </SimpleGrid>
    </>
  );
}

/** The most likely to be reached first. */
function ordered(targets: readonly RiskTarget[], entry: EntryKind | undefined): RiskTarget[] {
  const byName = (a: RiskTarget, b: RiskTarget) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  return targets.toSorted((a, b) => chanceFrom(b, entry).mode - chanceFrom(a, entry).mode || byName(a, b));
}
