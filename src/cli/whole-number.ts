// A number that stands behind an option.
import { Invalid } from '#kit/index.ts';

/** The whole number written there. Throws Invalid with the name of the option. */
export function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d{1,16}$/.test(text) || value < least || value > most)
    throw new Invalid(`${option}: write a whole number from ${least} to ${most}.`);
  return value;
}
