// Devices as FHIR resources (HL7 FHIR R4 and STU3, Device): one, or a Bundle of them. References to patients and people are not read.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';
import { type ImportedRow, type Importer, type Statement, statement } from '../importer.ts';

const KIND = 'fhir-device';
const MOST_BYTES = 64 << 20;
const words = z.string().optional().catch(undefined);

const coded = z
  .object({
    text: words,
    coding: z
      .array(z.object({ code: words, display: words }))
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);
const device = z.object({
  resourceType: z.literal('Device'),
  id: words,
  identifier: z
    .array(z.object({ value: words, type: coded }))
    .optional()
    .catch(undefined),
  udi: z.object({ deviceIdentifier: words, carrierHRF: words }).optional().catch(undefined),
  udiCarrier: z
    .array(z.object({ deviceIdentifier: words, carrierHRF: words }))
    .optional()
    .catch(undefined),
  manufacturer: words,
  model: words,
  modelNumber: words,
  serialNumber: words,
  type: coded,
  version: z
    .union([z.string(), z.array(z.object({ value: words }))])
    .optional()
    .catch(undefined),
  deviceName: z
    .array(z.object({ name: words }))
    .optional()
    .catch(undefined),
});
type Device = z.infer<typeof device>;

/** FHIR Device and Bundle. */
export const fhirDevice: Importer = {
  kind: KIND,
  label: 'Devices (FHIR)',
  verified: true,
  recognizes: (head) => /^\s*\{[\s\S]{0,400}"resourceType"\s*:\s*"(?:Device|Bundle)"/.test(head),
  async *read(source) {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of source) {
      length += part.length;
      if (length > MOST_BYTES) throw new Invalid('This file is larger than 64 MB. Export the devices in parts.');
      parts.push(part.slice());
    }
    yield rowsOf(
      Buffer.concat(parts)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
  },
};

function rowsOf(text: string): ImportedRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Invalid('This is no FHIR resource: the JSON is broken.', undefined, error);
  }
  const entries = z.object({ entry: z.array(z.object({ resource: z.unknown() })) }).safeParse(value).data?.entry;
  const resources = entries ? entries.map(({ resource }) => resource) : [value];
  return resources.map((resource, at) => {
    const parsed = device.safeParse(resource).data;
    const statements = parsed ? sayingsOf(parsed) : [];
    // A number of somebody's own is no device yet.
    return statements.some(({ attribute }) => attribute !== 'device.assetTag')
      ? { row: at + 1, statements }
      : { row: at + 1, problem: 'The entry is no device with a maker, model, serial number or name.' };
  });
}

function sayingsOf(found: Device): Statement[] {
  const isSerial = (type: Device['type']) => type?.coding?.some(({ code }) => code === 'SNO') ?? false;
  const serial = found.serialNumber ?? found.identifier?.find(({ type }) => isSerial(type))?.value;
  const own = found.identifier?.find(({ type }) => !isSerial(type))?.value;
  const identity = serial ?? own ?? found.id;
  if (identity === undefined) return [];
  const key = createHash('sha256')
    .update(`${found.manufacturer ?? ''}|${identity}`)
    .digest('hex')
    .slice(0, 20);
  const subject = { kind: 'asset', key: `fhir/${key}` } as const;
  const known = { basis: 'attested', confidence: 0.8 } as const;
  const said: Statement[] = [];
  if (found.manufacturer) said.push(statement(subject, 'device.vendor', found.manufacturer, known));
  const model = found.model ?? found.modelNumber;
  if (model) said.push(statement(subject, 'device.model', model, known));
  if (serial) said.push(statement(subject, 'device.serial', serial.slice(0, 90), known));
  if (own) said.push(statement(subject, 'device.assetTag', own.slice(0, 90), known));
  const udi = found.udiCarrier?.[0]?.deviceIdentifier ?? found.udi?.deviceIdentifier;
  if (udi) said.push(statement(subject, 'device.udi', udi, known));
  const kind = found.type?.text ?? found.type?.coding?.[0]?.display;
  if (kind) said.push(statement(subject, 'device.kind', kind.slice(0, 60), known));
  const name = found.deviceName?.[0]?.name;
  if (name) said.push(statement(subject, 'device.name', name, known));
  const version = typeof found.version === 'string' ? found.version : found.version?.[0]?.value;
  if (version && model) said.push(statement(subject, 'software', { name: model, version }, known));
  return said;
}
