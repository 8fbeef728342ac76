// The checks from the text of their file: that everything they name exists, and that each of them could come to hold.
import { checks, type PolicyCheck } from '#contracts/index.ts';
import { RULES } from '#findings/index.ts';
import { DEVICE_KINDS } from '#inventory/model.ts';
import { type Fault, type LibraryFile, readLibraryFile, twice, unknownNames } from '../library-file.ts';
import { CONDITIONS } from './conditions.ts';
import { NEEDS } from './needs.ts';

const RULE_NAMES: ReadonlySet<string> = new Set(Object.keys(RULES));
const KINDS: ReadonlySet<string> = new Set(DEVICE_KINDS);
const NEED_NAMES: ReadonlySet<string> = new Set(Object.keys(NEEDS));
const CONDITION_NAMES: ReadonlySet<string> = new Set(Object.keys(CONDITIONS));

/** The checks of a file, in its order. Throws Invalid with the field and what is wrong with it. */
export function readChecks(file: LibraryFile): readonly PolicyCheck[] {
  return readLibraryFile(file, checks.checkFile, (read) => [
    ...twice(
      read.checks.map(({ id }) => id),
      'checks',
    ),
    ...read.checks.flatMap((check, place) =>
      faultsOf(check).map(({ field, message }) => ({ field: `checks[${place}].${field}`, message })),
    ),
    ...questionFaults(read.checks),
  ]).checks;
}

function faultsOf(check: PolicyCheck): readonly Fault[] {
  const { applies, onlyIf, breaks, unsettledBy, needs, attested, excusedBy, of } = check;
  const isOfSite = of === 'site';
  const byFacts = [...breaks, ...unsettledBy, ...needs, ...(onlyIf ? [onlyIf] : []), ...Object.keys(applies)];
  return [
    ...unknownNames(applies.kinds ?? [], 'applies.kinds', KINDS, 'kind of device'),
    ...unknownNames(
      breaks.map(({ rule }) => rule),
      'breaks',
      RULE_NAMES,
      'rule of findings',
    ),
    ...unknownNames(
      excusedBy?.excuses ?? [],
      'excusedBy.excuses',
      new Set(breaks.map(({ rule }) => rule)),
      'rule under "breaks" called',
    ),
    ...unknownNames(unsettledBy, 'unsettledBy', RULE_NAMES, 'rule of findings'),
    ...unknownNames(needs, 'needs', NEED_NAMES, 'fact to be known called'),
    ...unknownNames(onlyIf ? [onlyIf] : [], 'onlyIf', CONDITION_NAMES, 'circumstance'),
    ...(needs.length === 0 && !attested
      ? [
          {
            field: 'needs',
            message: 'Say which facts must be known, or what a person must say; else it could never hold.',
          },
        ]
      : []),
    ...(isOfSite && byFacts.length + (excusedBy ? 1 : 0) > 0
      ? [{ field: 'of', message: 'A check of the site rests on what people say alone.' }]
      : []),
  ];
}

/** One question may serve several checks, if it is asked in the same words. */
function questionFaults(all: readonly PolicyCheck[]): readonly Fault[] {
  const words = new Map<string, string>();
  return all.flatMap((check, place) =>
    (['attested', 'excusedBy'] as const).flatMap((field) => {
      const asked = check[field];
      if (!asked) return [];
      const before = words.get(asked.question) ?? asked.ask;
      words.set(asked.question, before);
      const message = `${asked.question} is asked in other words elsewhere.`;
      return before === asked.ask ? [] : [{ field: `checks[${place}].${field}.ask`, message }];
    }),
  );
}
