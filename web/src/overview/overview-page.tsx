// What is exposed, how sure we are, and what comes first.
import { Grid, Skeleton, Stack } from '@mantine/core';
import type { Overview } from '#contracts/index.ts';
import { count, date } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { Page } from '../parts/page.tsx';
import { Failure, Loaded } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { DoFirst } from './do-first.tsx';
import { Exposure } from './exposure.tsx';
import { FirstSteps } from './first-steps.tsx';
import { HowSure } from './how-sure.tsx';
import { LastScan } from './last-scan.tsx';
import { ReportMenu } from './report-menu.tsx';
import { Urgent } from './urgent.tsx';
import { useOverview } from './use-overview.ts';

/** The first page. */
export function OverviewPage() {
  const overview = useOverview();
  if (overview.error && !overview.data) {
    return (
      <Page title={text.shell.pages.overview}>
        <Failure error={overview.error} onRetry={() => void overview.refetch()} />
      </Page>
    );
  }
  return (
    <Loaded of={overview} waiting={<OverviewWaiting />}>
      {(loaded) =>
        loaded.assessment ? (
          <Assessed overview={loaded} assessment={loaded.assessment} />
        ) : (
          <FirstSteps overview={loaded} />
        )
      }
    </Loaded>
  );
}

interface AssessedProps {
  readonly overview: Overview;
  readonly assessment: NonNullable<Overview['assessment']>;
}

function Assessed({ overview, assessment }: AssessedProps) {
  const { evidence, summary, doFirst, site } = assessment;
  return (
    <Page
      title={<Foreign>{summary.headline}</Foreign>}
      tab={text.shell.pages.overview}
      above={
        <div className="quiet">
          <Foreign>{site}</Foreign>
        </div>
      }
      lead={
        <>
          {text.overview.restsOn(count(evidence.facts))} <When at={evidence.newestFact} />.{' '}
          {text.overview.knowledge(asDate(evidence.knowledgeAsOf))}
        </>
      }
      actions={<ReportMenu />}
    >
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <DoFirst steps={doFirst} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="lg">
            <Exposure rows={summary.byExposure} />
            <HowSure summary={summary} />
          </Stack>
        </Grid.Col>
      </Grid>
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Urgent findings={overview.top} counts={summary.bySeverity} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <LastScan overview={overview} />
        </Grid.Col>
      </Grid>
    </Page>
  );
}

/** The date of the knowledge, which is a day in most packs and a moment in others. */
function asDate(asOf: string): string {
  return Number.isNaN(Date.parse(asOf)) ? asOf : date(asOf);
}

function OverviewWaiting() {
  return (
    <Stack gap="lg" role="status" aria-label={text.common.loading} maw={1280} mx="auto">
      <Skeleton height={34} width="60%" />
      <Skeleton height={18} width="40%" />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Skeleton height={380} radius="lg" />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Skeleton height={380} radius="lg" />
        </Grid.Col>
      </Grid>
      <Skeleton height={220} radius="lg" />
    </Stack>
  );
}
