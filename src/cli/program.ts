// The command line: every command, its options and its exit status (0 done, 1 failed, 2 bad usage or input, 3 --fail-on reached).
import path from 'node:path';
import { Command, Option } from 'commander';
import { severity } from '#contracts/index.ts';
import { Fault, inertText } from '#kit/index.ts';
import { registerAdmin } from './admin-commands.ts';
import { registerBenchmark } from './benchmark-command.ts';
import { registerCapture } from './capture-command.ts';
import { registerControls } from './controls-command.ts';
import { registerCvss } from './cvss-command.ts';
import { registerDecision } from './decision-command.ts';
import { registerDecisionLog } from './decision-log-command.ts';
import { failed, isClosedPipe } from './failed.ts';
import { registerFeeds } from './feeds-command.ts';
import { registerImages } from './images-command.ts';
import { registerMatch } from './match-command.ts';
import { registerPaths } from './paths-command.ts';
import { registerPurchase } from './purchase-command.ts';
import { registerQuantify } from './quantify-command.ts';
import { commandServer, listens, runInServer, type Terminal } from './remote.ts';
import { registerRisk } from './risk-command.ts';
import {
  type AssessOptions,
  assess,
  importStatus,
  isDone,
  reaches,
  type ScanOptions,
  type Surroundings,
  scanDocument,
  scanInputOf,
  unreadWords,
} from './scan-command.ts';
import { assessmentWords, scanWords, severityOfEndpoint } from './scan-words.ts';
import { registerSegment } from './segment-command.ts';
import { registerSensor } from './sensor-command.ts';
import { type DemoCentre, serve } from './serve-command.ts';
import { SERVED } from './served.ts';
import { commandSocket, inSite, type Opened, type OpenedData, openData, type Place, placeOf } from './session.ts';
import { registerShow } from './show-command.ts';

export interface CliAround {
  readonly version: string;
  readonly webRoot: string | null;
  readonly demo: DemoCentre;
}

export interface GlobalOptions {
  readonly json?: boolean;
  readonly data?: string;
  readonly databaseUrl?: string;
  readonly tenant?: string;
  readonly failOn?: string;
}

/** Runs a command line in this process, or in the server that has the data; gives the exit status and never throws. */
export async function runProgram(
  argv: readonly string[],
  around: CliAround,
  terminal: Terminal & { json: boolean },
): Promise<number> {
  return run(argv, around, terminal, openData);
}

/** The commands that a server runs for whoever holds its socket, with the data as it has them. */
function inServer(around: CliAround) {
  return (opened: Opened) =>
    commandServer((argv, terminal) =>
      run(argv, around, terminal, async () => ({
        store: opened.store,
        people: opened.people,
        // The server closes its store itself.
        [Symbol.asyncDispose]: async () => {},
      })),
    );
}

type OpenData = (place: Place) => Promise<OpenedData>;

async function run(
  argv: readonly string[],
  around: CliAround,
  terminal: Terminal & { json: boolean },
  opening: OpenData,
): Promise<number> {
  const open = async (place: Place, name: string | undefined) => inSite(await opening(place), name);
  const context = { ...terminal, open, openData: opening, state: { status: 0 } };
  const program = build(around, context);
  if (opening === openData) {
    program.hook('preAction', async (_, command) => {
      const place = placeOf(command.opts<GlobalOptions>());
      const socket = isServed(command) ? commandSocket(place) : null;
      if (socket && (await listens(socket))) throw new Handled(await runInServer(socket, argv, terminal));
    });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return context.state.status;
  } catch (error) {
    if (error instanceof Handled) return error.status;
    return isClosedPipe(error) ? context.state.status : failed(error, terminal.output);
  }
}

/** A sensor of another hub keeps to itself, even beside a server. */
function isServed(command: Command): boolean {
  return SERVED.includes(command.name()) && command.opts<{ hub?: string }>().hub === undefined;
}

/** Thrown to end a command line that the server has dealt with. */
class Handled extends Error {
  readonly status: number;

  constructor(status: number) {
    super('done by the server');
    this.status = status;
  }
}

export interface CommandContext extends Terminal {
  readonly state: { status: number };
  /** The data of a place and a site in it: opened, or as the server has them. Without a name it is the first real one, made on first use. */
  readonly open: (place: Place, tenantName: string | undefined) => Promise<Opened>;
  /** The same without a site, where none must be made. */
  readonly openData: OpenData;
}

