// The entry: puts the rooms together and runs the command line.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { runCli } from '#cli/index.ts';

const root = path.resolve(import.meta.dirname, '..');
const manifest = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
const webRoot = path.join(root, 'web', 'dist');

// What was written to a pipe must leave before the process does.
process.exitCode = await runCli(process.argv.slice(2), async () => {
  const { DEMO_PORTS, startDemo } = await import('#demo/index.ts');
  return {
    version: manifest.version,
    webRoot: existsSync(path.join(webRoot, 'index.html')) ? webRoot : null,
    demo: { ports: DEMO_PORTS, start: () => startDemo() },
  };
});
process.exit();
