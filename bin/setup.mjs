// What npm's scripts call: installs what is missing, builds the web app when it changed, then starts, tests or measures.
// Plain JavaScript, so that any Node from 18 on can run it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [task = '', ...args] = process.argv.slice(2);
const say = (line) => process.stderr.write(`${line}\n`);

/** Installs packages when they are missing or the lock file is newer than what is installed. */
function install() {
  const stamp = path.join(root, 'node_modules', '.package-lock.json');
  const lock = path.join(root, 'package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  say('Installing packages into node_modules (npm ci) …');
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, npm] : ['npm'];
  run([...command, 'ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** The Node that package.json pins, or this one when it is new enough. */
function node() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 15)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const file = path.join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(file)) return file;
  say(
    `Dosimeter needs Node 24.15 or later; found ${process.version} and no bundled one for ${process.platform}-${process.arch}.`,
  );
  process.exit(1);
}

/** Runs a command to its end; a failure ends this process with its code. */
function run(command) {
  const { status } = tryRun(command);
  if (status !== 0) process.exit(status ?? 1);
}

function tryRun([program, ...rest], options = {}) {
  const bin = path.join(root, 'node_modules', '.bin');
  const env = { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
  return spawnSync(program, rest, { cwd: root, stdio: ['ignore', 2, 2], env, ...options });
}

/** The tool of a package, run under the pinned Node. */
function tool(name, file, ...rest) {
  return [node(), path.join(root, 'node_modules', name, file), ...rest];
}

/** Builds the web app when its sources or the lock file changed. */
function build() {
  const hash = createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json')));
  for (const top of ['web', path.join('src', 'contracts'), path.join('src', 'charts')]) {
    for (const file of files(path.join(root, top))) hash.update(path.relative(root, file)).update(readFileSync(file));
  }
  const stamp = path.join(root, 'web', 'dist', '.built-from');
  const digest = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('Building the web app …');
  run(
    tool(
      'vite',
      path.join('bin', 'vite.js'),
      'build',
      '--config',
      path.join('web', 'vite.config.ts'),
      '--logLevel',
      'warn',
    ),
  );
  writeFileSync(stamp, digest);
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'dist' ? [] : files(full);
      return [full];
    });
}

/** Hands over to a program that goes on running: signals go through, its end is ours. */
function become(command) {
  const [program, ...rest] = command;
  const child = spawn(program, rest, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const CHECKS = [
  { name: 'types', command: () => tool('typescript', path.join('bin', 'tsc'), '-p', '.') },
  { name: 'types of the web app', command: () => tool('typescript', path.join('bin', 'tsc'), '-p', 'web') },
  {
    name: 'format and lint',
    command: () => tool('@biomejs/biome', path.join('bin', 'biome'), 'check', '--error-on-warnings', '.'),
  },
  {
    name: 'promises and imports',
    command: () => tool('oxlint', path.join('bin', 'oxlint'), '--type-aware', '--deny-warnings'),
  },
  { name: 'unused code', command: () => tool('knip', path.join('bin', 'knip.js')) },
];

/** The static checks; how many passed and failed. */
function check() {
  const counts = { passed: 0, failed: 0 };
  for (const { name, command } of CHECKS) {
    const ok = tryRun(command()).status === 0;
    say(`${ok ? 'ok    ' : 'FAILED'} ${name}`);
    counts[ok ? 'passed' : 'failed']++;
  }
  return counts;
}

const PEERS = [
  { name: 'DCMTK (dcmtk)', present: () => found('echoscu') },
  { name: 'Orthanc (orthanc)', present: () => found('Orthanc') },
  { name: 'tshark (tshark)', present: () => found('tshark') },
  { name: 'Chromium (chromium)', present: () => existsSync('/usr/bin/chromium') },
  { name: 'pdftotext (poppler-utils)', present: () => found('pdftotext') },
  { name: 'PostgreSQL (TEST_DATABASE_URL)', present: () => Boolean(process.env.TEST_DATABASE_URL) },
  {
    name: 'the shared samples and lab',
    present: () => existsSync(process.env.DOSIMETER_SHARED ?? path.join(root, '..', 'shared')),
  },
];

function found(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
}

function test() {
  const totals = check();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-test-'));
  const report = path.join(folder, 'report.json');
  const vitest = tool(
    'vitest',
    'vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${report}`,
    ...args,
  );
  const { status } = tryRun(vitest, { stdio: ['ignore', 'inherit', 'inherit'] });
  const result = existsSync(report)
    ? JSON.parse(readFileSync(report, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
  rmSync(folder, { recursive: true, force: true });
  for (const { name, present } of PEERS) if (!present()) say(`skipped what needs ${name}: it is not on this machine`);
  const passed = totals.passed + result.numPassedTests;
  // A suite that could not even start has no failed test, but it failed.
  const failed = totals.failed + Math.max(result.numFailedTests, status === 0 ? 0 : 1);
  process.stdout.write(
    `${passed} passed, ${failed} failed, ${result.numPendingTests + (result.numTodoTests ?? 0)} skipped\n`,
  );
  process.exit(failed === 0 ? 0 : 1);
}

install();
switch (task) {
  case 'start':
    build();
    become([node(), path.join(root, 'bin', 'dosimeter.mjs'), 'serve', ...args]);
    break;
  case 'test':
    build();
    test();
    break;
  case 'bench':
    build();
    become([node(), path.join(root, 'bench', 'index.ts'), ...args]);
    break;
  case 'check':
    process.exit(check().failed === 0 ? 0 : 1);
    break;
  default:
    say('Use npm start, npm test, npm run bench -- NAME, or npm run check.');
    process.exit(2);
}
