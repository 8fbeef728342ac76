// Builds the web app as `npm run build` does, in a process of its own: under vitest, React would come in its development form.
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const WEB = path.resolve(import.meta.dirname, '..');

/** Builds it into a new folder, which the caller removes. */
export async function buildApp(): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-web-'));
  const vite = path.join(path.dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js');
  const config = path.join(WEB, 'vite.config.ts');
  const args = [vite, 'build', '--config', config, '--logLevel', 'error', '--outDir', folder, '--emptyOutDir'];
  await promisify(execFile)(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' } });
  return folder;
}
