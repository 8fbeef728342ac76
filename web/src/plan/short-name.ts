// The name of an action that was made of a long advice: its first sentence.

const LONG = 110;

/** The first sentence of a long name, cut where it is too long by itself; a short name as it is. */
export function shortName(name: string): string {
  if (name.length <= LONG) return name;
  const first = /^.*?[.;](?=\s)/s.exec(name)?.[0].slice(0, -1) ?? name;
  if (first.length <= LONG * 1.5) return first;
  const cut = first.lastIndexOf(' ', LONG * 1.5);
  return `${first.slice(0, cut > LONG ? cut : LONG * 1.5)}…`;
}
