// What is known about the world outside of the site: each feed with its age; how to bring a newer one.
import type { FeedsDocument } from '#contracts/index.ts';
import { loadFeeds } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { count } from '../format/format.ts';
import { Panel } from '../parts/panel.tsx';
import { PlainTable } from '../parts/plain-table.tsx';
import { Loaded } from '../parts/states.tsx';
import { Tag } from '../parts/tag.tsx';
import { When } from '../parts/when.tsx';
import { text } from '../text/index.ts';
import classes from './add-sensor.module.css';

/** After so many days, flaws are used by attackers that the feed does not know of. */
const OLD_DAYS = 30;

type Feed = FeedsDocument['feeds'][number];

/** The list of feeds. */
export function Feeds() {
  const feeds = useLoad(['feeds'], loadFeeds);
  return (
    <Panel title={text.feeds.title} lead={text.feeds.lead} flush>
      <Loaded of={feeds}>
        {({ feeds: rows, builtIn }) => (
          <>
            <PlainTable
              label={text.feeds.title}
              columns={[...text.feeds.columns]}
              rows={rows}
              rowKey={({ feed }) => feed}
              cells={cellsOf}
            />
            <div className={classes['note']}>
              <p>{text.feeds.builtIn(builtIn.advisories, builtIn.lifecyclesAsOf)}</p>
              <p className="quiet">{text.feeds.how}</p>
              <pre className={classes['code']}>{text.feeds.command}</pre>
            </div>
          </>
        )}
      </Loaded>
    </Panel>
  );
}

function cellsOf(feed: Feed) {
  const { label, publisher, asOf, rows, dateGiven } = feed;
  return [
    <>
      <b>{label}</b>
      <div className="quiet">{publisher}</div>
    </>,
    <State key="state" of={feed} />,
    asOf === null ? (
      '–'
    ) : (
      <div key="as-of">
        <When at={asOf} />
        {dateGiven === false ? <div className="quiet">{text.feeds.ofFile}</div> : null}
      </div>
    ),
    asOf === null ? '–' : count(rows),
    <Proof key="proof" of={feed} />,
  ];
}

/** What hashes and signatures came to, and whose pack it came in. */
function Proof({ of: { checks, pack } }: { readonly of: Feed }) {
  if (checks === null && pack === null) return <>–</>;
  return (
    <>
      {checks && (
        <>
          <div>{text.feeds.hashes(checks.hash.good, checks.documents)}</div>
          <div>{text.feeds.signatures(checks.signature.good, checks.documents)}</div>
          {checks.signature.notChecked > 0 && (
            <div className="quiet">{text.feeds.notChecked(checks.signature.notChecked, checks.because)}</div>
          )}
          {checks.failed > 0 && <Tag tone="danger">{text.feeds.failed(checks.failed)}</Tag>}
        </>
      )}
      {pack && (
        <div className="quiet" title={pack.signedBy}>
          {text.feeds.packed(pack.signedBy.slice(0, 16))} <When at={pack.madeAt} />
        </div>
      )}
    </>
  );
}

function State({ of: { asOf, ageDays, problems, dateGiven } }: { readonly of: Feed }) {
  if (asOf === null) return <Tag tone="unknown">{text.feeds.missing}</Tag>;
  if (ageDays !== null && ageDays > OLD_DAYS) {
    return (
      <Tag tone="watch" title={text.feeds.oldWhy}>
        {text.feeds.old(ageDays)}
      </Tag>
    );
  }
  if (problems.length > 0) return <Tag tone="watch">{text.feeds.problems(problems.length)}</Tag>;
  return dateGiven === false ? (
    <Tag tone="unknown" title={text.feeds.undatedWhy}>
      {text.feeds.undated}
    </Tag>
  ) : (
    <Tag tone="safe">{text.feeds.fresh}</Tag>
  );
}
