// Segmentation that cuts no exam: the proof, what it closes, who may open what, what is to decide, and the rules for a firewall.
import { SimpleGrid } from '@mantine/core';
import { IconWall } from '@tabler/icons-react';
import { getRouteApi } from '@tanstack/react-router';
import type { SegmentationDocument } from '#contracts/index.ts';
import { loadSegmentation } from '../api/segmentation.ts';
import { useLoad } from '../api/use-load.ts';
import { Foreign } from '../parts/foreign.tsx';
import { LinkButton } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { AllowList } from './allow-list.tsx';
import { Closes } from './closes.tsx';
import { Decisions } from './decisions.tsx';
import { DryRun } from './dry-run.tsx';
import { Options } from './options.tsx';
import { ProofPanel } from './proof-panel.tsx';
import { RuleFiles } from './rule-files.tsx';
import { queryOf, type SegmentationSearch } from './segmentation-search.ts';

const route = getRouteApi('/risk/segmentation');

/** The page. */
export function SegmentationPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const query = queryOf(search);
  const segmentation = useLoad(['segmentation', query], (signal) => loadSegmentation(query, signal), { keep: true });
  const change = (next: SegmentationSearch) => void navigate({ search: next, replace: true, resetScroll: false });
  return (
    <Page
      title={text.segmentation.title}
      lead={text.segmentation.lead}
      actions={
        segmentation.isFetching && segmentation.data ? (
          <span className="quiet" role="status">
            {text.common.updating}
          </span>
        ) : null
      }
    >
      <Loaded of={segmentation} waiting={<Waiting lines={10} />}>
        {(document) =>
          document.nothingKnown !== null ? (
            <Panel title={text.segmentation.list} flush>
              <Empty
                icon={IconWall}
                title={text.segmentation.none}
                actions={<LinkButton to="/import">{text.segmentation.toImport}</LinkButton>}
              >
                {text.segmentation.noneWhy}
              </Empty>
            </Panel>
          ) : (
            <Whole of={document} search={search} onChange={change} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface WholeProps {
  readonly of: SegmentationDocument;
  readonly search: SegmentationSearch;
  readonly onChange: (search: SegmentationSearch) => void;
}

function Whole({ of, search, onChange }: WholeProps) {
  return (
    <>
      <ProofPanel of={of.proof} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg" verticalSpacing="lg">
        <Closes of={of.closes} />
        <Options search={search} onChange={onChange} />
      </SimpleGrid>
      <Decisions of={of.decisions} search={search} onChange={onChange} />
      <AllowList of={of} search={search} onChange={onChange} />
      <RuleFiles query={queryOf(search)} />
      <DryRun query={queryOf(search)} />
      {of.problems.length > 0 ? (
        <Panel title={text.segmentation.problems}>
          <ul>
            {of.problems.map((problem) => (
              <li key={problem}>
                <Foreign>{problem}</Foreign>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </>
  );
}
