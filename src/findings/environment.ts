// The CVSS of a flaw on this device: how much the department needs of it (CR, IR, AR), and, in version 4.0, whether people may be hurt
// (MSI, MSA; specification 4.1, 4.2 and 4.2.1). The classes of data are those of MITRE's rubric for medical devices; its values are not
// used, because its full text was not at hand. How the flaw is reached stays as published: that nothing else reaches a network is never
// proven by not having seen it.
import { type CvssVector, metricOf, parseCvss, printCvss, scoreCvss, withEnvironment } from '#knowledge/index.ts';
import { damages } from './flaw-vector.ts';
import { DATA_NEEDS, harmOf } from './harm-of.ts';
import type { Review } from './review.ts';

/** One environmental metric with the reason for its value. */
export interface EnvironmentalMetric {
  readonly metric: string;
  readonly value: string;
  readonly because: string;
}

/** The score of the whole vector in this environment. */
export interface EnvironmentalScore {
  readonly vector: string;
  readonly score: number;
  readonly because: readonly EnvironmentalMetric[];
}

/** The score on this device; null where nothing is known that would change it. */
export function environmentalScore(vector: CvssVector, review: Review): EnvironmentalScore | null {
  const because = [...needsOf(review), ...(vector.version === '4.0' ? safetyOf(vector, review) : [])];
  if (because.length === 0) return null;
  const moved = withEnvironment(vector, Object.fromEntries(because.map(({ metric, value }) => [metric, value])));
  if ('error' in moved) throw new Error(moved.error);
  const text = printCvss(moved);
  const again = parseCvss(text);
  if ('error' in again) throw new Error(again.error);
  return { vector: text, score: scoreCvss(again).score, because };
}

function needsOf(review: Review): EnvironmentalMetric[] {
  const { device, role } = review;
  const kind = device.kind !== null && device.kind in DATA_NEEDS ? device.kind : role === 'imaging' ? 'modality' : '';
  const needs = DATA_NEEDS[kind];
  const found: EnvironmentalMetric[] = [];
  if (needs) {
    found.push({ metric: 'CR', value: needs.confidentiality, because: `data of patients: ${needs.what}` });
    const harm = harmOf(review);
    const isGrave = harm.isKnown && harm.safety === 'critical';
    found.push({
      metric: 'IR',
      value: isGrave ? 'H' : needs.integrity,
      because: isGrave ? `diagnosis and therapy: ${harm.because}` : `diagnosis: ${needs.what}`,
    });
  }
  const { criticality } = device;
  if (criticality) {
    const { level, reasons } = criticality;
    const value = level === 5 ? 'H' : level >= 3 ? 'M' : 'L';
    const why = reasons.length > 0 ? `: ${reasons.join('; ')}` : '';
    found.push({ metric: 'AR', value, because: `clinical workflow: criticality ${level} of 5${why}` });
  }
  return found;
}

/** CVSS 4.0, 4.2.1: a flaw that damages integrity or availability of a system that can predictably injure somebody. */
function safetyOf(vector: CvssVector, review: Review): EnvironmentalMetric[] {
  const because = injuryWords(vector, review);
  if (because === null) return [];
  return (['I', 'A'] as const)
    .filter((what) => damages(vector, what))
    .map((what) => ({ metric: `MS${what}`, value: 'S', because }));
}

function injuryWords(vector: CvssVector, review: Review): string | null {
  const { isKnown, actsOnPatient, safety, because } = harmOf(review);
  if (isKnown && actsOnPatient && safety !== 'negligible')
    return `people may be hurt (IEC 61508: ${safety}): ${because}`;
  return metricOf(vector, 'S') === 'P' ? 'people may be hurt: its publisher says so (S:P)' : null;
}
