// The configuration of an Orthanc server (Orthanc Book, 'Configuration'): its own AE title, and the systems that it may speak with. JSON with
// comments. Users and passwords stand in such files; nothing but the titles, addresses and ports is read.
import { z } from 'zod';
import { Invalid, parseAddress } from '#kit/index.ts';
import { type ImportedRow, type Importer, statement } from '../importer.ts';

const KIND = 'orthanc-config';
const MOST_BYTES = 4 << 20;
const CONFIDENCE = 0.8;

const peer = z.union([
  z
    .tuple([z.string(), z.string(), z.coerce.number()])
    .rest(z.unknown())
    .transform(([title, host, port]) => ({ title, host, port })),
  z
    .object({ AET: z.string(), Host: z.string(), Port: z.coerce.number() })
    .transform(({ AET, Host, Port }) => ({ title: AET, host: Host, port: Port })),
]);
const configuration = z.object({
  Name: z.string().optional().catch(undefined),
  DicomAet: z.string().default('ORTHANC'),
  DicomModalities: z.record(z.string(), z.unknown()).default({}),
});

/** orthanc.json. */
export const orthancConfig: Importer = {
  kind: KIND,
  label: 'Configuration of Orthanc',
  verified: true,
  recognizes: (head) =>
    /^\s*(?:\/[/*]|\{)/.test(head) &&
    /"(?:DicomModalities|DicomAet|StorageDirectory|DicomCheckCalledAet)"\s*:/.test(head),
  async *read(source) {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of source) {
      length += part.length;
      if (length > MOST_BYTES) throw new Invalid('This file is larger than any configuration of Orthanc.');
      parts.push(part.slice());
    }
    yield rowsOf(Buffer.concat(parts).toString('utf8'));
  },
};

function rowsOf(text: string): ImportedRow[] {
  let value: unknown;
  try {
    value = JSON.parse(withoutComments(text));
  } catch (error) {
    throw new Invalid('This configuration of Orthanc cannot be read: its JSON is broken.', undefined, error);
  }
  const found = configuration.safeParse(value).data;
  if (!found) throw new Invalid('This is no configuration of Orthanc.');
  const title = titleOf(found.DicomAet);
  const subject = { kind: 'asset', key: `orthanc/${title ?? 'ORTHANC'}` } as const;
  const known = { basis: 'attested', confidence: CONFIDENCE } as const;
  const own = [
    statement(subject, 'device.kind', 'archive', known),
    ...(title === null ? [] : [statement(subject, 'device.aeTitle', title, known)]),
    ...(found.Name ? [statement(subject, 'device.name', found.Name.slice(0, 190), { ...known, confidence: 0.6 })] : []),
  ];
  const rows: ImportedRow[] = [{ row: 1, statements: own }];
  for (const [at, [name, entry]] of Object.entries(found.DicomModalities).entries()) {
    const row = at + 2;
    const parsed = peer.safeParse(entry).data;
    const peerTitle = parsed ? titleOf(parsed.title) : null;
    if (!parsed || peerTitle === null || !(parsed.port >= 1 && parsed.port <= 65_535)) {
      rows.push({ row, problem: `The modality '${name.slice(0, 40)}' has no AE title, address and port.` });
      continue;
    }
    const statements = [
      statement(
        subject,
        'device.peer',
        { title: peerTitle, address: parsed.host.slice(0, 190), port: parsed.port },
        known,
      ),
    ];
    if (parseAddress(parsed.host)) {
      statements.push(
        statement({ kind: 'address', key: parsed.host }, 'device.aeTitle', peerTitle, { ...known, confidence: 0.7 }),
      );
    }
    rows.push({ row, statements });
  }
  return rows;
}

function titleOf(text: string): string | null {
  const title = text.trim();
  return /^[ -[\]-~]{1,16}$/.test(title) ? title : null;
}

/** Comments of C and C++ taken out, and commas before an end; but not what only looks so inside a text. */
function withoutComments(text: string): string {
  const plain = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? found : ' ',
  );
  return plain.replace(/"(?:[^"\\\n]|\\.)*"|,(?=\s*[}\]])/g, (found) => (found.startsWith('"') ? found : ''));
}
