// CycloneDX (ECMA-424; JSON and XML share one model, specification 1.2 to 1.6): the members of a document, one after another.
import { z } from 'zod';
import { Invalid, inertText } from '#kit/index.ts';
import { cleaned, dayOf, SbomBuilder, type WrittenComponent } from './sbom.ts';

const text = z.string().nullish().catch(undefined);
const named = z.object({ name: text }).nullish().catch(undefined);
const license = z.object({
  license: z.object({ id: text, name: text }).nullish().catch(undefined),
  expression: text,
});

interface Written {
  readonly [member: string]: unknown;
}

const component = z.object({
  'bom-ref': text,
  type: text,
  group: text,
  name: text,
  version: text,
  purl: text,
  cpe: text,
  supplier: named,
  manufacturer: named,
  publisher: text,
  licenses: z.array(license).nullish().catch(undefined),
  components: z.array(z.custom<Written>()).nullish().catch(undefined),
});
type Component = z.infer<typeof component>;

const tool = z.object({ vendor: text, name: text, version: text });
const metadata = z.object({
  timestamp: text,
  component: component.nullish().catch(undefined),
  supplier: named,
  manufacture: named,
  manufacturer: named,
  /** A list up to 1.4, since 1.5 also an object with components. */
  tools: z
    .union([z.array(tool), z.object({ components: z.array(tool).nullish() })])
    .nullish()
    .catch(undefined),
});

const dependency = z.object({ dependsOn: z.array(z.unknown()).nullish(), provides: z.array(z.unknown()).nullish() });

/** The lists of a document whose elements are read one by one. */
export const CYCLONEDX_LISTS: ReadonlySet<string> = new Set(['components', 'dependencies', 'vulnerabilities']);
/** The other members that are read. */
export const CYCLONEDX_MEMBERS: ReadonlySet<string> = new Set([
  'bomFormat',
  'specVersion',
  'serialNumber',
  'metadata',
  'version',
]);

/** Where nesting ends: deeper than any real bill. */
const MOST_LEVELS = 200;
const OLDEST = 2;
const NEWEST = 6;

/** Reads a document member by member. */
export class CycloneDxReader {
  readonly bill = new SbomBuilder('CycloneDX');

  /** Takes a member, or an element of one of the lists. Throws Invalid when it cannot be what it is called. */
  take(name: string, value: unknown): void {
    switch (name) {
      case 'bomFormat':
        if (value !== 'CycloneDX') throw new Invalid('This is no CycloneDX document.');
        return;
      case 'specVersion':
        this.bill.spec = versionOf(value, (sentence) => this.bill.problem(sentence));
        return;
      case 'serialNumber':
        this.bill.serial = cleaned(typeof value === 'string' ? value : null);
        return;
      case 'metadata':
        this.#metadata(value);
        return;
      case 'components':
        this.#components(value);
        return;
      case 'dependencies': {
        const { data } = dependency.safeParse(value);
        this.bill.relations += (data?.dependsOn?.length ?? 0) + (data?.provides?.length ?? 0);
        return;
      }
      case 'vulnerabilities':
        this.bill.flaws++;
    }
  }

  /** Throws Invalid when the document never said which version it is. */
  close(): void {
    if (this.bill.spec === '') throw new Invalid('This CycloneDX document does not say which version it is.');
  }

  #metadata(value: unknown): void {
    const { data } = metadata.safeParse(value);
    if (!data) throw new Invalid('The metadata of this CycloneDX document are no object.');
    const { timestamp, component: itself, tools, supplier, manufacture, manufacturer } = data;
    this.bill.made = dayOf(timestamp);
    const [first] = Array.isArray(tools) ? tools : (tools?.components ?? []);
    this.bill.tool = cleaned([first?.vendor, first?.name, first?.version].filter(Boolean).join(' '));
    if (!itself) return;
    // The product's own maker comes before whoever made the document.
    const vendor =
      makerOf(itself) ?? cleaned(manufacturer?.name) ?? cleaned(manufacture?.name) ?? cleaned(supplier?.name);
    this.bill.product = { vendor, name: cleaned(itself.name), version: cleaned(itself.version) };
    for (const part of itself.components ?? []) this.#components(part);
  }

  /** A component and what it holds, without calling itself: nesting is the writer's choice. */
  #components(value: unknown): void {
    const open: { readonly value: unknown; readonly level: number }[] = [{ value, level: 0 }];
    for (let next = open.pop(); next; next = open.pop()) {
      const parsed = component.safeParse(next.value);
      if (!parsed.success) {
        this.bill.problem('a component is no object and was left out.');
        continue;
      }
      const { data } = parsed;
      // A file of the product is no component that a flaw could name.
      if (data.type !== 'file' || data.purl || data.cpe) this.bill.add(data['bom-ref'] ?? null, writtenOf(data));
      if (!data.components) continue;
      if (next.level >= MOST_LEVELS) throw new Invalid('The components of this document are nested too deeply.');
      this.bill.relations += data.components.length;
      for (const part of data.components) open.push({ value: part, level: next.level + 1 });
    }
  }
}

function writtenOf(read: Component): WrittenComponent {
  const { name, version, purl, cpe, licenses } = read;
  const license = (licenses ?? [])
    .map((each) => each.expression ?? each.license?.id ?? each.license?.name)
    .filter(Boolean)
    .join(', ');
  return { name, version, purls: [purl], cpes: [cpe], supplier: makerOf(read), license };
}

function makerOf({ supplier, manufacturer, publisher }: Component): string | null {
  return cleaned(supplier?.name) ?? cleaned(manufacturer?.name) ?? cleaned(publisher);
}

function versionOf(value: unknown, problem: (sentence: string) => void): string {
  const spec = typeof value === 'string' ? value : '';
  const [, minor = ''] = /^1\.(\d{1,2})$/.exec(spec) ?? [];
  if (minor === '' || Number(minor) < OLDEST) {
    throw new Invalid(
      `This is CycloneDX ${inertText(spec, 20)}. Bills of materials are read from version 1.${OLDEST} on: ask for a newer one.`,
    );
  }
  if (Number(minor) > NEWEST) problem(`it is CycloneDX ${spec}, which is newer than what this reader was made for.`);
  return spec;
}
