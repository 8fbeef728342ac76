// What stands in the place of an empty list of recalls: whether none were taken in, or none of those that were names a device here.
import { IconClipboardX } from '@tabler/icons-react';
import { loadFeeds } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { date, total } from '../format/format.ts';
import { LinkButton } from '../parts/link.tsx';
import { Empty, Loaded } from '../parts/states.tsx';
import { text } from '../text/index.ts';

/** The feeds that recalls come from. */
const FEEDS = ['openfda-recall', 'openfda-enforcement'];

/** Says which of the two it is. */
export function NoRecalls() {
  const feeds = useLoad(['feeds'], loadFeeds);
  return (
    <Loaded of={feeds}>
      {({ feeds: all }) => {
        const here = all.filter(({ feed, rows }) => FEEDS.includes(feed) && rows > 0);
        const rows = here.reduce((sum, each) => sum + each.rows, 0);
        const [asOf = null] = here.flatMap((each) => each.asOf ?? []).sort();
        return (
          <Empty
            icon={IconClipboardX}
            title={rows === 0 ? text.recalls.noFeed : text.recalls.none(total({ value: rows, relation: 'eq' }))}
            actions={<LinkButton to="/sources">{text.recalls.toSources}</LinkButton>}
          >
            {rows === 0
              ? text.recalls.noFeedWhy
              : text.recalls.noneWhy(asOf === null ? text.common.notKnown : date(asOf))}
          </Empty>
        );
      }}
    </Loaded>
  );
}
