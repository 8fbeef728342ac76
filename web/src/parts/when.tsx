// A moment: how long ago in words, the exact time on hover and for machines.
import { ago, dateTime } from '../format/format.ts';
import { text } from '../text/index.ts';

/** A time as `3 hours ago`; nothing known is said so. */
export function When({ at }: { readonly at: string | null }) {
  if (at === null) return <span className="quiet">{text.common.never}</span>;
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at)}
    </time>
  );
}
