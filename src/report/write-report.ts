// Puts a report into a folder: everything is written beside its place first and moved there at the end, so that a full disk or
// a crash leaves the report of before. Only the owner of the process can read it (0600 in 0700).
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { AssessmentDocument, Branding, Fact } from '#contracts/index.ts';
import { canonicalJson, Invalid, makeFolder, Unavailable } from '#kit/index.ts';
import { actionsCsv } from './actions-csv.ts';
import { htmlReport } from './html-report.ts';
import { pdfReport } from './pdf-report.ts';
import { registerCsv } from './register-csv.ts';

/** The files of a report, in the order in which they are written. */
export const REPORT_FILES = [
  'facts.jsonl',
  'register.json',
  'register.csv',
  'actions.csv',
  'report.pdf',
  'index.html',
] as const;

type Contents = string | Uint8Array | AsyncIterable<Fact>;

/** Writes the report into a folder, which is made when it is not there. Gives the paths of the files. */
export async function writeReport(
  folder: string,
  document: AssessmentDocument,
  facts: AsyncIterable<Fact>,
  branding: Branding | null = null,
): Promise<string[]> {
  const contents: Readonly<Record<(typeof REPORT_FILES)[number], () => Contents | Promise<Contents>>> = {
    'facts.jsonl': () => facts,
    'register.json': () => `${canonicalJson(document)}\n`,
    'register.csv': () => registerCsv(document),
    'actions.csv': () => actionsCsv(document),
    'report.pdf': () => pdfReport(document, branding),
    'index.html': () => htmlReport(document, branding),
  };
  const written: { readonly draft: string; readonly place: string }[] = [];
  try {
    makeFolder(folder);
    for (const name of REPORT_FILES) {
      const draft = path.join(folder, `.${name}.${randomUUID()}`);
      written.push({ draft, place: path.join(folder, name) });
      await writeFile(draft, await contents[name]());
    }
    for (const { draft, place } of written) await rename(draft, place);
    return written.map(({ place }) => place);
  } catch (error) {
    await Promise.all(written.map(({ draft }) => rm(draft, { force: true })));
    throw explained(error, folder);
  }
}

const ENOUGH_AT_ONCE = 64 * 1024;

async function writeFile(file: string, contents: Contents): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    if (typeof contents === 'string' || contents instanceof Uint8Array) {
      await handle.writeFile(contents);
    } else {
      let waiting = '';
      for await (const fact of contents) {
        waiting += `${canonicalJson(fact)}\n`;
        if (waiting.length < ENOUGH_AT_ONCE) continue;
        await handle.write(waiting);
        waiting = '';
      }
      await handle.write(waiting);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A sentence for the person who chose the folder; anything else goes on as it is. */
function explained(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Unavailable(`No room left for the report in ${folder}. Make room or choose another folder.`, {}, error);
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Invalid(
      `The report cannot be written to ${folder}: not allowed. Choose a folder that you may write to.`,
      {},
      error,
    );
  }
  if (code === 'ENOENT') {
    return new Invalid(
      `The report cannot be written to ${folder}: no folder can be made there. Choose another.`,
      {},
      error,
    );
  }
  if (code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR') {
    return new Invalid(
      `The report cannot be written to ${folder}: it is not a folder. Choose another name.`,
      {},
      error,
    );
  }
  return error;
}
