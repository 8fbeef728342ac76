// `controls`: the catalogue of controls with where each points, or one framework with the controls that serve its rows.
// It opens data only to read an OSCAL document at a site.
import { type Command, Option } from 'commander';
import type { ControlsDocument } from '#contracts/index.ts';
import { controlKnowledge, controlsDocument, SHIPPED_CATALOGUE as SHIPPED } from '#jobs/index.ts';
import { Invalid, inertText } from '#kit/index.ts';
import { oscalCatalogue, oscalComponents, oscalProfile, oscalText } from '#knowledge/index.ts';
import { readingOfFile, readingWords } from './oscal-reading.ts';
import { table } from './output.ts';
import type { CommandContext, GlobalOptions } from './program.ts';
import type { Surroundings } from './scan-command.ts';

interface Registering {
  readonly command: (name: string, description: string) => Command;
  readonly context: CommandContext;
  readonly surroundings: (options: GlobalOptions) => Surroundings;
}

/** What can be written as OSCAL, and under which name others of these expect the catalog. */
const OSCAL_FORMS = ['catalog', 'profile', 'component-definition'] as const;
type OscalForm = (typeof OSCAL_FORMS)[number];
/** Names of controls in a row of a framework, as they stand on a wide terminal. */
const LONGEST_CELL = 400;
interface ControlsOptions extends GlobalOptions {
  readonly framework?: string;
  readonly oscal?: OscalForm;
  readonly read?: string;
  readonly take?: boolean;
}
const CATALOG_FILE = 'dosimeter-catalog.json';

/** Adds the command. */
export function registerControls({ command, context, surroundings }: Registering): void {
  command(
    'controls',
    'list the controls for imaging and what they serve: NIST CSF 2.0, HIPAA, HICP, ISO 27001 and others',
  )
    .option('--framework <id>', 'one framework, row by row, as in hipaa-security or csf-2.0')
    .addOption(new Option('--oscal <form>', 'write the catalogue as OSCAL 1.1.2 on stdout').choices([...OSCAL_FORMS]))
    .addOption(
      new Option(
        '--read <file>',
        'an OSCAL plan, results, plan of action or component definition: what it says and how it differs from the site',
      ).conflicts(['framework', 'oscal']),
    )
    .option('--take', 'with --read: take over what can be, as statements that came from it')
    .action(async (options: ControlsOptions) => {
      const here = surroundings(options);
      if (options.read !== undefined) {
        await using opened = await here.open();
        const asked = { file: here.file(options.read), name: options.read, take: options.take === true };
        const reading = await readingOfFile(opened, asked);
        for (const problem of reading.problems) context.output.say(problem);
        await context.output.result(reading, () => readingWords(reading));
        return;
      }
      if (options.take === true) throw new Invalid('--take: name the file to take from with --read FILE.');
      const { dataDir } = here.place;
      if (options.oscal !== undefined) {
        const { text, problems } = await oscalOf(options.oscal, dataDir);
        for (const problem of problems) context.output.say(problem);
        await context.output.bytes(text);
        return;
      }
      const document = await controlsDocument(dataDir, options.framework ?? null);
      for (const problem of document.problems) context.output.say(problem);
      await context.output.result(document, () =>
        options.framework === undefined ? catalogueWords(document) : frameworkWords(document),
      );
    });
}

async function oscalOf(form: OscalForm, dataDir: string) {
  const { controls, frameworks, problems } = await controlKnowledge(dataDir);
  switch (form) {
    case 'catalog':
      return { text: oscalText(oscalCatalogue(controls, frameworks, SHIPPED)), problems };
    case 'profile':
      return { text: oscalText(oscalProfile({ ...SHIPPED, href: CATALOG_FILE })), problems };
    case 'component-definition':
      return { text: oscalText(oscalComponents(controls, frameworks, { ...SHIPPED, href: CATALOG_FILE })), problems };
  }
}

function catalogueWords({ controls, frameworks }: ControlsDocument): string {
  const rows = controls.map((control) => [
    control.function,
    control.id,
    control.name,
    control.effects.length > 0 ? String(new Set(control.effects.map(({ scenario }) => scenario)).size) : '',
    String(control.maps.length),
  ]);
  return [
    table([['function', 'control', 'what', 'scenarios lowered', 'rows served'], ...rows]),
    '',
    `${controls.length} controls. Frameworks: ${frameworks.map(({ id }) => inertText(id, 60)).join(', ')}.`,
    'See one with --framework ID, and everything with --json.',
  ].join('\n');
}

function frameworkWords({ frameworks }: ControlsDocument): string {
  return frameworks
    .map(({ name, version, source, rows }) => {
      const parents = new Set(rows.map(({ parent }) => parent));
      const lines = rows.map((row) => [row.id, row.name, row.basis, row.controls.join(', ')]);
      const served = rows.filter((row) => row.controls.length > 0).length;
      const open = rows.filter((row) => row.controls.length === 0 && !parents.has(row.id)).length;
      return [
        inertText(`${name} (${version})`, 300),
        inertText(`Source: ${source.what}. ${source.reference}, ${source.asOf}`, 600),
        '',
        table([['row', 'what', 'basis', 'controls'], ...lines], LONGEST_CELL),
        '',
        `${served} of ${rows.length} rows are served by a control; ${open} rows without rows below them by none.`,
      ].join('\n');
    })
    .join('\n\n');
}
