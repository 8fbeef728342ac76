// Whether two texts name the same person, as people write names: in another case, order or spacing, with or without accents. Pure.

/** Whether a text names whoever has this name or address of e-mail. */
export function isSameName(text: string, name: string): boolean {
  const [one, other] = [wordsOf(text), wordsOf(name)];
  if (other.length === 0) return false;
  // An address names one person, whatever stands beside it.
  if (name.includes('@') && ` ${one.join(' ')} `.includes(` ${other.join(' ')} `)) return true;
  return one.join('') === other.join('') || one.toSorted().join(' ') === other.toSorted().join(' ');
}

function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/[\p{M}\p{Cf}]/gu, '');
  return plain.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
