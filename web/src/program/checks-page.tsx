// Every check with how many devices it holds for.
import type { CheckRow } from '#contracts/index.ts';
import { loadChecks } from '../api/program-checks.ts';
import { useLoad } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Foreign } from '../parts/foreign.tsx';
import { TextLink } from '../parts/link.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import { Above } from './above.tsx';

const words = text.checkPages;

/** The page. */
export function ChecksPage() {
  return (
    <Page title={words.title} lead={words.lead} above={<Above />}>
      <Loaded of={useLoad(['program-checks'], loadChecks)} waiting={<Waiting lines={12} />}>
        {({ checks, at }) => (
          <Panel
            title={words.panel}
            lead={
              <>
                {words.at} <When at={at} />
              </>
            }
            flush
          >
            <PlainTable
              label={words.panel}
              columns={words.columns}
              rows={checks}
              rowKey={({ id }) => id}
              cells={cellsOf}
            />
          </Panel>
        )}
      </Loaded>
    </Page>
  );
}

function cellsOf({ id, title, of, counts }: CheckRow) {
  return [
    <>
      <TextLink to="/program/checks/$id" params={{ id }} fw={600}>
        <Foreign>{title}</Foreign>
      </TextLink>
      <div className="quiet">{words.of[of]}</div>
    </>,
    <span key="holds">
      {count(counts.holds)}
      {counts.excused > 0 ? <div className="quiet">{words.excused(count(counts.excused))}</div> : null}
    </span>,
    count(counts.broken),
    count(counts.unknown),
  ];
}
