// Figures under the pen of one person while another may save: what is typed stays, what was saved meanwhile is shown, nothing is overwritten unseen.
import { useState } from 'react';
import type { RiskSettingsNow } from '#contracts/index.ts';
import { type Draft, draftOf, withValue } from './draft.ts';

/** A figure that somebody else changed. */
export interface Meanwhile {
  readonly path: string;
  /** As it is saved now; undefined: the default. */
  readonly theirs: unknown;
  /** As it was typed here, where it was. */
  readonly mine?: unknown;
}

/** What was saved since the draft was begun, of what is not the same in the draft. */
export function savedMeanwhile(begun: Draft, saved: Draft, mine: Draft): Meanwhile[] {
  return pathsOf(begun, saved)
    .filter((path) => !isSame(begun.get(path), saved.get(path)) && !isSame(saved.get(path), mine.get(path)))
    .map((path) => ({
      path,
      theirs: saved.get(path),
      ...(isSame(begun.get(path), mine.get(path)) ? {} : { mine: mine.get(path) }),
    }));
}

/** What was typed, over what was saved meanwhile. */
export function onTop(begun: Draft, saved: Draft, mine: Draft): Draft {
  return pathsOf(begun, mine)
    .filter((path) => !isSame(begun.get(path), mine.get(path)))
    .reduce((draft, path) => withValue(draft, path, mine.get(path)), saved);
}

/** Whether two values that are stated say the same, however their members are ordered. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [some, others] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...new Set([...some.keys(), ...others.keys()])].every((key) => isSame(some.get(key), others.get(key)));
}

function pathsOf(one: Draft, other: Draft): string[] {
  return [...new Set([...one.keys(), ...other.keys()])];
}

export interface SettingsDraft {
  readonly draft: Draft;
  /** Of the figures that the draft began from; it is sent with it. */
  readonly version: string;
  readonly change: (path: string, value: unknown) => void;
  /** What another person saved since; empty while nobody did. */
  readonly meanwhile: readonly Meanwhile[];
  /** Puts what was typed over what was saved, still unsaved. */
  readonly keepMine: () => void;
  readonly takeTheirs: () => void;
}

/** The draft of figures that are loaded again now and then. */
export function useSettingsDraft({ stated, version }: RiskSettingsNow): SettingsDraft {
  const saved = draftOf(stated);
  const [{ begun, from, draft }, setState] = useState({ begun: saved, from: version, draft: saved });
  const begin = (next: Draft) => setState({ begun: saved, from: version, draft: next });
  const meanwhile = from === version ? [] : savedMeanwhile(begun, saved, draft);
  const top = onTop(begun, saved, draft);
  // Nothing was typed, or nothing else was saved than what was: go on from there.
  if (from !== version && (top === saved || meanwhile.length === 0)) begin(top);
  return {
    draft,
    version: from,
    meanwhile,
    change: (path, value) => setState((before) => ({ ...before, draft: withValue(before.draft, path, value) })),
    keepMine: () => begin(top),
    takeTheirs: () => begin(saved),
  };
}
