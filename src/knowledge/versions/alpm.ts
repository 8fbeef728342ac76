// Versions of Arch Linux packages: vercmp of alpm, which grew out of an older rpmvercmp().
import { orderOfRuns, packageOf, runsOf } from './rpm.ts';
import { firstOf, type Order, orderOfDigits, schemeOf } from './version-scheme.ts';

/** alpm: where only one names its release, it does not count (man vercmp). */
export const alpm = schemeOf('alpm', packageOf, (a, b) =>
  firstOf(
    orderOfDigits(a.epoch, b.epoch),
    vercmp(a.version, b.version),
    a.release === null || b.release === null ? 0 : vercmp(a.release, b.release),
  ),
);

/** rpmvercmp() of libalpm, where letters at the end are older than nothing (1.0rc before 1.0), but not behind a dot. */
function vercmp(a: string, b: string): Order {
  let first = a;
  let second = b;
  while (first !== '' && second !== '') {
    const [gap, otherGap] = [/^[^A-Za-z0-9]*/.exec(first)?.[0] ?? '', /^[^A-Za-z0-9]*/.exec(second)?.[0] ?? ''];
    first = first.slice(gap.length);
    second = second.slice(otherGap.length);
    if (first === '' || second === '') break;
    if (gap.length !== otherGap.length) return gap.length < otherGap.length ? -1 : 1;
    const [run, otherRun] = runsOf(first, second);
    if (otherRun === '') return /^[0-9]/.test(first) ? 1 : -1;
    const order = orderOfRuns(run, otherRun);
    if (order !== 0) return order;
    first = first.slice(run.length);
    second = second.slice(otherRun.length);
  }
  if (first === second) return 0;
  const alphabetic = /^[A-Za-z]/;
  return (first === '' && !alphabetic.test(second)) || alphabetic.test(first) ? -1 : 1;
}
