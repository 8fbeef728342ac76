// The controls that the shipped scenarios of threats name, for tests of what may name them.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { libraryOf } from '#risk/index.ts';

/** Ids of the controls. */
export function controlsOfThreats(): ReadonlySet<string> {
  const folder = path.join(import.meta.dirname, '../../risk/threats/library');
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
  return new Set(libraryOf([files]).scenarios.flatMap(({ controls }) => controls.map(({ id }) => id)));
}
