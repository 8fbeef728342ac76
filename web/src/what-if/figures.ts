// The figures that a person may move on the page of what-if, and how they go into the question.
import {
  ENTRIES,
  type EntryKind,
  risk as limits,
  type RiskDocument,
  type RiskFigure,
  type RiskSettingsInput,
  type Triple,
} from '#contracts/index.ts';

/** New values of figures, by their path in the settings. */
export type Changed = ReadonlyMap<string, number>;

export const NOTHING_CHANGED: Changed = new Map();

export type Movable = {
  readonly path: string;
  readonly label: string;
  readonly unit: string;
  readonly basis: RiskFigure['basis'];
  readonly source: string;
  /** As it counts now; null where nobody said so. */
  readonly now: Triple | null;
} & (
  | { readonly kind: 'exams'; readonly modality: string }
  | { readonly kind: 'entry'; readonly entry: EntryKind }
  | { readonly kind: 'patients' }
);

/** The figures that matter here: exams a day of each kind of machine among the targets, each entry, and the patients. */
export function movableOf(risk: RiskDocument): Movable[] {
  const here = new Set(risk.targets.map(({ modality }) => modality));
  return risk.figures.flatMap(({ path, label, unit, basis, source, value }): Movable[] => {
    const known = { path, label, unit, basis, source };
    if (path === 'patients') {
      const now = typeof value === 'number' ? { low: value, mode: value, high: value } : null;
      return [{ ...known, now, kind: 'patients' }];
    }
    if (value === null || typeof value !== 'object') return [];
    const modality = /^modalities\.(.+)\.examsPerDay$/.exec(path)?.[1];
    if (modality !== undefined) return here.has(modality) ? [{ ...known, now: value, kind: 'exams', modality }] : [];
    const entry = ENTRIES.find((kind) => path === `entries.${kind}.yearly`);
    return entry === undefined ? [] : [{ ...known, now: value, kind: 'entry', entry }];
  });
}

/** The figures that were moved, as the server takes them; both ends of a range move with what is most likely. */
export function settingsOf(movable: readonly Movable[], changed: Changed): RiskSettingsInput {
  const settings: RiskSettingsInput = {};
  for (const figure of movable) {
    const value = changed.get(figure.path);
    if (value === undefined) continue;
    if (figure.kind === 'patients') settings.patients = Math.round(value);
    else if (figure.kind === 'exams') {
      settings.modalities = {
        ...settings.modalities,
        [figure.modality]: { examsPerDay: moved(figure, value, limits.MOST_EXAMS) },
      };
    } else
      settings.entries = { ...settings.entries, [figure.entry]: { yearly: moved(figure, value, limits.MOST_YEARLY) } };
  }
  return settings;
}

/** `most`: what a figure may be at most. */
function moved({ now }: Pick<Movable, 'now'>, value: number, most: number): Triple {
  const mode = Math.min(value, most);
  if (now === null || now.mode === 0) return { low: mode, mode, high: mode };
  const factor = mode / now.mode;
  // Rounding must not put an end on the wrong side.
  return { low: Math.min(mode, now.low * factor), mode, high: Math.min(most, Math.max(mode, now.high * factor)) };
}
