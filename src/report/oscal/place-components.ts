// The component definition of a place: the program, and each product that is in use there.
import type { OscalPlace } from '#contracts/index.ts';
import { canonicalJson, uuidOf } from '#kit/index.ts';
import { metadataOf, type OscalDocument, oneLine, ownProp } from '#knowledge/index.ts';

/** The documents of a place, and the files that they name one another by. */
export const OSCAL_FILES = {
  catalog: 'dosimeter-catalog.json',
  profile: 'dosimeter-profile.json',
  'component-definition': 'component-definition.json',
  'system-security-plan': 'system-security-plan.json',
  'assessment-results': 'assessment-results.json',
  'plan-of-action-and-milestones': 'plan-of-action-and-milestones.json',
} as const;
export type OscalFileName = keyof typeof OSCAL_FILES;
/** Their names, in the order in which one reads them. */
export const OSCAL_FILE_NAMES = [
  'catalog',
  'profile',
  'component-definition',
  'system-security-plan',
  'assessment-results',
  'plan-of-action-and-milestones',
] as const satisfies readonly OscalFileName[];

/** The definition of the program with a component for each product of a maker that is in use at the place. */
export function componentsOfPlace(definition: OscalDocument, place: OscalPlace): OscalDocument {
  const program = partsOf(definition['component-definition']);
  const groups = Map.groupBy(place.devices, ({ kind, maker, model, version }) =>
    JSON.stringify([kind, maker, model, version]),
  );
  const products = [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, devices]) => {
      const [first] = devices;
      const name = [first?.maker, first?.model, first?.version].filter((part) => part != null && part.trim() !== '');
      const title = oneLine(name.length > 0 ? name.join(' ') : `${first?.kind ?? ''}, maker and model not known`);
      return {
        uuid: uuidOf(`product\n${place.id}\n${key}`),
        type: 'hardware',
        title,
        description: `${title}: ${devices.length} in use.`,
        props: [ownProp('kind', first?.kind ?? ''), ownProp('devices', String(devices.length))],
      };
    });
  const body = { ...program.body, components: [...program.components, ...products] };
  return {
    'component-definition': {
      uuid: uuidOf(`component-definition\n${place.id}\n${place.asOf}\n${canonicalJson(body)}`),
      metadata: metadataOf(`Components: ${place.name}`, place.asOf, place.asOf.slice(0, 10)),
      ...body,
    },
  };
}

function partsOf(value: unknown): {
  readonly components: readonly unknown[];
  readonly body: { readonly [member: string]: unknown };
} {
  if (typeof value !== 'object' || value === null || !('components' in value) || !Array.isArray(value.components))
    throw new Error('this is no component definition');
  const body = Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'uuid' && name !== 'metadata'));
  return { components: value.components, body };
}
