// The finding that a step rests on, loaded when somebody unfolds it.
import { loadFinding } from '../api/results.ts';
import { useLoad } from '../api/use-load.ts';
import { FindingCard } from '../findings/finding-card.tsx';
import { TextLink } from '../parts/link.tsx';
import { Loaded, Waiting } from '../parts/states.tsx';
import { Unfold } from '../parts/unfold.tsx';
import { text } from '../text/index.ts';

/** A line that opens to the finding. */
export function FindingBehind({ id, heading = 'h4' }: { readonly id: string; readonly heading?: 'h4' | 'h5' }) {
  return (
    <Unfold label={text.attackPaths.finding}>
      <Behind id={id} heading={heading} />
    </Unfold>
  );
}

function Behind({ id, heading }: { readonly id: string; readonly heading: 'h4' | 'h5' }) {
  const finding = useLoad(['finding', id], (signal) => loadFinding(id, signal));
  return (
    <Loaded of={finding} waiting={<Waiting lines={3} />}>
      {(known) => (
        <>
          <FindingCard finding={known} withDevice heading={heading} />
          <TextLink to="/devices/$id" params={{ id: known.device }} hash={`finding-${known.id}`} size="sm">
            {text.attackPaths.toDevice}
          </TextLink>
        </>
      )}
    </Loaded>
  );
}
