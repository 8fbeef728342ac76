// Who does what about which duty (RACI), and what is missing. Pure.
import type { Duty, DutyHolders, Responsibilities, ResponsibilitiesInput } from '#contracts/index.ts';
import { governance } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { type LibraryFile, readLibraryFile, twice } from '../library-file.ts';

/** The duties of a file. Throws Invalid with the field and what is wrong with it. */
export function readDuties(file: LibraryFile): readonly Duty[] {
  const { duties } = readLibraryFile(file, governance.dutyFile, (value) =>
    twice(
      value.duties.map(({ id }) => id),
      'duties',
    ),
  );
  return duties;
}

/** Refuses what cannot be: a party that is none, a duty twice, one of the site's own without a name, a part said twice. */
export function checkResponsibilities({ parties, duties }: ResponsibilitiesInput, library: readonly Duty[]): void {
  const known = new Set(parties.map(({ id }) => id));
  const faults = [
    ...twice(
      parties.map(({ id }) => id),
      'parties',
    ),
    ...twice(
      duties.map((each) => each.duty),
      'duties',
    ),
  ];
  const [fault] = faults;
  if (fault) throw new Invalid(`${fault.field}: ${fault.message}`);
  for (const [place, holders] of duties.entries()) {
    const field = `duties[${place}]`;
    if (holders.name === undefined && !library.some(({ id }) => id === holders.duty)) {
      throw new Invalid(`${field}.name: ${holders.duty} is a duty of your own. Give it a name.`);
    }
    for (const id of heldBy(holders)) {
      if (!known.has(id)) throw new Invalid(`${field}: there is no party ${id}. Add it first.`);
    }
    const both = holders.consulted.find((id) => holders.informed.includes(id));
    if (both !== undefined) throw new Invalid(`${field}: ${both} is asked before and told after. Choose one.`);
  }
}

function heldBy({ responsible, accountable, consulted, informed }: DutyHolders): string[] {
  return [...responsible, ...(accountable === null ? [] : [accountable]), ...consulted, ...informed];
}

/** Every duty of the library with who holds it, and then those of the site's own. */
export function heldDuties(stated: readonly DutyHolders[], library: readonly Duty[]): Responsibilities['duties'] {
  const byDuty = new Map(stated.map((holders) => [holders.duty, holders]));
  const ours = library.map(({ id, name, why, usually, source }) => ({
    name,
    why,
    usually,
    source,
    ...heldOf(byDuty.get(id) ?? { duty: id, responsible: [], accountable: null, consulted: [], informed: [] }),
  }));
  const shipped = new Set(library.map(({ id }) => id));
  const own = stated
    .filter(({ duty }) => !shipped.has(duty))
    .map((holders) => ({
      name: holders.name ?? holders.duty,
      why: null,
      usually: null,
      source: null,
      ...heldOf(holders),
    }));
  return [...ours, ...own];
}

function heldOf({ duty, responsible, accountable, consulted, informed }: DutyHolders) {
  const open =
    accountable === null ? 'Nobody answers for it.' : responsible.length === 0 ? 'Nobody was named who does it.' : null;
  return { duty, responsible, accountable, consulted, informed, open };
}
