// Our catalogue of controls as a framework with OSCAL bodies: as a catalog, a profile that takes all of it, and a component definition.
import {
  type Control,
  DEVICES_OF_SIZE,
  type Framework,
  type FrameworkRow,
  FUNCTIONS,
  oscal,
  SIZES,
} from '#contracts/index.ts';
import { canonicalJson, uuidOf } from '#kit/index.ts';
import { mappingsOf } from '../controls/catalogue.ts';
import { frameworkOfCatalog, type OscalDocument, tokenOf } from './catalog-framework.ts';
import { metadataOf, oneLine, ownProp } from './own-words.ts';

/** The id of our own catalogue among the frameworks. */
export const OWN_FRAMEWORK = 'dosimeter';
const TITLE = 'Dosimeter: controls for medical imaging';

const FUNCTION_TITLES = {
  govern: 'Govern',
  identify: 'Identify',
  protect: 'Protect',
  detect: 'Detect',
  respond: 'Respond',
  recover: 'Recover',
} as const satisfies { readonly [name in Control['function']]: string };

/** When an export says that it is from, and which version it is. */
export interface ExportAs {
  /** ISO time. */
  readonly at: string;
  readonly version: string;
}

/** The catalogue as an OSCAL catalog. Same controls and frameworks: same bytes, by `oscalText`. */
export function oscalCatalogue(
  controls: readonly Control[],
  frameworks: readonly Framework[],
  as: ExportAs,
): OscalDocument {
  const groups = FUNCTIONS.flatMap((name) => {
    const within = controls.filter((control) => control.function === name);
    if (within.length === 0) return [];
    return [
      {
        id: name,
        class: 'function',
        title: FUNCTION_TITLES[name],
        controls: within.map((control) => bodyOf(control, frameworks)),
      },
    ];
  });
  const uuid = uuidOf(`catalog\n${canonicalJson(groups)}\n${as.version}`);
  return { catalog: { uuid, metadata: metadataOf(TITLE, as.at, as.version), groups } };
}

/** A document as text: keys in order, one line, and a line end. */
export function oscalText(document: OscalDocument): string {
  return `${canonicalJson(document)}\n`;
}

/** Our catalogue among the frameworks, as reading its own export gives it. */
export function ownFramework(controls: readonly Control[], frameworks: readonly Framework[], as: ExportAs): Framework {
  const { catalog } = oscalCatalogue(controls, frameworks, as);
  return frameworkOfCatalog(oscal.catalog.parse(catalog), OWN_FRAMEWORK, 'src/knowledge/controls/library').framework;
}

function bodyOf(control: Control, frameworks: readonly Framework[]) {
  const id = tokenOf(control.id);
  const { cost } = control;
  return {
    id,
    class: 'imaging',
    title: oneLine(control.name),
    props: [
      { name: 'label', value: control.id },
      ...control.brings.map((value) => ownProp('brings', value)),
      ...control.partOf.map((value) => ownProp('part-of', value)),
      ...control.brokenBy.map((value) => ownProp('broken-by', value)),
      ...SIZES.flatMap((size) => [
        ownProp('cost-money', cost[size].money.join(' '), {
          class: size,
          remarks: `US dollars, low, most likely, high; basis: ${cost.basis}`,
        }),
        ownProp('cost-days', cost[size].days.join(' '), {
          class: size,
          remarks: `days, low, most likely, high; basis: ${cost.basis}`,
        }),
      ]),
      ...mappingsOf(control, frameworks).map(({ framework, id: row, basis }) =>
        ownProp('maps-to', row, { class: tokenOf(framework), remarks: basis }),
      ),
    ],
    parts: [
      { id: `${id}_smt`, name: 'statement', prose: control.intent },
      ...SIZES.map((size) => ({
        id: `${id}_gdn.${size}`,
        name: 'guidance',
        class: size,
        title: `With about ${DEVICES_OF_SIZE[size].toLocaleString('en-US')} devices`,
        prose: control.how[size],
      })),
      {
        id: `${id}_asm`,
        name: 'assessment-method',
        prose: control.test,
        parts: control.evidence.map((prose, place) => ({
          id: `${id}_asm.${place + 1}`,
          name: 'assessment-objects',
          prose,
        })),
      },
    ],
  };
}