function build(around: CliAround, context: CommandContext): Command {
  const program = new Command('dosimeter');
  program
    .description('Measures, prices and lowers the cyber risk of medical imaging')
    .version(around.version)
    .exitOverride()
    .configureOutput({
      // An error is one line, with the suggestion that stands below it; it goes to whoever typed, who may be at a server's socket.
      outputError: (text) =>
        context.output.say(
          text
            .replace(/^error: /, '')
            .trim()
            .replace(/\n(?=\(Did)/, ' '),
        ),
    })
    .showSuggestionAfterError();
  const { output, signal, state, cwd } = context;
  const command = (name: string, description: string) => {
    const made = program.command(name).description(description);
    return made
      .option('--json', 'one JSON document on stdout')
      .option('--data <dir>', 'data folder (default ./.dosimeter, or DOSIMETER_DATA)')
      .option('--database-url <url>', 'PostgreSQL instead of the embedded database (or DATABASE_URL)')
      .option('--tenant <name>', 'the site to work in');
  };
  const surroundings = (options: GlobalOptions): Surroundings => {
    const place = placeOf(options);
    const { tenant } = options;
    const file = (name: string) => path.resolve(cwd, name);
    return { place, output, signal, tenant, file, open: () => context.open(place, tenant) };
  };
  const failOn = () =>
    new Option('--fail-on <severity>', 'exit with 3 at or above this severity').choices(severity.options);
  const withScanOptions = (made: Command) =>
    made
      .option('--authority <text>', 'who allowed this; grants up to query on the named targets')
      .addOption(
        new Option('--clearance <level>', 'the most that is sent')
          .choices(['handshake', 'query', 'full'])
          .default('query'),
      )
      .option('--ports <list>', 'as in 104,11112,8042-8043')
      .option('--called <title>', 'AE title of every target')
      .option('--titles <file>', 'CSV with address,port,title')
      .option('--per-host-interval <ms>', 'between connections that a host accepted (default 1000)')
      .option('--timeout <ms>', 'wait for the first byte (default 3000)')
      .option('--vantage <name>', 'where this machine stands, as in "guest network"')
      .option('--all', 'list endpoints that do not answer, too');

  command('serve', 'start the server and the web app')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on (or PORT)', process.env['PORT'] ?? '7180')
    .option('--no-demo', 'without the demo imaging centre')
    .option('--tls-cert <file>', 'certificate, for other addresses than loopback')
    .option('--tls-key <file>', 'its key')
    .option('--behind-proxy <address>', 'a reverse proxy at this address does TLS; nobody else is answered')
    .option('--public-host <name...>', 'names by which browsers reach the server, as in dosimeter.clinic.example')
    .action(
      async (
        options: GlobalOptions & {
          host: string;
          port: string;
          demo: boolean;
          tlsCert?: string;
          tlsKey?: string;
          behindProxy?: string;
          publicHost?: string[];
        },
      ) => {
        const { version, webRoot, demo } = around;
        await serve(
          {
            ...options,
            port: portOf(options.port),
            tlsCert: options.tlsCert,
            tlsKey: options.tlsKey,
            behindProxy: options.behindProxy,
            publicHost: options.publicHost,
          },
          { place: placeOf(options), output, signal, version, webRoot, demo, commands: inServer(around) },
        );
      },
    );

  withScanOptions(command('scan <target...>', 'look at cleared addresses and prove how exposed each service is'))
    .addOption(failOn())
    .action(async (targets: string[], options: GlobalOptions & ScanOptions) => {
      const here = surroundings(options);
      const document = await scanDocument(await scanInputOf(targets, options, here), here);
      await output.result(document, () => scanWords(document));
      if (!isDone(document)) state.status = 1;
      else if (options.failOn !== undefined) {
        state.status = reaches(document.endpoints.map(severityOfEndpoint), severity.parse(options.failOn)) ? 3 : 0;
      }
    });

  withScanOptions(command('assess', 'scan, import, judge and report in one go'))
    .option('--network <cidr...>', 'addresses to scan', [])
    .option('--capture <file...>', 'captures to read (pcap or pcapng)', [])
    .option('--import <file...>', 'lists to import', [])
    .option('--images <path...>', 'folders of DICOM files to read', [])
    .option('--answers <file>', 'answers to the questions of the guided start (YAML or JSON)')
    .option('--out <dir>', 'write the report there')
    .addOption(failOn())
    .action(async (options: GlobalOptions & AssessOptions) => {
      const { document, unused } = await assess(options, surroundings(options));
      await output.result(document, () => assessmentWords(document));
      const imported = document.imports ? importStatus(document.imports) : 0;
      for (const line of document.imports ? unreadWords(document.imports) : []) output.say(line);
      for (const line of unused) output.say(`--answers: ${line}`);
      if (imported > 0) state.status = imported;
      else if (unused.length > 0) state.status = 1;
      else if (document.scan && !isDone(document.scan)) state.status = 1;
      else if (options.failOn !== undefined) {
        const open = document.findings.filter(
          (finding) => finding.state !== 'not affected' && finding.state !== 'fixed',
        );
        state.status = reaches(
          open.map((finding) => finding.severity),
          severity.parse(options.failOn),
        )
          ? 3
          : 0;
      }
    });

  registerCapture({ command, context, surroundings });
  registerImages({ command, context, surroundings });
  registerFeeds({ command, context, surroundings });
  registerMatch({ command, context, surroundings });
  registerSensor({ command, context, surroundings, version: around.version });
  registerAdmin({ command, context, surroundings, version: around.version });
  registerDecision({ command, context, surroundings });
  registerDecisionLog({ command, context, surroundings });
  registerBenchmark({ command, context, surroundings });
  registerShow({ command, context, surroundings, version: around.version });
  registerPurchase({ command, context, surroundings });
  registerCvss({ command, context });
  registerQuantify({ command, context, surroundings });
  registerRisk({ command, context, surroundings });
  registerPaths({ command, context, surroundings });
  registerSegment({ command, context, surroundings });
  registerControls({ command, context, surroundings });
  return program;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65535)
    throw new Fault('invalid', 400, `'${inertText(text, 20)}' is no port. Write a number up to 65535.`);
  return port;
}
