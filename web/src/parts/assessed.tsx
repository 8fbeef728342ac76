// What stands on the newest assessment of risk: it waits, it failed, nothing was worked out yet, or the page with it.
import { Button } from '@mantine/core';
import { IconCalculator, IconRefresh } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import type { RiskDocument } from '#contracts/index.ts';
import { isOver } from '../api/jobs.ts';
import { assessRisk, loadRiskNow } from '../api/risk-ways.ts';
import { useJob } from '../api/use-job.ts';
import { useLoad, useWrite } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count } from '../format/format.ts';
import { text } from '../text/index.ts';
import { Note } from './note.tsx';
import { Panel } from './panel.tsx';
import { Progress } from './progress.tsx';
import { Empty, Failure, Loaded, Waiting } from './states.tsx';
import { When } from './when.tsx';

interface AssessedProps {
  readonly children: (risk: RiskDocument, assessment: Assessment) => ReactNode;
}

/** The page once there is an assessment; before that, the way to one. */
export function Assessed({ children }: AssessedProps) {
  const now = useLoad(['risk-now'], loadRiskNow);
  const assessment = useAssessment();
  const { edit } = usePowers();
  return (
    <Loaded of={now} waiting={<Waiting lines={10} />}>
      {({ document }) =>
        document === null ? (
          <>
            <AssessmentProgress of={assessment} />
            <Panel title={text.assessed.none} flush>
              <Empty
                icon={IconCalculator}
                title={text.assessed.none}
                actions={
                  edit ? (
                    <Button loading={assessment.isBusy} onClick={assessment.start}>
                      {text.assessed.start}
                    </Button>
                  ) : null
                }
              >
                {text.assessed.noneWhy}
              </Empty>
            </Panel>
          </>
        ) : (
          <>
            <AssessmentProgress of={assessment} />
            {children(document, assessment)}
            <AsOf risk={document} assessment={assessment} />
          </>
        )
      }
    </Loaded>
  );
}

function AsOf({ risk, assessment }: { readonly risk: RiskDocument; readonly assessment: Assessment }) {
  const { edit } = usePowers();
  return (
    <div className="toolbar quiet">
      <span>
        {text.assessed.asOf} <When at={risk.at} />, {text.assessed.simulated(count(risk.trials))}.
      </span>
      {edit ? (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={15} aria-hidden />}
          loading={assessment.isBusy}
          onClick={assessment.start}
        >
          {text.assessed.again}
        </Button>
      ) : null}
    </div>
  );
}

export interface Assessment {
  readonly start: () => void;
  readonly isBusy: boolean;
  readonly progress: number;
  readonly message: string;
  readonly error: unknown;
  readonly failed: string | null;
}

/** Works the risk out as a job; when it is over, everything on screen is asked for again. */
function useAssessment(): Assessment {
  const client = useQueryClient();
  const start = useWrite(assessRisk);
  const job = useJob(start.data?.job);
  const over = job !== undefined && isOver(job);
  useEffect(() => {
    if (over) void client.invalidateQueries();
  }, [over, client]);
  return {
    start: () => start.mutate(undefined),
    isBusy: start.isPending || (start.data !== undefined && !over),
    progress: job?.progress ?? 0,
    message: job?.message ?? '',
    error: start.error,
    failed: over && job.state !== 'done' ? (job.error ?? text.assessed.failed) : null,
  };
}

function AssessmentProgress({ of }: { readonly of: Assessment }) {
  if (of.error) return <Failure error={of.error} />;
  if (of.failed !== null)
    return (
      <Note tone="danger" urgent title={text.faults.title}>
        {of.failed}
      </Note>
    );
  if (!of.isBusy) return null;
  return (
    <Panel title={text.assessed.running}>
      <Progress value={of.progress} message={of.message} label={text.assessed.running} />
    </Panel>
  );
}
