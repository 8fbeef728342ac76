// OSCAL 1.1.2 (NIST), as far as it is read here: catalogs and profiles. What is not named is kept as it came.
// And what the documents about a place are made from: system security plan, assessment results, plan of action and milestones.
import { z } from 'zod';
import { controlStatus } from './controls.ts';
import { text } from './parts.ts';
import { checkCounts } from './program-checks.ts';

/** The version of OSCAL that is written. */
export const OSCAL_VERSION = '1.1.2';

const prop = z.looseObject({ name: text, value: text, ns: text.optional(), class: text.optional() });
const link = z.looseObject({ href: text, rel: text.optional() });

const param = z.looseObject({
  id: text,
  label: text.optional(),
  props: z.array(prop).optional(),
  values: z.array(text).optional(),
  select: z.looseObject({ 'how-many': text.optional(), choice: z.array(text).optional() }).optional(),
});
export type OscalParam = z.infer<typeof param>;

const part = z.looseObject({
  id: text.optional(),
  name: text,
  title: text.optional(),
  prose: text.optional(),
  props: z.array(prop).optional(),
  links: z.array(link).optional(),
  get parts() {
    return z.array(part).optional();
  },
});
export type OscalPart = z.infer<typeof part>;

const control = z.looseObject({
  id: text.min(1),
  title: text,
  params: z.array(param).optional(),
  props: z.array(prop).optional(),
  links: z.array(link).optional(),
  parts: z.array(part).optional(),
  get controls() {
    return z.array(control).optional();
  },
});
export type OscalControl = z.infer<typeof control>;

const group = z.looseObject({
  id: text.min(1).optional(),
  title: text,
  params: z.array(param).optional(),
  props: z.array(prop).optional(),
  links: z.array(link).optional(),
  parts: z.array(part).optional(),
  controls: z.array(control).optional(),
  get groups() {
    return z.array(group).optional();
  },
});
export type OscalGroup = z.infer<typeof group>;

const metadata = z.looseObject({
  title: text,
  'last-modified': text,
  version: text,
  'oscal-version': text,
});
const backMatter = z.looseObject({ resources: z.array(z.looseObject({ uuid: text })).optional() });

export const catalog = z.looseObject({
  uuid: text,
  metadata,
  params: z.array(param).optional(),
  controls: z.array(control).optional(),
  groups: z.array(group).optional(),
  'back-matter': backMatter.optional(),
});
export type OscalCatalog = z.infer<typeof catalog>;

const selection = z.looseObject({
  'with-child-controls': z.enum(['yes', 'no']).optional(),
  'with-ids': z.array(text).optional(),
  matching: z.array(z.looseObject({ pattern: text.max(200).optional() })).optional(),
});
export type OscalSelection = z.infer<typeof selection>;

export const profile = z.looseObject({
  uuid: text,
  metadata,
  imports: z
    .array(
      z.looseObject({
        href: text,
        'include-all': z.looseObject({}).optional(),
        'include-controls': z.array(selection).optional(),
        'exclude-controls': z.array(selection).optional(),
      }),
    )
    .min(1),
  modify: z
    .looseObject({
      'set-parameters': z.array(z.looseObject({ 'param-id': text, values: z.array(text).optional() })).optional(),
      alters: z.array(z.looseObject({ 'control-id': text })).optional(),
    })
    .optional(),
  'back-matter': backMatter.optional(),
});
export type OscalProfile = z.infer<typeof profile>;

const day = z.iso.date();
const key = text.min(1).max(200);

/** A place as its OSCAL documents are made from it. Who calls reads it from the register; nothing is looked up. */
export const oscalPlace = z.strictObject({
  /** Tells this place from others: the ids of documents come from it. */
  id: key,
  name: text.min(1).max(200),
  organization: text.min(1).max(200),
  description: text.min(1).max(2000),
  /** When what follows was true. */
  asOf: z.iso.datetime(),
  devices: z.array(
    z.strictObject({
      id: key,
      name: text.min(1).max(200),
      kind: text.min(1).max(80),
      maker: text.max(200).nullable(),
      model: text.max(200).nullable(),
      version: text.max(200).nullable(),
      addresses: z.array(text.max(60)),
    }),
  ),
  /** What is known of each control of the catalogue. One that is left out is not known. */
  controls: z.array(z.strictObject({ id: key, status: controlStatus, owner: text.max(200).nullable() })),
  findings: z.array(
    z.strictObject({
      id: key,
      device: key.nullable(),
      title: text.min(1).max(400),
      severity: z.enum(['none', 'low', 'medium', 'high', 'critical']),
      state: z.enum(['confirmed', 'potential', 'not affected', 'fixed', 'unknown']),
      reasons: z.array(text.max(600)),
      observedAt: z.iso.datetime(),
      /** Controls of the catalogue that it shows not to be in force. */
      controls: z.array(key),
    }),
  ),
  /** Each check of policies over the inventory, as it stands. */
  checks: z.array(
    z.strictObject({
      id: key,
      title: text.min(1).max(400),
      /** TEST: what sensors found; EXAMINE: what people stated, with what they keep of it. */
      methods: z.array(z.enum(['TEST', 'EXAMINE'])).min(1),
      /** Devices, or the site as one. */
      counts: checkCounts,
      /** The first of those that break it; `device` is null for the site. */
      broken: z.array(
        z.strictObject({
          device: key.nullable(),
          name: text.min(1).max(200),
          why: text.max(600),
          evidence: z.array(z.strictObject({ kind: z.enum(['fact', 'finding', 'attestation']), id: key })).max(20),
        }),
      ),
      /** Controls of the catalogue that it shows. */
      controls: z.array(key),
    }),
  ),
  actions: z.array(
    z.strictObject({
      id: key,
      title: text.min(1).max(400),
      what: text.max(2000),
      owner: text.max(200).nullable(),
      due: day.nullable(),
      done: z.boolean(),
      findings: z.array(key),
    }),
  ),
});
export type OscalPlace = z.infer<typeof oscalPlace>;
