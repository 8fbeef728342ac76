// A letter of clearance issued: worded from what is agreed, and frozen with its hash.
import { type Actor, issueLetter } from '#program/index.ts';
import { clearanceLetter, clearanceLetterText } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';

/** Issues the letter of an engagement in the version that was looked at, by whoever has this account, and gives its id. Throws as `issueLetter` does. */
export function issueClearanceLetter(
  tx: Tenant,
  id: string,
  { version, account }: { readonly version: number; readonly account: string },
  actor: Actor,
): Promise<string> {
  return issueLetter(
    tx,
    id,
    {
      version,
      account,
      word: (matter) => {
        const letter = clearanceLetter(matter);
        return { letter, text: clearanceLetterText(letter) };
      },
    },
    actor,
  );
}
