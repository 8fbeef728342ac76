// The commands of whoever runs the installation: imports, reports, backup, people, clearances, health.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { api, clearanceLevel, type ImportDocument } from '#contracts/index.ts';
import { addClearance, latestScan, listClearances, removeClearance } from '#evidence/index.ts';
import { assessmentOf, scanDocumentOf, vexOf, writeAssessment } from '#jobs/index.ts';
import { canonicalJson, Invalid, inertText, NotFound, systemClock } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import { brandingOf } from '#program/index.ts';
import {
  htmlReport,
  OSCAL_FILE_NAMES,
  type OscalFileName,
  pdfReport,
  registerCsv,
  VEX_FORMATS,
} from '#report/index.ts';
import { IMPORT_KINDS } from '#sensors/intake/index.ts';
import { backup, deleteTenant, openStore, restore } from '#store/index.ts';
import { type BoardOptions, boardReport } from './board-report.ts';
import { doctor } from './doctor.ts';
import { exportSite, exportWords, takeOverWords, takeSiteOver } from './hand-over-command.ts';
import { oscalReport } from './oscal-report.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import { importFiles, importStatus, type Surroundings, unreadWords } from './scan-command.ts';
import { placeOf } from './session.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
  readonly version: string;
}

interface ReportOptions extends GlobalOptions, BoardOptions {
  readonly format: string;
  readonly json?: boolean;
  readonly document: OscalFileName;
  readonly board?: boolean;
  readonly out?: string;
}

/** What the columns of a list mean, from texts as in 'Room=location'; a column without a field is left out. */
function mappingOf(columns: readonly string[]): Record<string, string | null> | undefined {
  if (columns.length === 0) return undefined;
  return Object.fromEntries(
    columns.map((column) => {
      const at = column.lastIndexOf('=');
      if (at < 1)
        throw new Invalid(`'${inertText(column, 60)}' names no column and field. Write it as in 'Room=location'.`);
      return [column.slice(0, at), column.slice(at + 1) || null];
    }),
  );
}

