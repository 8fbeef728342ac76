// Patients in the archives where the site stated none: what archives were counted to hold, or the estimate from exams. Archives overlap,
// so that the largest count stands for all; a count of few days, or one that broke off, says at least so many.
import type { RiskDevice, RiskInputs, RiskPatients, RiskSettings } from '#contracts/index.ts';
import { ARCHIVE_YEARS } from './default-figures.data.ts';
import { patientsOf } from './loss-of.ts';

const DAY_MS = 86_400_000;
/** Days of as many years as the estimate takes an archive to keep. */
const WHOLE_DAYS = Math.floor(ARCHIVE_YEARS * 365.25);

interface Site {
  readonly settings: RiskSettings;
  readonly devices: readonly RiskDevice[];
  readonly patientsCounted?: readonly RiskPatients[] | undefined;
}

/** The count that stands for the patients of a site; null where the site stated them, or where the estimate has to do. */
export function countThatStands({ settings, devices, patientsCounted = [] }: Site): RiskPatients | null {
  if (settings.patients !== null) return null;
  const largest = largestOf(patientsCounted);
  if (!largest || largest.count === 0) return null;
  // What is less than the estimate replaces it only where as many years of the same archive were counted as it is made for.
  const isEnough = coversArchive(largest) || largest.count > patientsOf(devices, settings);
  return isEnough ? largest : null;
}

/**
 * Of each archive the count that says most: the newest of those that cover it, otherwise the largest, as each says at least so many. Asking again
 * about a few days takes nothing back.
 */
export function countsToUse(counts: readonly RiskPatients[]): RiskPatients[] {
  return [...Map.groupBy(counts, ({ archive }) => archive)]
    .map(([, own]) => own.toSorted(byWorth)[0])
    .filter((count) => count !== undefined)
    .sort((a, b) => (a.archive < b.archive ? -1 : 1));
}

/** The one that says most comes first. */
function byWorth(a: RiskPatients, b: RiskPatients): number {
  const [one, other] = [coversArchive(a), coversArchive(b)];
  if (one !== other) return one ? -1 : 1;
  const newer = a.at === b.at ? 0 : a.at > b.at ? -1 : 1;
  return one ? newer : b.count - a.count || newer;
}

/** The inputs with the count in place of the estimate, where one stands. */
export function withCountedPatients(inputs: RiskInputs): RiskInputs {
  const stands = countThatStands(inputs);
  return stands ? { ...inputs, settings: { ...inputs.settings, patients: stands.count } } : inputs;
}

/** Where a count is from, in words. */
export function countWords(count: RiskPatients, all: readonly RiskPatients[]): string {
  const { archive, at, from, to, low, high, whole } = count;
  const least = whole && coversArchive(count) ? '' : ', at least so many';
  const others = all.length - 1;
  const largest =
    others > 0 ? `; the largest of ${all.length} archives, which overlap: their counts are not added up` : '';
  return `counted on ${at.slice(0, 10)} in the archive ${archive}, days ${from} to ${to}${least} (90 % interval ${low} to ${high})${largest}`;
}

/** That patients were counted since, in a sentence; nothing where no count stands that is newer. */
export function countedSince(before: string | undefined, now: RiskInputs): string[] {
  const isStated = now.stated.includes('patients');
  const stands = countThatStands(isStated ? now : { ...now, settings: { ...now.settings, patients: null } });
  if (!stands || before === undefined || stands.at <= before) return [];
  return [`Patients: ${stands.count}, ${countWords(stands, now.patientsCounted ?? [])}.`];
}

/** What a count that is too short to stand says beside the estimate; '' where none is. */
export function shortCountWords(site: Site): string {
  const largest = largestOf(site.patientsCounted ?? []);
  if (!largest || site.settings.patients !== null || countThatStands(site)) return '';
  return `; ${largest.count} were counted in the archive ${largest.archive} over ${largest.from} to ${largest.to} alone: count ${ARCHIVE_YEARS} years to replace the estimate`;
}

function coversArchive({ from, to, whole }: RiskPatients): boolean {
  return whole && Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1 >= WHOLE_DAYS;
}

function largestOf(counts: readonly RiskPatients[]): RiskPatients | undefined {
  return counts.toSorted((a, b) => b.count - a.count || (a.archive < b.archive ? -1 : 1))[0];
}
