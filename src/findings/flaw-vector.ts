// What the published CVSS vector of a flaw says, whatever its version: which way in it takes, what it damages, and how far its use has come.
import { type CvssVector, metricOf } from '#knowledge/index.ts';

/** The way to the flaw: over a network (N, A), or on the machine itself (L, P). */
export function isOnTheMachine(vector: CvssVector): boolean {
  const way = metricOf(vector, 'AV');
  return way === 'L' || way === 'P';
}

/** Whether data or functions can be changed, or stopped: integrity or availability, of the system or of the next ones. */
export function changesOrStops(vector: CvssVector): boolean {
  const names = vector.version === '4.0' ? ['VI', 'VA', 'SI', 'SA'] : ['I', 'A'];
  return names.some((name) => metricOf(vector, name) !== 'N');
}

/** Whether the integrity (`I`) or the availability (`A`) of the flawed system itself suffers. */
export function damages(vector: CvssVector, what: 'I' | 'A'): boolean {
  return metricOf(vector, vector.version === '4.0' ? `V${what}` : what) !== 'N';
}

/** How SSVC would call the exploit maturity that the publisher wrote (CVSS 4.0, 3.1: 3.1; 2.0: 2.2.1); null where it says nothing of today. */
export function publishedExploitation(vector: CvssVector): 'active' | 'public poc' | null {
  const maturity = metricOf(vector, 'E');
  if (vector.version === '4.0') return maturity === 'A' ? 'active' : maturity === 'P' ? 'public poc' : null;
  // That no exploit was known on the day of publication says nothing of today.
  return maturity === 'P' || maturity === 'POC' || maturity === 'F' || maturity === 'H' ? 'public poc' : null;
}

/**
 * Whether an attacker can automate the use of the flaw, from the vector: over any network, without difficulty, account or help by a user.
 * A rule of thumb, which agrees with CISA's own answers in 97 of 100 flaws (docs/scoring.md); the supplemental metric AU of CVSS 4.0
 * (5.2), where the publisher gave it, says it outright.
 */
export function looksAutomatable(vector: CvssVector): { readonly value: 'yes' | 'no'; readonly because: string } {
  const said = metricOf(vector, 'AU');
  if (said === 'Y' || said === 'N')
    return { value: said === 'Y' ? 'yes' : 'no', because: 'its publisher says so (CVSS 4.0, AU)' };
  const hurdle = HURDLES.find(([name, free]) => {
    const value = metricOf(vector, name);
    return value !== null && value !== free;
  });
  return hurdle
    ? {
        value: 'no',
        because: `worked out from the CVSS vector, a rule of thumb: ${hurdle[2]} (${hurdle[0]}:${metricOf(vector, hurdle[0])})`,
      }
    : {
        value: 'yes',
        because:
          'worked out from the CVSS vector, a rule of thumb: over any network, without difficulty, account or help by a user',
      };
}

const HURDLES = [
  ['AV', 'N', 'the attacker must be near, or on the machine'],
  ['AC', 'L', 'it does not work everywhere'],
  ['AT', 'N', 'it needs circumstances that are not everywhere'],
  ['PR', 'N', 'it needs an account'],
  ['Au', 'N', 'it needs an account'],
  ['UI', 'N', 'a user must help'],
] as const;
