// The OSCAL 1.1.2 documents of a place: system security plan, assessment results, plan of action and milestones.
// Pure: everything comes in, nothing is looked up, and the same place gives the same bytes.
import type { ControlStatus, OscalPlace } from '#contracts/index.ts';
import { Invalid } from '#kit/index.ts';
import { type OscalDocument, oneLine, ownProp, tokenOf } from '#knowledge/index.ts';
import { checkObservations } from './place-checks.ts';
import {
  componentsOf,
  documentOf,
  idsOf,
  inventoryOf,
  isOpen,
  observationsOf,
  risksOf,
  statementOf,
} from './place-parts.ts';

/** The states of OSCAL for what is enforced. Where nothing is, or nobody knows, OSCAL has no word; the property tells it. */
const STATES = { yes: 'implemented', partly: 'partial', no: null, unknown: null } as const satisfies {
  readonly [answer in ControlStatus['enforced']['answer']]: string | null;
};

/** What a place is, what is there, and how each control stands. `profile`: where the profile lies. Throws Invalid without controls. */
export function systemSecurityPlan(place: OscalPlace, profile: string): OscalDocument {
  requireControls(place);
  const ids = idsOf(place);
  return documentOf('system-security-plan', 'System security plan', place, {
    'import-profile': { href: profile },
    'system-characteristics': {
      'system-ids': [{ id: oneLine(place.id) }],
      'system-name': oneLine(place.name),
      description: place.description,
      props: [ownProp('organization', place.organization)],
      'system-information': {
        'information-types': [
          {
            uuid: ids.part('information type images'),
            title: 'Images, orders and reports of patients',
            description: 'What imaging devices make, show, send and keep, with names of patients.',
          },
        ],
      },
      status: { state: 'operational' },
      'authorization-boundary': {
        description: `The imaging devices listed here, ${place.devices.length} in number, with their archive, worklist and network.`,
      },
    },
    'system-implementation': {
      users: [{ uuid: ids.part('user staff'), title: 'Staff of the department' }],
      components: componentsOf(place),
      ...(place.devices.length > 0 ? { 'inventory-items': inventoryOf(place) } : {}),
    },
    'control-implementation': {
      description:
        'How each control of the catalogue stands: written, known and enforced, apart, each with its reason.',
      'implemented-requirements': place.controls.map(({ id, status, owner }) => {
        const state = STATES[status.enforced.answer];
        return {
          uuid: ids.requirement(id),
          'control-id': tokenOf(id),
          props: [...statusProps(status), ...(owner === null ? [] : [ownProp('owner', owner)])],
          'by-components': [
            {
              uuid: ids.part(`by-component ${id}`),
              'component-uuid': ids.component('program'),
              description: statusWords(status),
              ...(state === null ? {} : { 'implementation-status': { state } }),
            },
          ],
        };
      }),
    },
  });
}

/**
 * What was looked at and found: an observation and a risk for each finding, an observation for each check of policies, and a result for each
 * control of which something is known.
 * A control of which nothing is known is named as reviewed and has no result. Throws Invalid without controls.
 */
