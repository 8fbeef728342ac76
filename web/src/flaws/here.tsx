// The findings here about one flaw or one advisory.
import { IconCircleCheck } from '@tabler/icons-react';
import { loadFindings } from '../api/results.ts';
import { usePages } from '../api/use-load.ts';
import { FindingCard } from '../findings/finding-card.tsx';
import { moreOf, ShowMore } from '../parts/paged-table.tsx';
import { Empty, Failure, Waiting } from '../parts/states.tsx';
import { text } from '../text/index.ts';
import classes from './flaws.module.css';

const PAGE = 25;

/** The findings, in the order of work. */
export function Here({ about }: { readonly about: { readonly cve: string } | { readonly advisory: string } }) {
  const pages = usePages(['findings', about], (cursor, signal) =>
    loadFindings({ ...about, cursor, limit: PAGE }, signal),
  );
  const rows = pages.data?.pages.flatMap(({ items }) => items) ?? [];
  if (pages.error && rows.length === 0) return <Failure error={pages.error} onRetry={() => void pages.refetch()} />;
  if (pages.isPending) return <Waiting lines={6} />;
  if (rows.length === 0) {
    return (
      <Empty icon={IconCircleCheck} title={text.flaws.nothingHere}>
        {text.flaws.nothingHereWhy}
      </Empty>
    );
  }
  return (
    <>
      <ol className={classes['rows']}>
        {rows.map((finding) => (
          <li key={finding.id}>
            <FindingCard finding={finding} withDevice />
          </li>
        ))}
      </ol>
      <ShowMore more={moreOf(pages)} shown={rows.length} of={pages.data?.pages[0]?.total.value ?? rows.length} />
    </>
  );
}
