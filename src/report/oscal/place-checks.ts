// Each check of policies as an observation: how it was made, of how many devices it holds, and which break it, with what shows that.
import type { OscalPlace } from '#contracts/index.ts';
import { oneLine, ownProp } from '#knowledge/index.ts';
import { idsOf } from './place-parts.ts';

type Check = OscalPlace['checks'][number];

/** An observation of every check. `collected` is the time of the newest thing that is known: over that the checks are judged. */
export function checkObservations(place: OscalPlace) {
  const ids = idsOf(place);
  const known = new Set(place.devices.map(({ id }) => id));
  return place.checks.map((check) => {
    const { counts, broken } = check;
    const more = counts.broken - broken.length;
    const subjects = broken.flatMap(({ device }) => {
      if (device === null) return [{ 'subject-uuid': ids.component('program'), type: 'component' }];
      return known.has(device) ? [{ 'subject-uuid': ids.device(device), type: 'inventory-item' }] : [];
    });
    return {
      uuid: ids.check(check.id),
      title: oneLine(check.title),
      description: countWords(check),
      props: [
        ownProp('check', check.id),
        ownProp('holds', String(counts.holds)),
        ownProp('excused', String(counts.excused)),
        ownProp('broken', String(counts.broken)),
        ownProp('unknown', String(counts.unknown)),
        ownProp('not-applicable', String(counts.notApplicable)),
        ...(more > 0
          ? [ownProp('broken-not-listed', String(more), { remarks: 'So many more break it than are named here.' })]
          : []),
      ],
      methods: check.methods,
      types: ['control-objective'],
      ...(subjects.length > 0 ? { subjects } : {}),
      ...(broken.length > 0
        ? {
            'relevant-evidence': broken.map(({ name, why, evidence }) => ({
              description: oneLine(`${name}: ${why}`),
              ...(evidence.length > 0 ? { props: evidence.map(({ kind, id }) => ownProp(kind, id)) } : {}),
            })),
          }
        : {}),
      collected: place.asOf,
    };
  });
}

function countWords({ title, counts }: Check): string {
  const { holds, excused, broken, unknown, notApplicable } = counts;
  const excuses = excused > 0 ? `, of these ${excused} by an excuse` : '';
  return `${title} It holds for ${holds}${excuses}; it is broken by ${broken}; of ${unknown} it is not known; it does not apply to ${notApplicable}.`;
}
