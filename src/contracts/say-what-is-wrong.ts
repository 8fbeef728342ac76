// What a person reads when a value does not have the shape that is asked for, in place of the checker's own words.
import { z } from 'zod';

z.config({ customError: (issue) => wordsFor(issue) });

/** The sentence for what is wrong; undefined leaves it to the checker. */
function wordsFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This is missing.'
        : `This must be ${KINDS.get(issue.expected) ?? 'of another kind'}.`;
    case 'too_small':
      return `This must ${sizeOf(issue.origin, issue.inclusive === false ? 'above' : 'at least', issue.minimum)}.`;
    case 'too_big':
      return `This must ${sizeOf(issue.origin, issue.inclusive === false ? 'below' : 'at most', issue.maximum)}.`;
    case 'invalid_format':
      return `This must be ${FORMATS.get(issue.format) ?? 'written in the form that is asked for'}.`;
    case 'invalid_value':
      return `This must be one of ${issue.values.slice(0, MOST_NAMED).map(String).join(', ')}${issue.values.length > MOST_NAMED ? ', and others' : ''}.`;
    case 'invalid_union': {
      const forms = 'options' in issue && Array.isArray(issue.options) ? issue.options : [];
      return forms.length === 0
        ? undefined
        : `This must be one of ${forms.slice(0, MOST_NAMED).map(String).join(', ')}.`;
    }
    case 'unrecognized_keys':
      return `Nothing is known by the name ${issue.keys.slice(0, MOST_NAMED).join(', ')}.`;
    default:
      return undefined;
  }
}

const MOST_NAMED = 12;

const KINDS: ReadonlyMap<string, string> = new Map([
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['string', 'text'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
]);

const FORMATS: ReadonlyMap<string, string> = new Map([
  ['date', 'a day that exists, as in 2026-01-31'],
  ['datetime', 'a time with its zone, as in 2026-01-31T08:30:00Z'],
  ['email', 'an e-mail address'],
  ['url', 'a web address, as in https://clinic.example'],
  ['uuid', 'a UUID'],
]);

function sizeOf(of: string, bound: 'at least' | 'above' | 'at most' | 'below', size: number | bigint): string {
  if (of === 'string') return `have ${bound} ${size} ${size === 1 ? 'character' : 'characters'}`;
  if (of === 'array' || of === 'set') return `have ${bound} ${size} ${size === 1 ? 'entry' : 'entries'}`;
  return `be ${bound} ${size}`;
}
