// An OSCAL file about a system (component definition, system security plan, assessment results, plan of action and milestones) read, and written
// again as it came: what is not named by the shapes is kept.
import { SYSTEM_DOCUMENTS, type SystemDocument, type SystemDocumentKind, whatIsWrong } from '#contracts/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { oscalJson } from './read-oscal.ts';

const KINDS = Object.keys(SYSTEM_DOCUMENTS).filter((name): name is SystemDocumentKind => name in SYSTEM_DOCUMENTS);

/** Reads a file. Throws Invalid with what is wrong, in words. */
export function readSystemDocument(bytes: Uint8Array): SystemDocument {
  const found = oscalJson(bytes);
  const root: Readonly<Record<string, unknown>> = { ...(typeof found === 'object' ? found : {}) };
  const kinds = KINDS.filter((name) => Object.hasOwn(root, name));
  const [kind] = kinds;
  if (kind === undefined)
    throw new Invalid(
      'This is no OSCAL document about a system. Give the JSON form of a system security plan, assessment results, a plan of action and milestones or a component definition.',
    );
  if (kinds.length > 1) throw new Invalid('The file holds several documents. Give each as a file of its own.');
  const read = SYSTEM_DOCUMENTS[kind].safeParse(root[kind]);
  if (!read.success) {
    const { field, message } = whatIsWrong(read.error);
    throw new Invalid(`${kind}${field === '' ? '' : `.${inertText(field, 200)}`}: ${inertText(message, 300)}`);
  }
  const beside = Object.fromEntries(Object.entries(root).filter(([name]) => name !== kind));
  // The shape is that of the kind; TypeScript does not follow one value through the table.
  return { kind, body: read.data, beside } as SystemDocument;
}

/** The document as a file holds it: equal to what was read. */
export function writtenSystemDocument({ kind, body, beside }: SystemDocument): Readonly<Record<string, unknown>> {
  return { ...beside, [kind]: body };
}
