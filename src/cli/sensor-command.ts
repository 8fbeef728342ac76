// `sensor`: on the hub it adds, lists and revokes remote sensors; elsewhere, with --hub, it is one.
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { api } from '#contracts/index.ts';
import { Invalid, inertText, NotFound, systemClock, systemRandom } from '#kit/index.ts';
import { addSensor, audit, listSensors, revokeSensor } from '#people/index.ts';
import { livePackets } from '#sensors/capture/index.ts';
import { hubAddress, runSensor, type SensorInput } from '#sensors/remote/index.ts';
import { lockFolder } from '#store/index.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
  readonly version: string;
}

interface SensorOptions extends GlobalOptions {
  readonly hub?: string;
  readonly tokenFile?: string;
  readonly ca?: string;
  readonly interface?: string;
  readonly pipe?: boolean;
  readonly watch?: string;
  readonly spoolLimit: string;
}

/** Adds the command. */
export function registerSensor({ command, context, surroundings, version }: Registering): void {
  command('sensor [action] [name]', 'add, list or revoke remote sensors here; with --hub, be one')
    .option('--hub <url>', 'post facts to the server at this address, as in https://dosimeter.clinic.example:7180')
    .option('--token-file <file>', "file with the token from 'sensor add' (or DOSIMETER_SENSOR_TOKEN)")
    .option('--ca <file>', 'certificate to trust, when the hub has one of its own')
    .option('--interface <name>', 'listen here, through dumpcap or tcpdump')
    .option('--pipe', 'read a capture from standard input')
    .option('--watch <dir>', 'read captures, reports and DICOM files that are put into this folder')
    .option('--spool-limit <megabytes>', 'the most that waits on this disk while the hub is away', '1024')
    .action(async (action: string | undefined, name: string | undefined, options: SensorOptions) => {
      if (options.hub === undefined) await manage(action, name, options);
      else if (action !== undefined) throw new Invalid('With --hub nothing is added, listed or revoked.');
      else await be(options.hub, options);
    });

  async function manage(action: string | undefined, name: string | undefined, options: SensorOptions): Promise<void> {
    const named = () => {
      const parsed = api.sensorName.safeParse(name);
      if (name === undefined) throw new Invalid(`Name the sensor, as in: sensor ${action} east-wing.`);
      if (!parsed.success) throw new Invalid(`sensor ${action}: ${parsed.error.issues[0]?.message}`);
      return parsed.data;
    };
    await using opened = await surroundings(options).open();
    const now = systemClock.now();
    const { sensors, token } = await opened.store.tenant(opened.tenant.id, async (tx) => {
      let made: string | null = null;
      if (action === 'add') {
        made = (await addSensor(tx, named(), { by: 'local', at: now })).token;
        await audit(tx, { who: 'local', action: 'sensor added', subject: named() }, now);
      } else if (action === 'revoke') {
        const known = (await listSensors(tx)).find((each) => each.name === named() && each.revokedAt === null);
        if (!known) throw new NotFound(`No sensor named ${named()} may post here.`);
        await revokeSensor(tx, known.id, now);
        await audit(tx, { who: 'local', action: 'sensor revoked', subject: named() }, now);
      } else if (action === undefined) {
        throw new Invalid(
          'Say what to do: sensor add NAME, sensor list, sensor revoke NAME. With --hub URL this is a sensor.',
        );
      } else if (action !== 'list') {
        throw new Invalid(`'${inertText(action, 40)}' is none of add, list, revoke. With --hub URL this is a sensor.`);
      }
      return { sensors: await listSensors(tx), token: made };
    });
    await context.output.result({ schema: 'dosimeter.sensors/1', sensors, token }, () =>
      token === null
        ? table(
            sensors.map((each) => [
              each.name,
              each.revokedAt === null ? 'may post' : 'revoked',
              each.lastSeenAt ?? 'never seen',
              `${each.facts} facts`,
            ]),
          )
        : `Token of ${name}, shown this once:\n${token}`,
    );
  }

  async function be(url: string, options: SensorOptions): Promise<void> {
    const around = surroundings(options);
    const { output, signal } = around;
    const ca = options.ca === undefined ? null : contentOf('--ca', around.file(options.ca));
    const token =
      options.tokenFile === undefined
        ? process.env['DOSIMETER_SENSOR_TOKEN']
        : contentOf('--token-file', around.file(options.tokenFile));
    if (token === undefined) throw new Invalid('A sensor needs its token: --token-file, or DOSIMETER_SENSOR_TOKEN.');
    const hub = hubAddress(url, token.trim(), ca);
    if (!/^[1-9]\d{0,6}$/.test(options.spoolLimit))
      throw new Invalid('--spool-limit takes a whole number of megabytes.');
    const input = await inputOf(options, around);
    const folder = `${around.place.dataDir}/sensor`;
    const lock = await lockFolder(folder);
    try {
      output.say(`Posting to ${hub.url.origin}.`);
      const mostWaiting = Number(options.spoolLimit) * 1_000_000;
      const say = (line: string) => output.say(line);
      await runSensor(
        { hub, input, folder, version, mostWaiting },
        { clock: systemClock, random: systemRandom, signal, say },
      );
    } finally {
      await lock.release();
    }
  }

  async function inputOf(options: SensorOptions, around: Surroundings): Promise<SensorInput> {
    const { interface: name, pipe, watch } = options;
    if ([name, pipe, watch].filter((each) => each !== undefined).length !== 1) {
      throw new Invalid('Say what the sensor reads: --interface NAME, --pipe, or --watch DIR.');
    }
    if (watch !== undefined) {
      const folder = around.file(watch);
      const found = await stat(folder).catch(() => undefined);
      if (!found?.isDirectory()) throw new Invalid(`--watch: ${folder} is no folder.`);
      return { kind: 'folder', folder };
    }
    if (name === undefined) return { kind: 'packets', words: 'a pipe', packets: context.input() };
    return { kind: 'packets', words: `interface ${name}`, packets: livePackets(name, around.signal) };
  }
}

function contentOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Invalid(`${option}: ${file} cannot be read.`);
  }
}
