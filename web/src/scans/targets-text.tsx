// The targets of a scan in a line: the first few, and how many more.
import { Foreign } from '../parts/foreign.tsx';
import { text } from '../text/index.ts';

const NAMED = 3;

/** Targets as text. */
export function targetsText(targets: readonly string[]) {
  const named = targets.slice(0, NAMED).join(', ');
  const more = targets.length - NAMED;
  return (
    <>
      <Foreign mono>{named}</Foreign>
      {more > 0 ? ` ${text.devices.more(more)}` : ''}
    </>
  );
}
