// What the OSCAL documents of a place share, with the same ids in each: devices, the program, findings as observations and risks.
import type { OscalPlace } from '#contracts/index.ts';
import { canonicalJson, uuidOf } from '#kit/index.ts';
import { metadataOf, type OscalDocument, oneLine, ownProp, tokenOf } from '#knowledge/index.ts';

type Finding = OscalPlace['findings'][number];
type Device = OscalPlace['devices'][number];

/** The ids of what belongs to a place: the same in every document and every export. */
export function idsOf(place: OscalPlace) {
  const made = (kind: string) => (id: string) => uuidOf(`${kind}\n${place.id}\n${id}`);
  return {
    component: made('component'),
    device: made('inventory-item'),
    requirement: made('requirement'),
    observation: made('observation'),
    check: made('check'),
    finding: made('finding'),
    risk: made('risk'),
    action: made('action'),
    part: made('part'),
  };
}

/** The id that the program of a place has as a component in its documents: by it they are told from those of others. */
export function programComponentOf(place: string): string {
  return uuidOf(`component\n${place}\nprogram`);
}

/** A whole document. Its own id changes with what it says, as OSCAL asks. */
export function documentOf(
  kind: string,
  title: string,
  place: OscalPlace,
  body: { readonly [member: string]: unknown },
): OscalDocument {
  const uuid = uuidOf(`${kind}\n${place.id}\n${place.asOf}\n${canonicalJson(body)}`);
  return {
    [kind]: { uuid, metadata: metadataOf(`${title}: ${place.name}`, place.asOf, place.asOf.slice(0, 10)), ...body },
  };
}

/** The program of the place, and one component for each kind of device. */
export function componentsOf(place: OscalPlace) {
  const ids = idsOf(place);
  const kinds = [...new Set(place.devices.map(({ kind }) => kind))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return [
    {
      uuid: ids.component('program'),
      type: 'this-system',
      title: oneLine(place.name),
      description: place.description,
      status: { state: 'operational' },
    },
    ...kinds.map((kind) => ({
      uuid: ids.component(`kind ${kind}`),
      type: 'hardware',
      title: oneLine(kind),
      description: `Devices of the kind ${oneLine(kind)}.`,
      status: { state: 'operational' },
    })),
  ];
}

/** Each device as an inventory item of the component of its kind. */
export function inventoryOf(place: OscalPlace) {
  const ids = idsOf(place);
  return place.devices.map((device) => ({
    uuid: ids.device(device.id),
    description: oneLine(device.name),
    props: [
      { name: 'asset-id', value: oneLine(device.id) },
      ...optional('vendor-name', device.maker),
      ...optional('model', device.model),
      ...optional('software-version', device.version),
      ...device.addresses.map((value) => ({
        name: value.includes(':') ? 'ipv6-address' : 'ipv4-address',
        value: oneLine(value),
      })),
    ],
    'implemented-components': [{ 'component-uuid': ids.component(`kind ${device.kind}`) }],
  }));
}

function optional(name: string, value: Device['maker']) {
  return value === null || value.trim() === '' ? [] : [{ name, value: oneLine(value) }];
}

/** Whether a finding still asks for something. */
export function isOpen({ state }: Finding): boolean {
  return state === 'confirmed' || state === 'potential' || state === 'unknown';
}

/** Each finding as an observation of the device that it concerns. */
export function observationsOf(place: OscalPlace, findings: readonly Finding[]) {
  const ids = idsOf(place);
  const known = new Set(place.devices.map(({ id }) => id));
  return findings.map((finding) => ({
    uuid: ids.observation(finding.id),
    title: oneLine(finding.title),
    description: finding.reasons.length > 0 ? finding.reasons.join('\n') : oneLine(finding.title),
    props: [ownProp('state', finding.state), ownProp('severity', finding.severity), ownProp('finding', finding.id)],
    methods: ['TEST'],
    types: ['finding'],
    ...(finding.device !== null && known.has(finding.device)
      ? { subjects: [{ 'subject-uuid': ids.device(finding.device), type: 'inventory-item' }] }
      : {}),
    collected: finding.observedAt,
  }));
}

/** Each open finding as a risk, with what is planned against it. */
export function risksOf(place: OscalPlace, findings: readonly Finding[]) {
  const ids = idsOf(place);
  return findings.map((finding) => {
    const actions = place.actions.filter((action) => action.findings.includes(finding.id));
    const dues = actions.flatMap(({ due, done }) => (done || due === null ? [] : [due])).sort();
    return {
      uuid: ids.risk(finding.id),
      title: oneLine(finding.title),
      description: finding.reasons.length > 0 ? finding.reasons.join('\n') : oneLine(finding.title),
      statement: `Severity ${finding.severity}; the finding is ${finding.state}.`,
      props: [ownProp('severity', finding.severity)],
      status: isOpen(finding) ? (actions.some(({ done }) => !done) ? 'remediating' : 'open') : 'closed',
      ...(dues[0] === undefined ? {} : { deadline: `${dues[0]}T23:59:59Z` }),
      ...(actions.length === 0
        ? {}
        : {
            remediations: actions.map((action) => ({
              uuid: ids.part(`remediation ${finding.id} ${action.id}`),
              lifecycle: action.done ? 'completed' : 'planned',
              title: oneLine(action.title),
              description: action.what.trim() === '' ? oneLine(action.title) : action.what,
              ...(action.owner === null ? {} : { props: [ownProp('owner', action.owner)] }),
            })),
          }),
      'related-observations': [{ 'observation-uuid': ids.observation(finding.id) }],
    };
  });
}

/** The statement of a control of the catalogue, as the exported catalog names it. */
export function statementOf(control: string): string {
  return `${tokenOf(control)}_smt`;
}
