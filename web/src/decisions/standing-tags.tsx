// Where a finding stands, in a few words: accepted, waiting, due.
import { IconClockHour4, IconHourglass, IconSignature, IconUserCheck } from '@tabler/icons-react';
import type { Standing } from '#contracts/index.ts';
import { date } from '../format/format.ts';
import { Tag } from '../parts/tag.tsx';
import { text } from '../text/index.ts';

/** The tags. */
export function StandingTags({ standing }: { readonly standing: Standing }) {
  const { acceptance, maker, due } = standing;
  const words = text.decisions;
  return (
    <>
      {acceptance?.state === 'accepted' ? (
        <Tag tone="info" icon={IconSignature} title={acceptance.reason}>
          {acceptance.justification === null
            ? words.acceptedUntil(date(acceptance.until))
            : words.notAffectedUntil(date(acceptance.until))}
        </Tag>
      ) : null}
      {acceptance?.state === 'asked' ? (
        <Tag tone="watch" icon={IconUserCheck}>
          {words.asked(acceptance.askedBy)}
        </Tag>
      ) : null}
      {maker ? (
        <Tag tone="info" icon={IconHourglass}>
          {words.waiting(maker.maker, maker.days)}
        </Tag>
      ) : null}
      {due && acceptance?.state !== 'accepted' ? (
        <Tag tone={due.overdue ? 'danger' : 'quiet'} icon={IconClockHour4} title={words.dueWhy(due.because)}>
          {due.overdue ? words.overdue(-due.days) : words.due(due.days)}
        </Tag>
      ) : null}
    </>
  );
}