/** Adds the commands; `command` makes one with the options that all share. */
export function registerAdmin({ command, context, surroundings, version }: Registering): void {
  const { output } = context;
  const open = (options: GlobalOptions) => surroundings(options).open();

  command('import <file...>', 'take in lists of devices and what other tools found')
    .addOption(new Option('--as <kind>', 'kind of file, when its content does not tell').choices([...IMPORT_KINDS]))
    .option('--device <id>', 'the device that a bill of materials describes')
    .addOption(
      new Option(
        '--column <name=field>',
        "what a column of a list means, as in 'Room=location'; kept for its next list",
      )
        .default([], 'as guessed')
        .argParser((column: string, before: string[]) => [...before, column]),
    )
    .action(async (files: string[], options: GlobalOptions & { as?: string; device?: string; column: string[] }) => {
      const { as, device, column } = options;
      const document = await importFiles(files, surroundings(options), { as, device, mapping: mappingOf(column) });
      context.state.status = importStatus(document);
      for (const line of unreadWords(document)) output.say(line);
      // Where nothing was taken in, the lines above say it all.
      if (context.state.status !== 2 || options.json === true)
        await output.result(document, () => importWords(document));
    });

  command('report', 'the assessment as it stands')
    .addOption(
      new Option('--format <format>', 'form of the report')
        .choices(['html', 'pdf', 'csv', 'json', 'oscal', ...VEX_FORMATS])
        .default('html'),
    )
    .addOption(
      new Option('--document <name>', 'which of the OSCAL documents; a folder gets all of them')
        .choices([...OSCAL_FILE_NAMES])
        .default('assessment-results'),
    )
    .option('--board', 'for the board: one page and an annex, of the state of a day')
    .addOption(new Option('--review', 'the pack for a management review').conflicts('board'))
    .option('--date <day>', 'with --board or --review: the day, today without it')
    .option('--since <day>', 'with --board or --review: the day of the report before')
    .option('--out <path>', 'a file, or a folder for the whole report')
    .action(async (options: ReportOptions) => {
      const isForBoard = options.board === true || options.review === true;
      if (!isForBoard && (options.date ?? options.since) !== undefined)
        throw new Invalid('--date and --since go with --board or --review.');
      await using opened = await open(options);
      const { store, tenant } = opened;
      if (isForBoard) {
        const file = (name: string) => surroundings(options).file(name);
        return await boardReport({ opened, output, file, asked: options });
      }
      if (options.format === 'oscal') {
        const file = (name: string) => surroundings(options).file(name);
        return await oscalReport({ opened, output, file, asked: options });
      }
      const format = VEX_FORMATS.find((each) => each === options.format);
      if (format) {
        const asked = { site: tenant.name, format };
        const { text } = await store.tenant(tenant.id, (tx) => vexOf(tx, systemClock, asked));
        if (options.out === undefined) return await output.bytes(`${text}\n`);
        await writeFile(surroundings(options).file(options.out), `${text}\n`, { mode: 0o600 });
        return output.say(`wrote ${options.out}`);
      }
      const document = await store.tenant(tenant.id, async (tx) => {
        const scan = await latestScan(tx);
        return assessmentOf(tx, systemClock, {
          site: tenant.name,
          scan: scan && (await scanDocumentOf(tx, scan.id)),
          imports: null,
        });
      });
      if (options.out !== undefined && path.extname(options.out) === '') {
        const folder = surroundings(options).file(options.out);
        for (const file of await writeAssessment(store, tenant.id, folder, document)) output.say(`wrote ${file}`);
        await output.result(document, () => document.summary.headline);
        return;
      }
      const body = await (async () => {
        if (options.json || options.format === 'json') return `${canonicalJson(document)}\n`;
        if (options.format === 'csv') return registerCsv(document);
        const branding = await store.tenant(tenant.id, brandingOf);
        return options.format === 'pdf' ? pdfReport(document, branding) : htmlReport(document, branding);
      })();
      if (options.out !== undefined) {
        await writeFile(surroundings(options).file(options.out), body, { mode: 0o600 });
        output.say(`wrote ${options.out}`);
      } else await output.bytes(body);
    });

  command('backup <file>', 'write everything into one file').action(async (file: string, options: GlobalOptions) => {
    await using opened = await open(options);
    const report = await backup(opened.store, surroundings(options).file(file), systemClock.now());
    await output.result(
      { schema: 'dosimeter.backup-report/1', file, ...report },
      () => `${report.rows} rows in ${file}`,
    );
  });

  command('restore <file>', 'read a backup into an empty data folder or database').action(
    async (file: string, options: GlobalOptions) => {
      await using store = await openStore(placeOf(options));
      const report = await restore(store, file);
      await output.result(
        { schema: 'dosimeter.backup-report/1', file, ...report },
        () => `${report.rows} rows restored`,
      );
    },
  );

  command('doctor', 'what is wrong with this installation').action(async (options: GlobalOptions) => {
    const checks = await doctor(placeOf(options));
    if (checks.some((check) => !check.ok)) context.state.status = 1;
    await output.result({ schema: 'dosimeter.doctor/1', checks }, () =>
      table(checks.map(({ ok, check, detail }) => [ok ? 'ok' : 'PROBLEM', check, detail])),
    );
  });

  command('user <action> [email]', 'list, add, role or reset-password')
    .option('--name <name>', 'name of a new person')
    .addOption(new Option('--role <role>', 'role here').choices(api.role.options).default('reader'))
    .action(
      async (action: string, email: string | undefined, options: GlobalOptions & { name?: string; role: string }) => {
        await using opened = await open(options);
        const { people, tenant } = opened;
        const role = api.role.parse(options.role);
        const who = () => {
          if (email === undefined) throw new Invalid(`Write the e-mail, as in: user ${action} anna@example.org`);
          return email;
        };
        switch (action) {
          case 'list':
            break;
          case 'add':
            await people.addUser(tenant.id, 'local', {
              email: who(),
              name: options.name ?? who(),
              role,
              password: await askPassword(context),
            });
            break;
          case 'reset-password':
            await people.resetPassword(who(), await askPassword(context));
            break;
          case 'role': {
            const found = (await people.listUsers(tenant.id)).find((user) => user.email === who());
            if (!found) throw new NotFound(`No account here has the e-mail ${who()}.`);
            await people.changeUser(tenant.id, 'local', found.id, { role });
            break;
          }
          default:
            throw new Invalid(`'${inertText(action, 40)}' is none of list, add, role, reset-password.`);
        }
        const users = await people.listUsers(tenant.id);
        await output.result({ schema: 'dosimeter.users/1', users }, () =>
          table(users.map((user) => [user.email, user.name, user.role])),
        );
      },
    );

  command('tenant <action> [name]', 'list, add or remove a site; export everything of one, or take-over FILE')
    .option('--out <file>', 'with export: the archive to write')
    .option('--name <name>', 'with take-over: what the new site is called')
    .action(
      async (action: string, name: string | undefined, options: GlobalOptions & { out?: string; name?: string }) => {
        const file = (name: string) => surroundings(options).file(name);
        if (action === 'export' && options.out === undefined)
          throw new Invalid('Name the archive, as in: tenant export "Lakeside Imaging" --out lakeside.zip');
        if (action === 'export' && (name ?? options.tenant) === undefined)
          throw new Invalid('Name the site, as in: tenant export "Lakeside Imaging" --out lakeside.zip');
        if (action === 'take-over' && name === undefined)
          throw new Invalid('Name the archive, as in: tenant take-over lakeside.zip');
        if (action === 'take-over') {
          // Without a site of its own: one that is made on first use would stand beside what is taken over, and may have its name.
          await using data = await context.openData(placeOf(options));
          const asked = { archive: name ?? '', name: options.name, file, terminal: context };
          const document = await takeSiteOver(data.store, asked);
          return await output.result(document, () => takeOverWords(document));
        }
        const site = action === 'export' ? name : undefined;
        await using opened = await open(site === undefined ? options : { ...options, tenant: site });
        const { people, store } = opened;
        if (action === 'export') {
          const { out = '' } = options;
          const document = await exportSite({ opened, terminal: context, version, file }, out);
          return await output.result(document, () => exportWords(document, out));
        }
        const wanted = () => {
          if (name === undefined)
            throw new Invalid(`Write the name of the site, as in: tenant ${action} "Lakeside Imaging"`);
          return inertText(name, 100);
        };
        if (action === 'add') await people.addTenant({ name: wanted(), demo: false });
        else if (action === 'remove') {
          const found = (await people.tenants()).find((tenant) => tenant.name === wanted() || tenant.id === wanted());
          if (!found) throw new NotFound(`There is no site '${wanted()}'.`);
          await deleteTenant(store, found.id);
        } else if (action !== 'list')
          throw new Invalid(`'${inertText(action, 40)}' is none of list, add, remove, export, take-over.`);
        const tenants = await people.tenants();
        await output.result({ schema: 'dosimeter.tenants/1', tenants }, () =>
          table(tenants.map(({ name: each, id, demo }) => [each, id, demo ? 'demo' : ''])),
        );
      },
    );

  command('clearance <action> [range]', 'list, add or remove what may be probed')
    .addOption(new Option('--level <level>', 'the most that is sent').choices(clearanceLevel.options).default('query'))
    .option('--deny', 'nothing is ever sent there, whatever else says')
    .option('--public', 'covers public addresses, on purpose')
    .option('--note <text>', 'why', '')
    .option('--owner <name>', "data owner, for level 'full'")
    .option('--document <sha256>', "hash of the signed document, for level 'full'")
    .option('--expires <time>', 'a day, as in 2027-01-31')
    .action(async (action: string, range: string | undefined, options: GlobalOptions & ClearanceOptions) => {
      await using opened = await open(options);
      const clearances = await opened.store.tenant(opened.tenant.id, async (tx) => {
        const target = () => {
          if (range === undefined) throw new Invalid(`Write a range, as in: clearance ${action} 10.1.2.0/24`);
          return range;
        };
        if (action === 'add') {
          const added = await addClearance(tx, clearanceOf(target(), options), { by: 'local', clock: systemClock });
          await audit(
            tx,
            {
              who: 'local',
              action: 'clearance added',
              subject: added.range,
              detail: added.deny ? 'deny' : added.level,
            },
            systemClock.now(),
          );
        } else if (action === 'remove') {
          const found = (await listClearances(tx)).find((each) => each.id === target() || each.range === target());
          if (!found) throw new NotFound(`No clearance is stored for ${target()}.`);
          await removeClearance(tx, found.id);
          await audit(tx, { who: 'local', action: 'clearance removed', subject: found.range }, systemClock.now());
        } else if (action !== 'list') throw new Invalid(`'${inertText(action, 40)}' is none of list, add, remove.`);
        return listClearances(tx);
      });
      await output.result({ schema: 'dosimeter.clearances/1', clearances }, () =>
        table(clearances.map((each) => [each.range, each.deny ? 'deny' : each.level, each.createdBy, each.note])),
      );
    });
}

