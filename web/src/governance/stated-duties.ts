// What is sent when duties or parties are changed: all that the site stated, with the change in it.
import type { DutyHolders, Party, Responsibilities, ResponsibilitiesInput } from '#contracts/index.ts';

/** What the site stated of a duty; one of its own carries its name. */
export function statedOf(duty: Responsibilities['duties'][number]): DutyHolders {
  const { responsible, accountable, consulted, informed } = duty;
  const holders = { duty: duty.duty, responsible, accountable, consulted, informed };
  return duty.source === null ? { ...holders, name: duty.name } : holders;
}

function isStated({ responsible, accountable, consulted, informed, name }: DutyHolders): boolean {
  return accountable !== null || name !== undefined || responsible.length + consulted.length + informed.length > 0;
}

/** The document with other parties, or other holders of some duties. */
export function changed(
  known: Responsibilities,
  change: { readonly parties?: readonly Party[]; readonly duties?: readonly DutyHolders[] },
): ResponsibilitiesInput {
  const others = new Map((change.duties ?? []).map((duty) => [duty.duty, duty]));
  return {
    version: known.version,
    parties: [...(change.parties ?? known.parties)],
    duties: known.duties.map((duty) => others.get(duty.duty) ?? statedOf(duty)).filter(isStated),
  };
}

/** A name as an id that none of the parties has. */
export function idFor(name: string, parties: readonly Party[]): string {
  const plain =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 30)
      .replace(/-+$/, '') || 'party';
  const taken = new Set(parties.map(({ id }) => id));
  for (let number = 1; ; number++) {
    const id = number === 1 ? plain : `${plain}-${number}`;
    if (!taken.has(id)) return id;
  }
}
