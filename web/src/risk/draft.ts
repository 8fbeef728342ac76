// What a site states of its figures while a person edits it: values by their path, so that each can be set and taken back alone.
import { type RiskSettingsInput, risk } from '#contracts/index.ts';
import { text } from '../text/index.ts';

export type Draft = ReadonlyMap<string, unknown>;

/** Parts whose members are stated one by one. */
const NESTED = ['modalities', 'entries', 'actionCosts', 'stepCosts'] as const;

/** What is stated, by path: `modalities.CT.examsPerDay`, `patients`. */
export function draftOf(stated: RiskSettingsInput): Draft {
  const draft = new Map<string, unknown>();
  for (const [key, value] of Object.entries(stated)) {
    if (value === undefined) continue;
    if (!NESTED.some((nested) => nested === key) || !isRecord(value)) {
      draft.set(key, value);
      continue;
    }
    for (const [name, figures] of Object.entries(value)) {
      for (const [field, figure] of Object.entries(isRecord(figures) ? figures : {})) {
        if (figure !== undefined) draft.set(`${key}.${name}.${field}`, figure);
      }
    }
  }
  return draft;
}

/** The draft with one value set; undefined takes it back to the default. */
export function withValue(draft: Draft, path: string, value: unknown): Draft {
  const next = new Map(draft);
  if (value === undefined) next.delete(path);
  else next.set(path, value);
  return next;
}

export type Checked =
  | { readonly settings: RiskSettingsInput; readonly errors: null }
  | { readonly settings: null; readonly errors: ReadonlyMap<string, string> };

/** The draft in the shape that is sent, or what is wrong with it by path. */
export function checkDraft(draft: Draft): Checked {
  const nested: Record<string, unknown> = {};
  for (const [path, value] of draft) put(nested, partsOf(path), value);
  const parsed = risk.riskSettingsInput.safeParse(nested);
  if (parsed.success) return { settings: parsed.data, errors: null };
  const errors = new Map<string, string>();
  for (const { path, code, message } of parsed.error.issues) {
    const own = [...draft.keys()].find((key) => partsOf(key).every((part, at) => part === String(path[at])));
    if (own !== undefined && !errors.has(own)) errors.set(own, code === 'invalid_type' ? text.forms.required : message);
  }
  return { settings: null, errors };
}

/** `modalities`, the name of the machine, the field; a name may have dots in it. */
function partsOf(path: string): string[] {
  const parts = path.split('.');
  const [first = '', last = ''] = [parts[0], parts.at(-1)];
  return parts.length < 3 ? parts : [first, parts.slice(1, -1).join('.'), last];
}

function put(into: Record<string, unknown>, parts: readonly string[], value: unknown): void {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) {
    into[first] = value;
    return;
  }
  const inner = isRecord(into[first]) ? into[first] : {};
  into[first] = inner;
  put(inner, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
