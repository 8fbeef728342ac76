// What to find out first: what nobody has said yet, and how that counts until then.
import { ENTRIES, type RiskDocument, type RiskInputs } from '#contracts/index.ts';
import { ENTRY_NAMES } from './default-figures.data.ts';
import type { Names } from './names.ts';
import type { SiteNetwork } from './network-of.ts';

/** The questions whose answers would make the figures surer. */
export function settleOf(inputs: RiskInputs, built: SiteNetwork, names: Names): RiskDocument['settle'] {
  const unknown = [...built.changes.values()].filter((change) => change.kind === 'close' && change.how === 'unknown');
  return [
    ...ENTRIES.flatMap((entry) => {
      const ways = built.entries.get(entry);
      return ways && !ways.isKnown && (entry === 'guest' || entry === 'internet' || entry === 'office')
        ? [{ what: `Say which networks ${ENTRY_NAMES[entry]} opens, or that there is none.`, because: ways.because }]
        : [];
    }),
    ...unknown.slice(0, 5).flatMap((change) =>
      change.kind === 'close'
        ? [
            {
              what: `Say whether ${names.of(change.to)} is closed to ${names.of(change.from)}.`,
              because: 'Nobody has said so; it counts as open with some chance.',
            },
          ]
        : [],
    ),
    ...(inputs.settings.patients === null
      ? [
          {
            what: 'State how many patients the archives hold, or have them counted.',
            because: 'It is estimated from exams.',
          },
        ]
      : []),
    ...(inputs.stated.some((path) => path.startsWith('modalities.'))
      ? []
      : [{ what: 'State exams a day and income of an exam for your machines.', because: 'The defaults are weak.' }]),
  ];
}
