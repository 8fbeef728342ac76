// `controls --read FILE`: what an OSCAL document about a system says, in words, and how it differs from the site; with --take what can be taken over is.
import { readFile, stat } from 'node:fs/promises';
import type { OscalReading, ReadControl } from '#contracts/index.ts';
import { readOscalAtSite } from '#jobs/index.ts';
import { Invalid, inertText, systemClock } from '#kit/index.ts';
import { table } from './output.ts';
import type { Opened } from './session.ts';

const MOST_BYTES = 64 * 2 ** 20;
/** So many lines of each list are written; --json has more. */
const LINES = 60;

/** Reads a file at a site. `take`: what can be taken over is. */
export async function readingOfFile(
  { store, tenant }: Opened,
  { file, name, take }: { readonly file: string; readonly name: string; readonly take: boolean },
): Promise<OscalReading> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Invalid(`${inertText(name, 200)} cannot be read. Check its name.`);
  if (found.size > MOST_BYTES) throw new Invalid(`${inertText(name, 200)} is larger than 64 MB.`);
  const bytes = await readFile(file);
  const asked = { name: name.split(/[/\\]/).at(-1) ?? name, bytes, site: tenant.name, by: 'local', take };
  return readOscalAtSite({ store, clock: systemClock }, tenant.id, asked);
}

/** The reading in words. */
export function readingWords(reading: OscalReading): string {
  const { document, counts, controls, risks, items, references, taken } = reading;
  const { kind, title, version, day } = document;
  const differing = controls.filter(({ difference }) => difference !== 'same');
  return [
    `${kind.replaceAll('-', ' ')}: ${title}${version === '' ? '' : `, version ${version}`}${day === null ? '' : `, of ${day}`}`,
    ...(document.madeHere ? ['This site wrote it.'] : []),
    '',
    `${counted(counts.controls, 'control')}: ${counts.same} as here, ${counts.lessHere} further there than here, ${counts.moreHere} further here, ` +
      `${counts.notKnownHere} not known here, ${counts.notSaidThere} not said there, ${counts.unknownHere} with no such id here.`,
    `${counted(counts.observations, 'observation')}, ${counted(counts.risks, 'risk')}, ${counted(counts.items, 'item')} of a plan.`,
    ...section('How it differs', [
      ['control', 'there', 'here', 'difference', 'take over'],
      ...differing.map((control) => [
        control.control,
        thereWords(control),
        hereWords(control),
        control.difference,
        takeWords(control.take),
      ]),
    ]),
    ...section('Risks', [
      ['risk', 'status there', 'until', 'difference', 'take over'],
      ...risks.map((risk) => [
        risk.title,
        risk.status ?? '',
        risk.deadline?.slice(0, 10) ?? '',
        risk.difference,
        takeWords(risk.take),
      ]),
    ]),
    ...section('Items of the plan', [
      ['item', 'until', 'difference', 'take over'],
      ...items.map((item) => [item.title, item.deadline?.slice(0, 10) ?? '', item.difference, takeWords(item.take)]),
    ]),
    ...section('References to what is not in the file', [
      ['where', 'to'],
      ...references.map(({ path, to }) => [path, to]),
    ]),
    '',
    taken === null
      ? counts.takeable === 0
        ? 'Nothing can be taken over.'
        : `${counts.takeable} can be taken over; nothing was changed. Write --take to do it.`
      : `Taken over: ${counted(taken.answers, 'statement')}, ${counted(taken.steps, 'step')} said to be done, ${counted(taken.acceptances, 'risk')} asked to be accepted.`,
  ].join('\n');
}

function counted(many: number, what: string): string {
  return `${many} ${what}${many === 1 ? '' : 's'}`;
}

function hereWords({ here }: ReadControl): string {
  if (here === null) return '';
  return here.from === 'nothing' ? here.answer : `${here.answer}, ${here.from}`;
}

function thereWords({ there, word }: ReadControl): string {
  const plain = there ?? 'not said';
  return word === null || word === there ? plain : `${plain} (${word})`;
}

function takeWords({ can, why }: ReadControl['take']): string {
  return `${can ? 'yes' : 'no'}: ${why}`;
}

/** A table with a head, under its name; nothing where it has no lines. */
function section(name: string, [head = [], ...rows]: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const more = rows.length > LINES ? [`and ${rows.length - LINES} more; see --json`] : [];
  return ['', name, table([[...head], ...rows.slice(0, LINES).map((row) => [...row])], WIDEST), ...more];
}

/** Reasons are sentences. */
const WIDEST = 120;
