// FIRST's daily EPSS file: a comment line with model and day, a heading, then CVE, chance of use within 30 days, and percentile.

const COMMENT = /^#.*\bscore_date:([0-9T:+Z-]+)/;
const ROW = /^(CVE-\d{4}-\d{4,}),([0-9.eE-]+),([0-9.eE-]+)$/;

/** One line: the day, a score, nothing of use (the heading, an empty line), or a line that is wrong. */
export type EpssLine =
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'score'; readonly cve: string; readonly score: number }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'wrong' };

/** Reads one line of the file. */
export function readEpssLine(line: string): EpssLine {
  const text = line.trim();
  const day = COMMENT.exec(text)?.[1];
  if (day !== undefined) return { kind: 'day', day: day.replace(/\+0000$/, 'Z') };
  const [, cve, score] = ROW.exec(text) ?? [];
  if (cve !== undefined) {
    const chance = Number(score);
    return chance >= 0 && chance <= 1 ? { kind: 'score', cve, score: chance } : { kind: 'wrong' };
  }
  return text === '' || text.startsWith('#') || text === 'cve,epss,percentile'
    ? { kind: 'nothing' }
    : { kind: 'wrong' };
}
