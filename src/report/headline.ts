// One sentence that a practice manager can repeat: how many systems give patient data to strangers, how many may, and how
// many nobody could look at.
import type { AssessedDevice, Finding } from '#contracts/index.ts';
import type { RuleId } from '#findings/index.ts';

/** Strangers are proven to get, or to search in, patient data. */
const GIVES: ReadonlySet<string> = new Set<RuleId>([
  'dicom-gives-data',
  'dicom-open-query',
  'dicom-open-worklist',
  'web-gives-data',
  'web-open-search',
]);

/** It was offered to strangers; whether they would get it was not proven. */
const MAY: ReadonlySet<string> = new Set<RuleId>(['dicom-offers-query', 'dicom-read-offered', 'web-open-identity']);

/** The headline of an assessment. `standings` go with `devices`. */
export function headlineOf(
  devices: readonly AssessedDevice[],
  findings: readonly Finding[],
  standings: readonly ('open' | 'closed' | 'unknown')[],
): string {
  if (devices.length === 0) return 'Nothing is known yet: no system has been found or listed.';
  const giving = new Set(findings.filter((each) => isSure(each) && GIVES.has(each.rule)).map((each) => each.device));
  const offering = new Set(
    findings
      .filter((each) => each.state !== 'not affected' && (MAY.has(each.rule) || GIVES.has(each.rule)))
      .map((each) => each.device)
      .filter((device) => !giving.has(device)),
  );
  const unknown = standings.filter((standing) => standing === 'unknown').length;
  const open = standings.filter((standing) => standing === 'open').length;
  return [main(giving.size, offering.size, open, devices.length), unknownWords(unknown, devices.length)]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** Less than half sure (a possible decoy, say) is not said as a fact. */
function isSure(finding: Finding): boolean {
  return finding.state === 'confirmed' && finding.confidence >= 0.5;
}

function main(giving: number, offering: number, open: number, all: number): string {
  const of = `of ${all} ${all === 1 ? 'system' : 'systems'}`;
  if (giving > 0 && offering > 0) {
    return `${giving} ${of} ${giving === 1 ? 'lets' : 'let'} strangers look for patients, and ${offering} more may.`;
  }
  if (giving > 0) return `${giving} ${of} ${giving === 1 ? 'lets' : 'let'} strangers look for patients.`;
  if (offering > 0) return `${offering} ${of} may give patient data to strangers.`;
  if (open > 0) {
    return `No system was seen to give patient data to strangers, but ${open} ${of} ${open === 1 ? 'talks' : 'talk'} to them.`;
  }
  return 'No system was seen to give patient data to strangers.';
}

function unknownWords(unknown: number, all: number): string {
  if (unknown === 0) return '';
  if (unknown === all) return 'None could be looked at, so how exposed they are is not known.';
  return `${unknown} could not be judged.`;
}
