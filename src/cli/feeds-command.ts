// `feeds`: what the world knows, taken in from files and listed with its age.
import path from 'node:path';
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
      const files = paths.map((name) => around.file(name));
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
      await context.output.result(document, () => feedsWords(action, document));
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
  // A site that does not answer fails all its files for one reason.
  const byProblem = Map.groupBy(of('failed'), ({ problem }) => problem);
  const failed = [...byProblem].map(([problem, files]) => {
    const more = files.length > 1 ? ` (and ${files.length - 1} more)` : '';
    return `${files[0]?.address}${more}: ${problem}`;
  });
  return [`${counts.join(', ')}.`, ...failed];
}

/** The list of feeds is for who asks for it; the others hear what became of what they named. */
function feedsWords(action: keyof typeof ACTIONS, document: FeedsDocument): string {
  const { feeds, files, landed, pack, sources, fetched, skipped = [] } = document;
  if (sources.length > 0 && fetched.length === 0) return sourcesWords(sources);
  if (action === 'status') return [statusWords(document), ...feeds.flatMap(proofWords)].join('\n');
  if (pack) return packWords(action, pack);
  const here = new Map(feeds.map((each) => [each.feed, each]));
  const notes = [
    ...(fetched.length > 0 ? fetchedWords(fetched) : []),
    ...landed.map(({ feed, outcome, rows, because }) => {
      const found = here.get(feed);
      const what = found && outcome === 'taken' ? ` ${rows} rows, ${dayWords(found)}.` : '';
      return `${feed}: ${OUTCOMES[outcome]}${what}${because === null ? '' : ` ${because}`}`;
    }),
    ...checksOf(files),
    ...files.flatMap(({ file, problem }) => (problem === null ? [] : [`${file}: ${problem}`])).slice(0, 50),
    ...skippedWords(skipped),
  ];
  return notes.length > 0 ? notes.join('\n') : 'Nothing new.';
}

function statusWords({ feeds, builtIn }: FeedsDocument): string {
  const rows = feeds.map((feed) => [
    feed.label,
    feed.publisher,
    feed.asOf === null ? 'not here' : dayWords(feed).replace(/^as of /, ''),
    feed.ageDays === null || feed.dateGiven === false ? '' : `${feed.ageDays} days`,
    feed.asOf === null ? '' : String(feed.rows),
  ]);
  const { advisories, toolkitFlaws = 0, systemHoles = 0, lifecyclesAsOf } = builtIn;
  return [
    table([['feed', 'from', 'as of', 'age', 'rows'], ...rows]),
    '',
    `Built in: ${advisories} advisories about imaging, ${toolkitFlaws} flaws of toolkits, ${systemHoles} holes of operating systems, life cycles as of ${lifecyclesAsOf}.`,
  ].join('\n');
}

/** The day of a feed; that of its file where the publisher gives none. */
function dayWords({ asOf, dateGiven }: FeedsDocument['feeds'][number]): string {
  const day = (asOf ?? '').slice(0, 10);
  return dateGiven === false ? `date not given; file of ${day}` : `as of ${day}`;
}

function packWords(action: keyof typeof ACTIONS, pack: NonNullable<FeedsDocument['pack']>): string {
  const { file, bytes, madeAt, signedBy, parts } = pack;
  const verdict = action === 'verify' ? 'good: every part is what was signed' : 'written';
  const rows = parts.map(({ feed, asOf, rows: count, bytes: size }) => [
    feed,
    asOf.slice(0, 10),
    `${count}`,
    `${size}`,
  ]);
  return [
    `${inertLine(file)}: ${verdict}. ${bytes} bytes, made ${madeAt}, signed by ${signedBy}.`,
    table([['feed', 'as of', 'rows', 'bytes'], ...rows]),
  ].join('\n');
}

function skippedWords(skipped: readonly string[]): string[] {
  if (skipped.length === 0) return [];
  const shown = skipped.slice(0, 3).map((file) => inertLine(path.basename(file)));
  const more = skipped.length > shown.length ? ` and ${skipped.length - shown.length} more` : '';
  const count = skipped.length === 1 ? 'One file is' : `${skipped.length} files are`;
  return [`${count} no feed that is known here, left out: ${shown.join(', ')}${more}.`];
}

function checksOf(files: FeedsDocument['files']): string[] {
  const checks = files.flatMap(({ checks: found }) => (found ? [found] : []));
  if (checks.length === 0) return [];
  const good = checks.filter(({ hash }) => hash === 'good').length;
  const signed = checks.filter(({ signature }) => signature === 'good').length;
  if (checks.every(({ hash, signature }) => hash === 'not there' && signature === 'not there'))
    return [
      `Beside the ${checks.length} advisories lay no hash and no signature to check them by; they count all the same.`,
    ];
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
