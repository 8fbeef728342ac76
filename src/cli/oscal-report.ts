// `report --format oscal`: one document of a site on stdout or in a file, or all of them in a folder, naming one another.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { oscalDocument, oscalSite } from '#jobs/index.ts';
import { Invalid, systemClock } from '#kit/index.ts';
import { oscalText } from '#knowledge/index.ts';
import { OSCAL_FILE_NAMES, OSCAL_FILES, type OscalFileName } from '#report/index.ts';
import type { Output } from './output.ts';
import type { Opened } from './session.ts';

interface Asked {
  readonly document: OscalFileName;
  readonly out?: string;
}

/** Writes what is asked. In a folder, a plan of action with nothing in it is left out and told of. */
export async function oscalReport({
  opened: { store, tenant },
  output,
  file,
  asked: { document, out },
}: {
  readonly opened: Opened;
  readonly output: Output;
  readonly file: (name: string) => string;
  readonly asked: Asked;
}): Promise<void> {
  const site = await oscalSite({ store, clock: systemClock }, tenant.id, tenant.name);
  if (out === undefined) return output.bytes(oscalText(oscalDocument(site, document)));
  if (path.extname(out) !== '') {
    await writeFile(file(out), oscalText(oscalDocument(site, document)), { mode: 0o600 });
    output.say(`wrote ${out}`);
    return;
  }
  await mkdir(file(out), { recursive: true });
  for (const name of OSCAL_FILE_NAMES) {
    try {
      const text = oscalText(oscalDocument(site, name));
      await writeFile(file(path.join(out, OSCAL_FILES[name])), text, { mode: 0o600 });
      output.say(`wrote ${path.join(out, OSCAL_FILES[name])}`);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      output.say(`${name}: ${error.message}`);
    }
  }
}
