// The matrix of harm while a person edits it: names and meanings may be empty, bounds may be no number yet.
import {
  type Acceptability,
  type HarmMatrix,
  type HarmSeverity,
  harm,
  PROBABILITY_BANDS,
  type ProbabilityBand,
  SEVERITY_MEANINGS,
  threats,
} from '#contracts/index.ts';
import { text } from '../text/index.ts';

type Bounded = keyof HarmMatrix['bounds'];

export interface MatrixDraft {
  readonly basis: string;
  /** Chances in a year, in percent. */
  readonly bounds: Readonly<Record<Bounded, number>>;
  readonly cells: Readonly<Record<ProbabilityBand, Readonly<Record<HarmSeverity, Acceptability>>>>;
  readonly names: Readonly<Record<ProbabilityBand, string>>;
  readonly meanings: Readonly<Record<HarmSeverity, string>>;
}

/** What is wrong, by where it stands: `bounds.probable`, `cells.remote.minor`. */
export type MatrixErrors = ReadonlyMap<string, string>;

/** The draft of a matrix; where it says nothing of its own, what holds stands in the fields. */
export function draftOfMatrix({ basis, bounds, cells, bandNames = {}, meanings = {} }: HarmMatrix): MatrixDraft {
  const { bands } = text.risk;
  return {
    basis,
    bounds: {
      frequent: percent(bounds.frequent),
      probable: percent(bounds.probable),
      occasional: percent(bounds.occasional),
      remote: percent(bounds.remote),
    },
    cells,
    names: { ...bands, ...given(bandNames) },
    meanings: { ...SEVERITY_MEANINGS, ...given(meanings) },
  };
}

/** The draft as a matrix, or what is wrong with it. */
export function checkMatrix(
  draft: MatrixDraft,
): { readonly matrix: HarmMatrix; readonly errors: null } | { readonly matrix: null; readonly errors: MatrixErrors } {
  const { bands } = text.risk;
  const names = PROBABILITY_BANDS.flatMap((band) => {
    const name = draft.names[band].trim();
    return name === '' || name === bands[band] ? [] : [[band, name] as const];
  });
  const meanings = threats.HARM_SEVERITIES.flatMap((severity) => {
    const meaning = draft.meanings[severity].trim();
    return meaning === '' || meaning === SEVERITY_MEANINGS[severity] ? [] : [[severity, meaning] as const];
  });
  const parsed = harm.harmMatrix.safeParse({
    schema: 'dosimeter.harm-matrix/1',
    basis: draft.basis.trim(),
    bounds: Object.fromEntries(Object.entries(draft.bounds).map(([band, value]) => [band, share(value)])),
    cells: draft.cells,
    ...(names.length > 0 ? { bandNames: Object.fromEntries(names) } : {}),
    ...(meanings.length > 0 ? { meanings: Object.fromEntries(meanings) } : {}),
  });
  if (parsed.success) return { matrix: parsed.data, errors: null };
  const errors = new Map<string, string>();
  for (const { path, code, message } of parsed.error.issues) {
    const at = path.join('.');
    const isBound = at.startsWith('bounds.') && code !== 'custom';
    if (!errors.has(at))
      errors.set(at, isBound ? text.harmMatrix.percent : at === 'basis' ? text.forms.required : message);
  }
  return { matrix: null, errors };
}

/** What the server found wrong, by the same places. */
export function errorsOf(fields: Readonly<Record<string, string>>): MatrixErrors {
  return new Map(
    Object.entries(fields).map(([at, message]) => [at.replaceAll('/', '.').replace(/^matrix\./, ''), message]),
  );
}

function percent(chance: number): number {
  return Number((chance * 100).toPrecision(12));
}

function share(value: number): number {
  return Number((value / 100).toPrecision(12));
}

/** Without what is left out. */
function given<K extends string>(some: { readonly [key in K]?: string | undefined }): Partial<Record<K, string>> {
  // Only members without a value are taken away.
  return Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined)) as Partial<
    Record<K, string>
  >;
}
