// Engagements of service providers: what is agreed, letters of clearance, hours, templates.
import {
  type EngagementState,
  type EngagementTerms,
  engagements,
  type HourInput,
  type ProbingLevel,
  type SignatureInput,
  type TemplateDocument,
} from '#contracts/index.ts';
import { read, tenantHref, write } from './http.ts';

const ALL = 'program/engagements';
const TEMPLATES = 'program/engagement-templates';

function pathOf(id: string, ...rest: readonly string[]): string {
  return [ALL, id, ...rest].map((part, at) => (at === 0 ? part : encodeURIComponent(part))).join('/');
}

/** A page of the engagements. */
export function loadEngagements(cursor: string | undefined, signal?: AbortSignal) {
  return read(engagements.engagementList, ALL, { query: { cursor }, ...(signal ? { signal } : {}) });
}

/** One engagement with its letters. */
export function loadEngagement(id: string, signal?: AbortSignal) {
  return read(engagements.engagement, pathOf(id), signal ? { signal } : {});
}

/** Begins an engagement, or changes one on top of the version that was looked at. */
export function keepEngagement({
  known,
  terms,
}: {
  readonly known: { readonly id: string; readonly version: number } | null;
  readonly terms: EngagementTerms;
}) {
  return known === null
    ? write({ method: 'POST', path: ALL, body: terms, shape: engagements.engagement })
    : write({
        method: 'PUT',
        path: pathOf(known.id),
        body: { version: known.version, terms },
        shape: engagements.engagement,
      });
}

/** Moves it to another state. */
export function moveEngagement({
  id,
  ...body
}: {
  readonly id: string;
  readonly version: number;
  readonly state: EngagementState;
}) {
  return write({ method: 'POST', path: pathOf(id, 'state'), body, shape: engagements.engagement });
}

/** Issues a letter of clearance. */
export function issueLetter({ id, version }: { readonly id: string; readonly version: number }) {
  return write({ method: 'POST', path: pathOf(id, 'letters'), body: { version }, shape: engagements.engagement });
}

/** Which letter of which engagement. */
export interface OfLetter {
  readonly engagement: string;
  readonly letter: string;
}

/** Where a letter is fetched as a file. */
export function letterHref({ engagement, letter }: OfLetter, format: 'pdf' | 'html' | 'text'): string {
  return tenantHref(pathOf(engagement, 'letters', letter), { format });
}

/** Writes down that a side signed. */
export function signLetter({ of, body }: { readonly of: OfLetter; readonly body: SignatureInput }) {
  const path = pathOf(of.engagement, 'letters', of.letter, 'sign');
  return write({ method: 'POST', path, body, shape: engagements.engagement });
}

/** Takes a letter back. */
export function withdrawLetter({ of, reason }: { readonly of: OfLetter; readonly reason: string }) {
  const path = pathOf(of.engagement, 'letters', of.letter, 'withdraw');
  return write({ method: 'POST', path, body: { reason }, shape: engagements.engagement });
}

/** Makes clearances from a signed letter. */
export function clearFromLetter({
  of,
  ...body
}: {
  readonly of: OfLetter;
  readonly level: Exclude<ProbingLevel, 'none'>;
  readonly publicScope: boolean;
}) {
  const path = pathOf(of.engagement, 'letters', of.letter, 'clearance');
  return write({ method: 'POST', path, body, shape: engagements.clearedFromLetter });
}

/** A page of the hours. */
export function loadHours(id: string, cursor: string | undefined, signal?: AbortSignal) {
  return read(engagements.hourList, pathOf(id, 'hours'), { query: { cursor }, ...(signal ? { signal } : {}) });
}

/** Enters hours, or a correction. */
export function enterHours({ id, body }: { readonly id: string; readonly body: HourInput }) {
  return write({ method: 'POST', path: pathOf(id, 'hours'), body, shape: engagements.engagement });
}

/** Where the hours are fetched as a table. */
export function hoursHref(id: string): string {
  return tenantHref(pathOf(id, 'hours.csv'));
}

/** Every template. */
export function loadTemplates(signal?: AbortSignal) {
  return read(engagements.templateList, TEMPLATES, signal ? { signal } : {});
}

/** Saves an engagement as a template. */
export function saveTemplate(body: {
  readonly engagement: string;
  readonly name: string;
  readonly title: string;
  readonly keeping: string;
}) {
  return write({ method: 'POST', path: TEMPLATES, body, shape: engagements.templateList });
}

/** Takes in the document of a template. */
export async function importTemplate(file: File) {
  const body = engagements.templateDocument.parse(JSON.parse(await file.text())) satisfies TemplateDocument;
  return write({ method: 'POST', path: `${TEMPLATES}/import`, body, shape: engagements.templateList });
}

/** Where a template is fetched as a document. */
export function templateHref(id: string): string {
  return tenantHref(`${TEMPLATES}/${encodeURIComponent(id)}`);
}

/** Takes a template out. */
export function dropTemplate(id: string) {
  return write({
    method: 'DELETE',
    path: `${TEMPLATES}/${encodeURIComponent(id)}`,
    shape: engagements.templateList,
  });
}
