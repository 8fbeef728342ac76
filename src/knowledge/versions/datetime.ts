// Versions that are moments (vers: datetime), written as RFC 3339 says.
import { orderOfNumbers, orderOfText, schemeOf } from './version-scheme.ts';

interface Moment {
  readonly seconds: number;
  readonly fraction: string;
}

/** vers datetime: RFC 3339, compared as moments. */
export const datetime = schemeOf<Moment>('datetime', momentOf, (a, b) => {
  const seconds = orderOfNumbers(a.seconds, b.seconds);
  return seconds === 0 ? orderOfText(a.fraction, b.fraction) : seconds;
});

const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

function momentOf(version: string): Moment | null {
  const found = RFC_3339.exec(version);
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const offset = (Number(found[9] ?? 0) * 60 + Number(found[10] ?? 0)) * (found[8] === '-' ? -1 : 1);
  return {
    seconds: date.getTime() / 1000 + hour * 3600 + (minute - offset) * 60 + second,
    fraction: (found[7] ?? '').replace(/0+$/, ''),
  };
}