interface ClearanceOptions {
  readonly level: string;
  readonly deny?: boolean;
  readonly public?: boolean;
  readonly note: string;
  readonly owner?: string;
  readonly document?: string;
  readonly expires?: string;
}

function clearanceOf(range: string, options: ClearanceOptions) {
  const { owner, document } = options;
  // A day alone means its end.
  const expires = /^\d{4}-\d\d-\d\d$/.test(options.expires ?? '') ? `${options.expires}T23:59:59Z` : options.expires;
  const full = owner !== undefined && document !== undefined && expires !== undefined;
  const parsed = api.clearanceInput.safeParse({
    range,
    level: options.level,
    deny: options.deny === true,
    publicScope: options.public === true,
    note: options.note,
    authority: full ? { owner, documentSha256: document, expiresAt: expires } : null,
    expiresAt: expires ?? null,
  });
  if (!parsed.success)
    throw new Invalid(`${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

/** A password from whoever typed the command, or the first line of what is piped in. */
async function askPassword(context: CommandContext): Promise<string> {
  const parsed = api.password.safeParse(await context.ask('New password (not shown): '));
  if (!parsed.success) throw new Invalid(parsed.error.issues[0]?.message ?? 'Choose another password.');
  return parsed.data;
}

type ImportedSbom = NonNullable<ImportDocument['files'][number]['sbom']>;

function productWords({ vendor, product, version }: ImportedSbom): string {
  return [vendor, product, version].filter((part) => part !== null).join(' ') || 'a product without a name';
}

function importWords(document: ImportDocument): string {
  return document.files
    .filter(({ problem }) => problem === undefined)
    .map((file) => {
      const { sbom } = file;
      const taken = sbom
        ? `bill of materials of ${productWords(sbom)}: ${sbom.components} components, ${file.changed} devices judged by it`
        : `${file.accepted} of ${file.rows} rows taken, ${file.facts} new facts, ${file.changed} devices changed`;
      const lines = [`${inertText(file.file, 200)}: ${taken}`];
      const columns = Object.entries(file.mapping).map(
        ([column, field]) => `  ${inertText(column, 40)} -> ${field ?? 'not used'}`,
      );
      const rejected = file.rejected.slice(0, 10).map(({ row, reason }) => `  row ${row}: ${inertText(reason, 200)}`);
      const more =
        file.rejectedTotal > rejected.length ? [`  and ${file.rejectedTotal - rejected.length} more rows`] : [];
      const problems = file.problems.map((problem) => `  ${inertText(problem, 300)}`);
      return [...lines, ...columns, ...problems, ...rejected, ...more].join('\n');
    })
    .join('\n');
}
