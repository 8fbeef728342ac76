#!/usr/bin/env node
// Starts the TypeScript entry under the Node that package.json pins. Plain JavaScript, so that any Node from 18 on can run it.
import { spawn } from 'node:child_process';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

/** The pinned Node beside us, or undefined when npm left it out or there is none for this platform. */
function pinnedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const file = process.platform === 'win32' ? 'node.exe' : 'node';
  try {
    return nodeModule.createRequire(import.meta.url).resolve(`node-${system}-${process.arch}/bin/${file}`);
  } catch {
    return undefined;
  }
}

if (major > 24 || (major === 24 && minor >= 15)) {
  nodeModule.enableCompileCache?.();
  await import(entry);
} else {
  const node = pinnedNode();
  if (!node) {
    console.error(
      `Dosimeter needs Node 24.15 or later; found ${process.version} and no bundled one for ${process.platform}-${process.arch}. Run 'npm install' here, or install Node 24.`,
    );
    process.exit(1);
  }
  const child = spawn(node, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(`Could not start ${node}: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    if (!signal) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
