// `feeds`: what the world knows, taken in from files and listed with its age.
import type { Command } from 'commander';
import type { FeedsDocument } from '#contracts/index.ts';
import { feedsStatus, listSources, packFeeds, performFeeds, updateFeeds, verifyFeeds } from '#jobs/index.ts';
import { Invalid, systemClock } from '#kit/index.ts';
import { inertLine, table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

interface FeedsOptions {
  readonly force?: boolean;
  readonly key?: string;
  readonly gpgKey?: string;
  readonly allowNetwork?: boolean;
  readonly mirror?: string;
  readonly proxy?: string;
  readonly list?: boolean;
}

/** Adds the command. */
export function registerFeeds({ command, context, surroundings }: Registering): void {
  command(
    'feeds <action> [path...]',
    'import feed files, status, pack OUT (all feeds in one signed file), verify PACK, update [FEED...]',
  )
    .option('--force', 'take a feed that is older, or much smaller, than the one that is here')
    .option('--key <file>', 'Ed25519 key (PEM): private to sign a pack, public to trust the packs of another machine')
    .option(
      '--gpg-key <file>',
      'OpenPGP keys with which gpg, where it is installed, checks the signatures (.asc) of advisories',
    )
    .option('--allow-network', 'update: fetch over the network, this once; never done without it or a setting')
    .option('--mirror <base>', 'update: an address or folder that has FEED/FILE, in place of the official addresses')
    .option('--proxy <url>', 'update: the proxy to go through (else HTTPS_PROXY, HTTP_PROXY and NO_PROXY)')
    .option('--list', 'update: show what would be asked for; asks nobody')
    .action(async (action: string, paths: string[], options: GlobalOptions & FeedsOptions) => {
      const around = surroundings(options);
      if (!isAction(action)) throw new Invalid(`feeds can ${Object.keys(ACTIONS).join(', ')}, not '${action}'.`);
      const problem = ACTIONS[action](paths.length);
      if (problem !== null) throw new Invalid(problem);
      await using opened = await around.open();
      const deps = { store: opened.store, clock: systemClock };
      const { signal, output } = around;
      const files = paths.map((path) => around.file(path));
      const [file = ''] = files;
      const key = options.key === undefined ? null : around.file(options.key);
      const run = {
        signal,
        force: options.force === true,
        progress: (fraction: number, message: string) => output.progress(fraction, message),
        ...(key === null ? {} : { key }),
        ...(options.gpgKey === undefined ? {} : { gpgKey: around.file(options.gpgKey) }),
      };
      const { mirror, proxy } = options;
      const isFolder = mirror !== undefined && !/^[a-z][a-z0-9+.-]+:/i.test(mirror);
      const wish = {
        allowNetwork: options.allowNetwork === true,
        mirror: isFolder ? around.file(mirror) : (mirror ?? null),
        proxy: proxy ?? null,
        feeds: paths,
      };
      const update = { wish, environment: process.env };
      const perform = {
        status: () => feedsStatus(deps),
        import: () => performFeeds(deps, run, files),
        update: () => (options.list === true ? listSources(deps, update) : updateFeeds(deps, run, update)),
        pack: () => packFeeds(deps, file, key),
        verify: () => verifyFeeds(deps, file, key),
      } as const satisfies Record<keyof typeof ACTIONS, () => FeedsDocument | Promise<FeedsDocument>>;
      const document = await perform[action]();
      await context.output.result(document, () => feedsWords(document));
      const refused = document.landed.some(({ outcome }) => outcome === 'refused');
      const isMissing = document.fetched.some(({ outcome }, n) => isTrouble(outcome, document.sources[n]?.isMirror));
      const isBroken = document.files.some(({ problem }) => problem !== null);
      if (refused || isMissing || isBroken) context.state.status = 1;
      // Nothing of what was named can be read.
      if (action === 'import' && isBroken && document.landed.length === 0) context.state.status = 2;
    });
}

/** What each action is, and what is wrong with its number of files. */
const ACTIONS = {
  import: (files: number) => (files === 0 ? 'Name feed files or a folder of them.' : null),
  update: () => null,
  status: (files: number) => (files === 0 ? null : 'feeds status takes no files.'),
  pack: (files: number) => (files === 1 ? null : 'Name the one file to write the pack to.'),
  verify: (files: number) => (files === 1 ? null : 'Name the one pack to check.'),
} as const;

function isAction(word: string): word is keyof typeof ACTIONS {
  return Object.hasOwn(ACTIONS, word);
}

/** A mirror need not have everything. */
function isTrouble(outcome: FeedsDocument['fetched'][number]['outcome'], isMirror = false): boolean {
  return outcome === 'failed' || (outcome === 'not there' && !isMirror);
}

function sourcesWords(sources: FeedsDocument['sources']): string {
  return sources
    .map(({ feed, address, proof }) => `${feed}  ${inertLine(address)}${proof === null ? '' : '  (hash published)'}`)
    .join('\n');
}

function fetchedWords(fetched: FeedsDocument['fetched']): string[] {
  const of = (wanted: string) => fetched.filter(({ outcome }) => outcome === wanted);
  const bytes = fetched.reduce((sum, each) => sum + each.bytes, 0);
  const counts = [
    `${of('fetched').length} files fetched (${(bytes / 1e6).toFixed(1)} MB)`,
    `${of('not changed').length} not changed`,
    `${of('not there').length} not there`,
    `${of('failed').length} failed`,
  ];
  return [`${counts.join(', ')}.`, ...of('failed').map(({ address, problem }) => `${address}: ${problem}`)];
}

function feedsWords({ feeds, files, landed, builtIn, pack, sources, fetched }: FeedsDocument): string {
  if (sources.length > 0 && fetched.length === 0) return sourcesWords(sources);
  const rows = feeds.map(({ label, publisher, asOf, ageDays, rows: count }) => [
    label,
    publisher,
    asOf === null ? 'not here' : asOf.slice(0, 10),
    ageDays === null ? '' : `${ageDays} days`,
    asOf === null ? '' : String(count),
  ]);
  const notes = [
    ...(fetched.length > 0 ? fetchedWords(fetched) : []),
    ...landed.map(
      ({ feed, outcome, because }) => `${feed}: ${OUTCOMES[outcome]}${because === null ? '' : ` ${because}`}`,
    ),
    ...checksOf(files),
    ...feeds.flatMap(proofWords),
    ...(pack ? [`Pack ${pack.file}: ${pack.bytes} bytes, made ${pack.madeAt}, signed by ${pack.signedBy}.`] : []),
    ...files.flatMap(({ file, problem }) => (problem === null ? [] : [`${file}: ${problem}`])).slice(0, 50),
  ];
  const list = table([['feed', 'from', 'as of', 'age', 'rows'], ...rows]);
  const shipped = `Built in: ${builtIn.advisories} advisories about imaging, life cycles as of ${builtIn.lifecyclesAsOf}.`;
  return [list, '', shipped, ...notes].join('\n');
}

function checksOf(files: FeedsDocument['files']): string[] {
  const checks = files.flatMap(({ checks: found }) => (found ? [found] : []));
  if (checks.length === 0) return [];
  const good = checks.filter(({ hash }) => hash === 'good').length;
  const signed = checks.filter(({ signature }) => signature === 'good').length;
  return [
    `Of ${checks.length} advisories, ${good} had a hash beside them that fits, and ${signed} a signature that was checked.`,
  ];
}

/** What is kept with a feed about where it comes from. */
function proofWords({ feed, checks, pack }: FeedsDocument['feeds'][number]): string[] {
  const words: string[] = [];
  if (checks) {
    const { documents, hash, signature, failed, because } = checks;
    const why = because.length === 0 ? '' : ` (${because.join(', ')})`;
    words.push(
      `${feed}: of ${documents} documents, hash: ${hash.good} checked and good, ${hash.notThere} without; signature: ${signature.good} checked and good, ${signature.notChecked} not checked${why}, ${signature.notThere} without. Refused for a proof that does not fit, last time: ${failed}.`,
    );
  }
  if (pack) words.push(`${feed}: last from a pack of ${pack.madeAt.slice(0, 10)}, signed by ${pack.signedBy}.`);
  return words;
}

const OUTCOMES = {
  taken: 'taken in.',
  same: 'nothing new.',
  older: 'not taken.',
  refused: 'not taken.',
} as const satisfies Record<FeedsDocument['landed'][number]['outcome'], string>;
