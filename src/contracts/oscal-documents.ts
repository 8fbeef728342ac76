// OSCAL 1.1 (NIST), as far as documents about a system are read: component definition, system security plan, assessment results, plan of action
// and milestones. What is not named is kept as it came.
import { z } from 'zod';
import { text } from './parts.ts';

const prop = z.looseObject({ name: text, value: text, ns: text.optional() });
export type OscalDocumentProp = z.infer<typeof prop>;
const props = z.array(prop).optional();
const roles = z.array(z.looseObject({ 'role-id': text })).optional();
const status = z.looseObject({ state: text }).optional();

const byComponent = z.looseObject({
  'component-uuid': text,
  description: text.optional(),
  props,
  'implementation-status': status,
  'responsible-roles': roles,
});
const statement = z.looseObject({
  'statement-id': text,
  description: text.optional(),
  remarks: text.optional(),
  props,
  'responsible-roles': roles,
  'by-components': z.array(byComponent).optional(),
});
const requirement = z.looseObject({
  'control-id': text.min(1),
  description: text.optional(),
  remarks: text.optional(),
  props,
  'responsible-roles': roles,
  'by-components': z.array(byComponent).optional(),
  statements: z.array(statement).optional(),
});
export type OscalRequirement = z.infer<typeof requirement>;

const component = z.looseObject({ uuid: text, type: text.optional(), title: text.optional() });
const components = z.array(component).optional();
const metadata = z.looseObject({
  title: text,
  'last-modified': text,
  version: text.optional(),
  'oscal-version': text.optional(),
});
const head = { uuid: text, metadata };

const implementations = z
  .array(z.looseObject({ source: text.optional(), 'implemented-requirements': z.array(requirement).optional() }))
  .optional();

const componentDefinition = z.looseObject({
  ...head,
  components: z.array(component.extend({ 'control-implementations': implementations })).optional(),
  capabilities: z
    .array(z.looseObject({ uuid: text, name: text.optional(), 'control-implementations': implementations }))
    .optional(),
});

const systemId = z.looseObject({ id: text });
const systemSecurityPlan = z.looseObject({
  ...head,
  'import-profile': z.looseObject({ href: text }).optional(),
  'system-characteristics': z.looseObject({ 'system-ids': z.array(systemId).optional() }).optional(),
  'system-implementation': z.looseObject({ components }).optional(),
  'control-implementation': z.looseObject({ 'implemented-requirements': z.array(requirement).optional() }),
});

const relatedObservations = z.array(z.looseObject({ 'observation-uuid': text })).optional();
const relatedRisks = z.array(z.looseObject({ 'risk-uuid': text })).optional();

const observation = z.looseObject({
  uuid: text,
  title: text.optional(),
  description: text.optional(),
  props,
  methods: z.array(text).optional(),
  subjects: z.array(z.looseObject({})).optional(),
  collected: text.optional(),
  expires: text.optional(),
});
export type OscalObservation = z.infer<typeof observation>;

const risk = z.looseObject({
  uuid: text,
  title: text.optional(),
  description: text.optional(),
  statement: text.optional(),
  props,
  status: text.optional(),
  deadline: text.optional(),
  'related-observations': relatedObservations,
});
export type OscalRisk = z.infer<typeof risk>;

const finding = z.looseObject({
  uuid: text,
  title: text.optional(),
  description: text.optional(),
  props,
  target: z.looseObject({
    type: text.optional(),
    'target-id': text,
    status,
    'implementation-status': status,
  }),
  'related-observations': relatedObservations,
  'related-risks': relatedRisks,
});
export type OscalFinding = z.infer<typeof finding>;

const localDefinitions = z.looseObject({ components }).optional();

const assessmentResults = z.looseObject({
  ...head,
  results: z.array(
    z.looseObject({
      title: text.optional(),
      start: text.optional(),
      end: text.optional(),
      'local-definitions': localDefinitions,
      observations: z.array(observation).optional(),
      risks: z.array(risk).optional(),
      findings: z.array(finding).optional(),
    }),
  ),
});

const item = z.looseObject({
  uuid: text.optional(),
  title: text.optional(),
  description: text.optional(),
  props,
  'related-observations': relatedObservations,
  'related-risks': relatedRisks,
});
export type OscalPlanItem = z.infer<typeof item>;

const planOfAction = z.looseObject({
  ...head,
  'system-id': systemId.optional(),
  'local-definitions': localDefinitions,
  observations: z.array(observation).optional(),
  risks: z.array(risk).optional(),
  'poam-items': z.array(item),
});

/** The documents about a system, by the name of their root. */
export const SYSTEM_DOCUMENTS = {
  'component-definition': componentDefinition,
  'system-security-plan': systemSecurityPlan,
  'assessment-results': assessmentResults,
  'plan-of-action-and-milestones': planOfAction,
} as const;
export type SystemDocumentKind = keyof typeof SYSTEM_DOCUMENTS;
export type SystemDocument = {
  readonly [kind in SystemDocumentKind]: {
    readonly kind: kind;
    readonly body: z.infer<(typeof SYSTEM_DOCUMENTS)[kind]>;
    /** What stands beside the document at the root of the file, such as `$schema`. */
    readonly beside: Readonly<Record<string, unknown>>;
  };
}[SystemDocumentKind];
