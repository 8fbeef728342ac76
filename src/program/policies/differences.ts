// What two versions of a policy do not have in common, word by word: the longest run of words that both have stays, the rest is gone or new.
import type { PolicyBody, PolicyDifference } from '#contracts/index.ts';
import { filledBody } from './edit-policy.ts';

type Piece = PolicyDifference['pieces'][number];

/** The differences between two texts with their blanks filled, in the order of the later one; what was taken out stands last. */
export function differencesOf(from: PolicyBody, to: PolicyBody): PolicyDifference[] {
  const before = filledBody('before', from);
  const after = filledBody('after', to);
  const old = new Map(before.clauses.map((clause) => [clause.id, clause.text]));
  const ids = after.clauses.map(({ id }) => id);
  const stayed = before.clauses.map(({ id }) => id).filter((id) => ids.includes(id));
  const inPlace = new Set(longestCommon(stayed, ids));
  const clauses = after.clauses.flatMap(({ id, text }): PolicyDifference[] => {
    const was = old.get(id);
    if (was === undefined) return [{ place: 'clause', clause: id, kind: 'added', pieces: [{ kind: 'new', text }] }];
    const changed = changeOf('clause', was, text, id);
    if (changed.length > 0 || inPlace.has(id)) return changed;
    return [{ place: 'clause', clause: id, kind: 'moved', pieces: [{ kind: 'same', text }] }];
  });
  const removed = before.clauses.flatMap(({ id, text }): PolicyDifference[] =>
    ids.includes(id) ? [] : [{ place: 'clause', clause: id, kind: 'removed', pieces: [{ kind: 'gone', text }] }],
  );
  return [
    ...changeOf('title', before.title, after.title),
    ...changeOf('purpose', before.purpose, after.purpose),
    ...clauses,
    ...removed,
    ...changeOf('review', `${from.reviewMonths} months`, `${to.reviewMonths} months`),
    ...changeOf('readers', from.attestedBy.join(', '), to.attestedBy.join(', ')),
  ];
}

function changeOf(
  place: PolicyDifference['place'],
  before: string,
  after: string,
  clause: string | null = null,
): PolicyDifference[] {
  return before === after ? [] : [{ place, clause, kind: 'changed', pieces: piecesOf(before, after) }];
}

/** Words of two texts as they stayed, went and came. Put together without what is new they are the first text, without what is gone the second. */
export function piecesOf(before: string, after: string): Piece[] {
  const a = wordsOf(before);
  const b = wordsOf(after);
  const common = longestCommon(a, b);
  const pieces: Piece[] = [];
  const add = (kind: Piece['kind'], text: string) => {
    const last = pieces.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== '') pieces.push({ kind, text });
  };
  let inA = 0;
  let inB = 0;
  for (const word of common) {
    while (a[inA] !== word) add('gone', a[inA++] ?? '');
    while (b[inB] !== word) add('new', b[inB++] ?? '');
    add('same', word);
    inA += 1;
    inB += 1;
  }
  add('gone', a.slice(inA).join(''));
  add('new', b.slice(inB).join(''));
  return pieces;
}

/** Words, each with the space behind it, so that they put together are the text. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+\s*?(?=\s|$)|\s+$/g) ?? [];
}

/** The longest run of members that two lists have in the same order. */
function longestCommon(a: readonly string[], b: readonly string[]): string[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const common: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const word = a[i];
    if (word !== undefined && word === b[j]) {
      common.push(word);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return common;
}
