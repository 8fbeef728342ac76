// Recalls of this product (openFDA): whether this very unit is on the list. A recall is work that the site and the maker owe each other, hence
// the kind `program`: it says nothing of what an attacker can do, and nothing on the network shows it.
import type { Finding, Severity } from '#contracts/index.ts';
import { deviceCodesOf, isRecalled, type RecallNotice, type RecallUnits, readRecallUnits } from '#knowledge/index.ts';
import { answerRecall } from '../advice.ts';
import type { Draft, Rule } from '../draft.ts';
import type { Review } from '../review.ts';

/** 21 CFR 7.3(m): I may kill, II may harm for a time, III hardly harms. */
const SEVERITIES = { I: 'critical', II: 'medium', III: 'low' } as const satisfies Record<string, Severity>;
const PROVEN = { I: 30, II: 14, III: 6 } as const;
const UNCLASSIFIED = 10;

/** The product is told by its name in free text. */
const BY_NAME = 0.8;
/** Filed under a code that other equipment has. */
const OTHER_CODE = 0.6;
const UNSURE = 0.6;

/** Findings on recalls. */
export const recalls: Rule = (review) => {
  const { vendor, model } = review.device;
  if (vendor === null || model === null) return [];
  return review.knowledge.recalls.about(vendor, model).map((notice) => recallDraft(notice, review));
};

interface Answer {
  readonly state: Finding['state'];
  readonly unit: NonNullable<Finding['recall']>['unit'];
  readonly sure: number;
  readonly title: string;
  readonly because: readonly string[];
}

function recallDraft(notice: RecallNotice, review: Review): Draft {
  const { device, knowledge } = review;
  const answer = answerFor(notice, readRecallUnits(notice.codes), device.serial);
  const isOpen = answer.state === 'confirmed' || answer.state === 'unknown';
  const filed = filedUnder(notice, review);
  const level = notice.level === null ? 'no class is given' : `class ${notice.level}`;
  const severity: Severity = notice.level === null ? 'medium' : SEVERITIES[notice.level];
  const points = notice.level === null ? UNCLASSIFIED : PROVEN[notice.level];
  const texts = [
    `Recall ${notice.id} (${level}) by ${notice.firm}${notice.initiated === null ? '' : `, begun ${notice.initiated}`}: "${cut(notice.reason || notice.product)}"`,
    `It names "${device.model}" in its product: "${cut(notice.product)}"`,
    ...answer.because,
    ...filed.because,
    ...(notice.ended === null
      ? []
      : [`FDA closed this recall on ${notice.ended}. That does not show that this unit was corrected.`]),
  ];
  return {
    rule: 'recall',
    about: notice.id,
    title: answer.title,
    state: answer.state,
    confidence: BY_NAME * answer.sure * filed.sure,
    severity: answer.state === 'confirmed' ? (notice.ended === null ? severity : 'low') : 'none',
    because: texts.map((text) => ({ text, facts: device.identityFacts })),
    fix: answerRecall(notice),
    recall: {
      id: notice.id,
      event: notice.event,
      unit: answer.unit,
      level: notice.level,
      firm: notice.firm,
      product: cut(notice.product),
      reason: cut(notice.reason),
      initiated: notice.initiated,
      ended: notice.ended,
    },
    sources: [{ name: knowledge.recalls.name, asOf: knowledge.recalls.asOf ?? notice.revised }],
    proven: {
      points: isOpen ? Math.round(points * (notice.ended === null ? 1 : 0.5)) : 0,
      because: answer.title,
    },
  };
}

function answerFor({ id }: RecallNotice, units: RecallUnits, serial: string | null): Answer {
  if (units.all)
    return {
      state: 'confirmed',
      unit: 'on it',
      sure: 1,
      title: `This unit is on recall ${id}`,
      because: ['The recall is for every unit of the product.'],
    };
  const title = `Whether this unit is on recall ${id} is not known`;
  if (serial === null || serial.trim() === '')
    return {
      state: 'unknown',
      unit: 'serial unknown',
      sure: UNSURE,
      title,
      because: [
        'The serial number of this unit is not known.',
        'What would settle it: read the serial number on the type plate and hold it against the list of the recall.',
      ],
    };
  const answer = isRecalled(serial, units);
  if (answer === 'on it')
    return {
      state: 'confirmed',
      unit: 'on it',
      sure: 1,
      title: `This unit is on recall ${id}`,
      because: ['Your serial is on it.'],
    };
  if (answer === 'not on it')
    return {
      state: 'not affected',
      unit: 'not on it',
      sure: 1,
      title: `This unit is not on recall ${id}`,
      because: ['Your serial is not on it: the list of serial numbers could be read whole.'],
    };
  return {
    state: 'unknown',
    unit: 'list not readable',
    sure: UNSURE,
    title,
    because: [
      'The list cannot be read: it does not give serial numbers, or not only, and yours is not among those that could be read.',
      'What would settle it: ask the maker, with the serial number, whether this unit is meant.',
    ],
  };
}

/** Under which product code it is filed, and whether equipment of this modality can have it. */
function filedUnder({ productCode }: RecallNotice, { device, knowledge }: Review): { sure: number; because: string[] } {
  if (productCode === null) return { sure: 1, because: [] };
  const known = knowledge.deviceClasses.about(productCode);
  const name = known === null ? productCode : `${productCode} (${known.name}, FDA device class ${known.level})`;
  const codes = device.modality === null ? [] : deviceCodesOf(device.modality);
  if (codes.length === 0 || codes.includes(productCode))
    return { sure: 1, because: known === null ? [] : [`It is filed under product code ${name}.`] };
  return {
    sure: OTHER_CODE,
    because: [
      `It is filed under product code ${name}, which is not usual for ${device.modality}: another product may be meant.`,
    ],
  };
}

const MOST_WORDS = 300;

function cut(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  return plain.length <= MOST_WORDS ? plain : `${plain.slice(0, MOST_WORDS).trimEnd()} …`;
}