/** A profile that takes the whole catalogue, for documents that must name one. `href`: where the catalog lies. */
export function oscalProfile(as: ExportAs & { readonly href: string }): OscalDocument {
  return {
    profile: {
      uuid: uuidOf(`profile\n${as.href}\n${as.version}`),
      metadata: metadataOf(`${TITLE}, all of them`, as.at, as.version),
      imports: [{ href: as.href, 'include-all': {} }],
      merge: { 'as-is': true },
    },
  };
}

/** Frameworks that exist as OSCAL catalogs, so that a component definition can point to their controls. */
const PUBLISHED: readonly { readonly framework: string; readonly source: string }[] = [
  {
    framework: 'nist-800-53',
    source:
      'https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/SP800-53/rev5/json/NIST_SP-800-53_rev5_catalog.json',
  },
  {
    framework: 'csf-2.0',
    source:
      'https://raw.githubusercontent.com/usnistgov/oscal-content/main/nist.gov/CSF/v2.0/json/NIST_CSF_v2.0_catalog.json',
  },
];

/**
 * The catalogue as a component definition: the program of imaging as one component, which says how each of its controls is done,
 * and which controls of SP 800-53 and outcomes of CSF 2.0 they serve. `href`: where the catalog lies.
 */
export function oscalComponents(
  controls: readonly Control[],
  frameworks: readonly Framework[],
  as: ExportAs & { readonly href: string },
): OscalDocument {
  const component = uuidOf('component\nprogram');
  const own = {
    uuid: uuidOf(`implementation\n${OWN_FRAMEWORK}`),
    source: as.href,
    description: 'How each control of the catalogue is done, by the number of devices.',
    'implemented-requirements': controls.map((control) => ({
      uuid: uuidOf(`requirement\n${OWN_FRAMEWORK}\n${control.id}`),
      'control-id': tokenOf(control.id),
      description: SIZES.map(
        (size) => `With about ${DEVICES_OF_SIZE[size].toLocaleString('en-US')} devices: ${control.how[size]}`,
      ).join('\n\n'),
    })),
  };
  const others = PUBLISHED.flatMap(({ framework, source }) => {
    const requirements = rowsServed(controls, frameworks, framework).map(({ row, by }) => ({
      uuid: uuidOf(`requirement\n${framework}\n${row.id}`),
      'control-id': tokenOf(row.id),
      description: `Served by: ${by.map(({ id, name }) => `${name} (${id})`).join('; ')}.`,
      props: by.map(({ id }) => ownProp('served-by', id)),
    }));
    if (requirements.length === 0) return [];
    return [
      {
        uuid: uuidOf(`implementation\n${framework}`),
        source,
        description: 'Which controls of the catalogue serve it. The judgement is ours.',
        'implemented-requirements': requirements,
      },
    ];
  });
  const body = {
    components: [
      {
        uuid: component,
        type: 'process-procedure',
        title: 'Security program of medical imaging',
        description: 'What an imaging department does, writes and watches to be safe.',
        'control-implementations': [own, ...others],
      },
    ],
  };
  return {
    'component-definition': {
      uuid: uuidOf(`component-definition\n${canonicalJson(body)}\n${as.version}`),
      metadata: metadataOf(`${TITLE}, as components`, as.at, as.version),
      ...body,
    },
  };
}

function rowsServed(controls: readonly Control[], frameworks: readonly Framework[], id: string) {
  const rows: readonly FrameworkRow[] = frameworks.find((framework) => framework.id === id)?.rows ?? [];
  return rows.flatMap((row) => {
    const by = controls.filter((control) =>
      (control.maps[id] ?? []).some((pointer) => (typeof pointer === 'string' ? pointer : pointer.id) === row.id),
    );
    return by.length === 0 ? [] : [{ row, by }];
  });
}