export function assessmentResults(place: OscalPlace): OscalDocument {
  requireControls(place);
  const ids = idsOf(place);
  const method = ids.part('resource method');
  const known = place.controls.filter(({ status }) => status.enforced.answer !== 'unknown');
  const risks = risksOf(place, place.findings);
  const observations = [...observationsOf(place, place.findings), ...checkObservations(place)];
  const findings = known.map(({ id, status }) => {
    const against = place.findings.filter((finding) => isOpen(finding) && finding.controls.includes(id));
    const related = [
      ...against.map((finding) => ids.observation(finding.id)),
      ...place.checks.filter(({ controls }) => controls.includes(id)).map((check) => ids.check(check.id)),
    ];
    return {
      uuid: ids.finding(id),
      title: oneLine(id),
      description: statusWords(status),
      props: statusProps(status),
      target: {
        type: 'statement-id',
        'target-id': statementOf(id),
        status: {
          state: status.enforced.answer === 'yes' ? 'satisfied' : 'not-satisfied',
          remarks: status.enforced.why,
        },
      },
      ...(related.length === 0
        ? {}
        : { 'related-observations': related.map((uuid) => ({ 'observation-uuid': uuid })) }),
      ...(against.length === 0
        ? {}
        : { 'related-risks': against.map((finding) => ({ 'risk-uuid': ids.risk(finding.id) })) }),
    };
  });
  return documentOf('assessment-results', 'Assessment results', place, {
    'import-ap': {
      href: `#${method}`,
      remarks: 'There is no plan as a file of its own; the resource tells how the checks are made.',
    },
    results: [
      {
        uuid: ids.part(`result ${place.asOf}`),
        title: oneLine(`State of ${place.asOf.slice(0, 10)}`),
        description:
          'Findings on devices, checks of policies over them, and what these and the statements of people say of each control.',
        start: place.asOf,
        'local-definitions': {
          components: componentsOf(place),
          ...(place.devices.length > 0 ? { 'inventory-items': inventoryOf(place) } : {}),
        },
        'reviewed-controls': {
          'control-selections': [
            { 'include-controls': place.controls.map(({ id }) => ({ 'control-id': tokenOf(id) })) },
          ],
        },
        ...(observations.length > 0 ? { observations } : {}),
        ...(risks.length > 0 ? { risks } : {}),
        ...(findings.length > 0 ? { findings } : {}),
      },
    ],
    'back-matter': {
      resources: [
        {
          uuid: method,
          title: 'How the checks are made',
          description:
            'Devices are observed on the network, read from files or asked within a clearance; what no fact can show is stated by people. Each finding carries its reasons.',
        },
      ],
    },
  });
}

/**
 * What is to be done: an item for each action that is not done, and one for each open finding against which nothing is planned.
 * `plan`: where the system security plan lies. Throws Invalid where there is nothing to do, since OSCAL has no empty plan.
 */
export function planOfAction(place: OscalPlace, plan: string): OscalDocument {
  const ids = idsOf(place);
  const open = place.findings.filter(isOpen);
  const todo = place.actions.filter(({ done }) => !done);
  const planned = new Set(todo.flatMap(({ findings }) => findings));
  const byId = new Map(open.map((finding) => [finding.id, finding]));
  const related = (findings: readonly string[]) => {
    const known = findings.filter((id) => byId.has(id));
    return known.length === 0
      ? {}
      : {
          'related-observations': known.map((id) => ({ 'observation-uuid': ids.observation(id) })),
          'related-risks': known.map((id) => ({ 'risk-uuid': ids.risk(id) })),
        };
  };
  const items = [
    ...todo.map((action) => ({
      uuid: ids.action(action.id),
      title: oneLine(action.title),
      description: action.what.trim() === '' ? oneLine(action.title) : action.what,
      props: [
        ownProp('action', action.id),
        ...(action.owner === null ? [] : [ownProp('owner', action.owner)]),
        ...(action.due === null ? [] : [ownProp('due', action.due)]),
      ],
      ...related(action.findings),
    })),
    ...open
      .filter(({ id }) => !planned.has(id))
      .map((finding) => ({
        uuid: ids.action(`for ${finding.id}`),
        title: oneLine(finding.title),
        description: 'Nothing is planned against this finding yet.',
        props: [ownProp('finding', finding.id)],
        ...related([finding.id]),
      })),
  ];
  if (items.length === 0)
    throw new Invalid(
      'There is no open finding and no action, so that a plan of action would be empty. Assess the devices first.',
    );
  return documentOf('plan-of-action-and-milestones', 'Plan of action and milestones', place, {
    'import-ssp': { href: plan },
    'system-id': { id: oneLine(place.id) },
    ...(place.devices.length > 0
      ? { 'local-definitions': { components: componentsOf(place), 'inventory-items': inventoryOf(place) } }
      : {}),
    ...(open.length > 0 ? { observations: observationsOf(place, open), risks: risksOf(place, open) } : {}),
    'poam-items': items,
  });
}

function requireControls({ controls }: OscalPlace): void {
  if (controls.length === 0)
    throw new Invalid('controls: name at least one control. OSCAL has no document without one.');
}

function statusProps({ written, known, enforced }: ControlStatus) {
  return [
    ownProp('written', written.answer),
    ownProp('known', known.answer),
    ownProp('enforced', enforced.answer, { remarks: `rests on: ${enforced.basis}` }),
  ];
}

function statusWords({ written, known, enforced }: ControlStatus): string {
  return [
    `Written: ${written.answer}. ${written.why}`,
    `Known: ${known.answer}. ${known.why}`,
    `Enforced: ${enforced.answer}. ${enforced.why}`,
  ].join('\n\n');
}
