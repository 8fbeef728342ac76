// Where decisions stand now: how many findings are overdue, wait for an approver or for their maker, or are accepted.
import type { api } from '#contracts/index.ts';
import { loadFindings } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { total } from '../format/format.ts';
import { TextLink } from '../parts/link.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';

const SHOWN = [
  'overdue',
  'asked',
  'accepted',
  'waiting',
] as const satisfies readonly (typeof api.findingDecision.options)[number][];

/** The panel. */
export function DecisionsNow() {
  const counts = useLoad(['findings', 'decisions now'], (signal) =>
    Promise.all(
      SHOWN.map(async (decision) => ({ decision, size: (await loadFindings({ decision, limit: 1 }, signal)).total })),
    ),
  );
  return (
    <Panel title={text.policy.now} lead={text.policy.nowLead} flush>
      <Loaded of={counts} waiting={<Waiting lines={4} />}>
        {(rows) => (
          <PlainTable
            label={text.policy.now}
            columns={text.policy.nowColumns}
            rows={rows}
            rowKey={({ decision }) => decision}
            cells={({ decision, size }) => [
              <TextLink key="link" to="/findings" search={{ decision }}>
                {text.decisions.filters[decision]}
              </TextLink>,
              total(size),
              text.policy.nowWhat[decision],
            ]}
          />
        )}
      </Loaded>
    </Panel>
  );
}
