// What stands on the newest assessment of risk: it waits, it failed, nothing was worked out yet, or the page with it.
import { IconHeartbeat } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { RiskDocument } from '#contracts/index.ts';
import { count } from '../format/format.ts';
import { Empty, Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { AssessButton, AssessProgress } from './assess.tsx';
import { type Assessing, useAssess, useRisk } from './use-risk.ts';

interface AssessedProps {
  readonly children: (risk: RiskDocument, assessing: Assessing) => ReactNode;
}

/** The page once there is an assessment, with its age below; before that, the way to one. */
export function Assessed({ children }: AssessedProps) {
  const risk = useRisk();
  const assessing = useAssess();
  return (
    <>
      <AssessProgress assessing={assessing} />
      <Loaded of={risk} waiting={<Waiting lines={10} />}>
        {({ document }) =>
          document === null ? (
            <Empty
              icon={IconHeartbeat}
              title={text.risk.emptyTitle}
              actions={<AssessButton assessing={assessing} again={false} />}
            >
              {text.risk.emptyWhy}
            </Empty>
          ) : (
            <>
              {children(document, assessing)}
              <div className="toolbar quiet">
                <span>
                  {text.risk.age} <When at={document.at} />, {text.assessed.simulated(count(document.trials))}
                </span>
                <AssessButton assessing={assessing} again />
              </div>
            </>
          )
        }
      </Loaded>
    </>
  );
}
