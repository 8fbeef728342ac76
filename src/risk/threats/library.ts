// The library of threat scenarios from the texts of its files: a bad one is told of, and the others stay.

import { type ThreatScenario, threats, whatIsWrong } from '#contracts/index.ts';
import { Invalid, inertText, parseYaml } from '#kit/index.ts';
import { faultsOf } from './check-scenario.ts';

/** What a basis says where a figure is our own judgement. */
export const OURS = 'ours: judgement of the authors of this library, not measured';

/** A file of the library: its name, as people are told of it, and what it holds. */
export interface ScenarioFile {
  readonly name: string;
  readonly text: string;
}

/** The scenarios that can be used, by id, and what is wrong with files that cannot, as sentences. */
export interface ThreatLibrary {
  readonly scenarios: readonly ThreatScenario[];
  readonly problems: readonly string[];
}

/**
 * Joins folders of files into one library. A scenario of a later folder takes the place of one with the same id in an
 * earlier folder; within one folder the first file, by name, has the id.
 */
export function libraryOf(folders: readonly (readonly ScenarioFile[])[]): ThreatLibrary {
  const problems: string[] = [];
  const scenarios = new Map<string, ThreatScenario>();
  for (const files of folders) {
    const named = new Map<string, string>();
    for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))) {
      try {
        const scenario = readScenario(file);
        const first = named.get(scenario.id);
        if (first !== undefined)
          throw new Invalid(`id: ${first} has the name ${scenario.id} already. Write another one.`);
        named.set(scenario.id, inertText(file.name, 200));
        scenarios.set(scenario.id, scenario);
      } catch (error) {
        if (!(error instanceof Invalid)) throw error;
        problems.push(`${inertText(file.name, 200)}: ${error.message}`);
      }
    }
  }
  const inOrder = [...scenarios.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { scenarios: inOrder, problems };
}

/** The scenario of a file (YAML or JSON). Throws Invalid with the field and what is wrong with it. */
function readScenario({ text }: ScenarioFile): ThreatScenario {
  const read = threats.threatScenario.safeParse(parsed(text));
  const wrong = read.success ? faultsOf(read.data)[0] : whatIsWrong(read.error);
  if (wrong)
    throw new Invalid(
      `${wrong.field === '' ? '' : `${inertText(wrong.field, 100)}: `}${inertText(wrong.message, 300)}`,
    );
  if (!read.success) throw read.error;
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return parseYaml(text);
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Invalid(`it is neither YAML nor JSON: ${inertText(first, 300)}`);
  }
}
