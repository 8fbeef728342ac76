// Where the site stands among the clients of its provider and of other providers, and what it agrees to.
import type { BenchmarkView } from '#contracts/index.ts';
import { loadBenchmark } from '../api/benchmark.ts';
import { useLoad } from '../api/use-load.ts';
import { usePowers } from '../api/use-session.ts';
import { count, date } from '../format/format.ts';
import { Note } from '../parts/note.tsx';
import { Page } from '../parts/page.tsx';
import { Panel } from '../parts/panel.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import { Agreement } from './agreement.tsx';
import { Bins } from './bins.tsx';
import { Exchange } from './exchange.tsx';
import { FigureTable } from './figure-table.tsx';

const words = text.benchmark;

/** The page. */
export function BenchmarkPage() {
  const { own } = usePowers();
  return (
    <Page title={words.title} lead={words.lead}>
      <Loaded of={useLoad(['benchmark'], loadBenchmark)} waiting={<Waiting lines={12} />}>
        {(view) => <Standing view={view} />}
      </Loaded>
      {own ? <Exchange /> : null}
    </Page>
  );
}

function Standing({ view }: { readonly view: BenchmarkView }) {
  const lead = words.figuresLead(count(view.counted));
  return (
    <>
      <Panel
        title={words.figures}
        lead={view.takenOn === null ? lead : `${lead} ${words.takenOn(date(view.takenOn))}`}
        flush
      >
        {view.takenOn === null ? <Note>{words.notTaken}</Note> : null}
        <FigureTable figures={view.figures} />
      </Panel>
      <Bins figures={view.figures} />
      <Agreement key={view.agreement.agreed} agreement={view.agreement} />
    </>
  );
}
