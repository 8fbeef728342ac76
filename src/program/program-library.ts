// What ships of the program: lessons, policies, checks and the questions of the guided start, read from their files.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Lesson, PolicyCheck, PolicyTemplate, StartQuestion } from '#contracts/index.ts';
import { readChecks } from './checks/read-checks.ts';
import type { Library, LibraryFile } from './library-file.ts';
import { readPolicies } from './policies/read-policy.ts';
import { readQuestions } from './start/read-questions.ts';
import { readLessons } from './training/read-lesson.ts';

export interface ProgramLibrary {
  readonly lessons: Library<Lesson>;
  readonly policies: Library<PolicyTemplate>;
  readonly checks: readonly PolicyCheck[];
  readonly questions: readonly StartQuestion[];
}

let shipped: Promise<Pick<ProgramLibrary, 'policies' | 'checks'>> | undefined;

/** The policies and checks that ship, read once. */
export function policyLibrary(): Promise<Pick<ProgramLibrary, 'policies' | 'checks'>> {
  shipped ??= readPolicyLibrary();
  return shipped;
}

async function readPolicyLibrary() {
  const checks = readChecks(await fileAt('checks/checks.yaml'));
  const policies = readPolicies(await filesIn('policies/library'), new Set(checks.map(({ id }) => id)));
  return { policies, checks };
}

/** Reads everything. `controls` are the ids of the controls that questions may name. Throws Invalid where a file of one kind cannot be used. */
export async function programLibrary(controls: ReadonlySet<string>): Promise<ProgramLibrary> {
  const { policies, checks } = await readPolicyLibrary();
  const attested = new Set(
    checks.flatMap(({ attested: asked, excusedBy }) => [asked, excusedBy].flatMap((each) => each?.question ?? [])),
  );
  return {
    lessons: await lessonLibrary(),
    policies,
    checks,
    questions: readQuestions(await fileAt('start/questions.yaml'), { controls, attested }),
  };
}

let lessons: Promise<Library<Lesson>> | undefined;

/** The lessons alone; they ship with the program and are read once. */
export function lessonLibrary(): Promise<Library<Lesson>> {
  lessons ??= filesIn('training/lessons').then(readLessons);
  return lessons;
}

async function filesIn(folder: string): Promise<LibraryFile[]> {
  const names = await readdir(path.join(import.meta.dirname, folder));
  return Promise.all(names.filter((name) => name.endsWith('.yaml')).map((name) => fileAt(`${folder}/${name}`)));
}

async function fileAt(place: string): Promise<LibraryFile> {
  return { name: path.basename(place), text: await readFile(path.join(import.meta.dirname, place), 'utf8') };
}
