// The risk-management file in words: parts, each of texts, lists and tables, for HTML and paper alike.
import {
  type Filled,
  HARM_SEVERITIES,
  type HarmPlacement,
  PROBABILITY_BANDS,
  type ProbabilityBand,
  type RiskFile,
  SEVERITY_MEANINGS,
} from '#contracts/index.ts';
import { round9 } from '#kit/index.ts';
import { counted, longDate } from './words.ts';

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'pairs'; readonly pairs: readonly (readonly [string, string])[] }
  | { readonly kind: 'table'; readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] };

export interface Part {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** The title of the file. */
export function riskFileTitle({ site }: RiskFile): string {
  return `Risk-management file of the medical IT network: ${site}`;
}

/** Everything that the file says, in the order of IEC/TR 80001-2-1. */
export function partsOf(file: RiskFile): Part[] {
  return [
    { title: 'What this file is', blocks: aboutBlocks(file) },
    { title: 'Scope and intended use', blocks: scopeBlocks(file) },
    {
      title: 'Key properties',
      blocks: [
        table(
          ['Property', 'What it means', 'Scenarios that touch it'],
          file.keyProperties.map(({ property, meaning, scenarios }) => [property, meaning, String(scenarios.length)]),
        ),
      ],
    },
    { title: 'What risk is acceptable', blocks: acceptabilityBlocks(file) },
    {
      title: 'Risks',
      blocks: file.risks.length === 0 ? [say('No scenario applies.')] : file.risks.flatMap(riskBlocks),
    },
    { title: 'Overall residual risk', blocks: overallBlocks(file) },
    {
      title: 'Roles',
      blocks: [
        table(
          ['Role', 'Duty', 'Name'],
          file.roles.map(({ role, duty, name }) => [role, duty, filledWords(name)]),
        ),
      ],
    },
    { title: 'Responsibility agreement', blocks: agreementBlocks(file) },
    {
      title: 'Change, monitoring and events',
      blocks: [{ kind: 'pairs', pairs: file.processes.map(({ topic, content }) => [topic, filledWords(content)]) }],
    },
    {
      title: 'Still to be filled in',
      blocks:
        file.open.length === 0
          ? [say('Nothing is open.')]
          : [
              table(
                ['What', 'Who'],
                file.open.map(({ what, toBeFilledBy }) => [what, toBeFilledBy]),
              ),
            ],
    },
  ];
}

/** What was said, or who has to say it. */
function filledWords({ text, toBeFilledBy }: Filled): string {
  return text ?? `To be filled by ${toBeFilledBy}.`;
}

/** `critical (serious to catastrophic) and probable (occasional to frequent, chance in a year 0.0198): not acceptable`. */
export function placementWords(place: HarmPlacement): string {
  if (!place.reachesPerson) return 'does not reach a person';
  const severity = place.severity + rangeWords(place.severityRange);
  if (place.band === null || place.yearlyChance === null) {
    return `${severity}; how often is not known: from ${place.acceptabilityRange.join(' to ')}`;
  }
  const chance = `chance in a year ${round9(Number(place.yearlyChance.toPrecision(3)))}`;
  const [least, most] = place.bandRange;
  const span = least === most ? chance : `${least} to ${most}, ${chance}`;
  return `${severity} and ${place.band} (${span}): ${place.acceptability ?? 'not known'}${rangeWords(place.acceptabilityRange)}`;
}

function rangeWords([from, to]: readonly [string, string]): string {
  return from === to ? '' : ` (${from} to ${to})`;
}

function say(text: string): Block {
  return { kind: 'text', text };
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): Block {
  return { kind: 'table', columns, rows };
}

function aboutBlocks({ at, basis, open }: RiskFile): Block[] {
  return [
    say(`Made on ${longDate(at)}, along IEC 80001-1 and with the terms of ISO 14971.`),
    ...(basis.length > 0 ? [{ kind: 'list', items: basis } as const] : []),
    say(
      open.length === 0
        ? 'Everything that the organization has to say stands in it.'
        : `${counted(open.length, 'entry', 'entries')} can only come from the organization and ${open.length === 1 ? 'is' : 'are'} still open; they stand at the end, with who fills them in.`,
    ),
  ];
}

function scopeBlocks({ scope: { purpose, groups } }: RiskFile): Block[] {
  const listed = (names: readonly string[]) => (names.length === 0 ? 'not known' : names.join(', '));
  return [
    { kind: 'pairs', pairs: [['Purpose of the network', filledWords(purpose)]] },
    table(
      ['Devices', 'Which', 'Makers', 'Networks', 'Intended use'],
      groups.map(({ name, devices, makers, zones, intendedUse }) => [
        `${name} (${devices.length})`,
        listed(devices.map((device) => device.name)),
        listed(makers),
        listed(zones),
        filledWords(intendedUse),
      ]),
    ),
  ];
}

function acceptabilityBlocks({ acceptability: { matrix, isDefault, approval } }: RiskFile): Block[] {
  const bound = (band: ProbabilityBand) =>
    band === 'improbable' ? `below ${matrix.bounds.remote}` : `from ${matrix.bounds[band]}`;
  return [
    say(
      `Basis: ${matrix.basis}.${isDefault ? ' The organization has not set its own yet.' : ''} Chances are of harm to a person in a year of one device; "investigate" is as low as reasonably practicable, with the reason on file.`,
    ),
    table(
      ['Probability', ...HARM_SEVERITIES],
      PROBABILITY_BANDS.map((band) => [
        `${matrix.bandNames?.[band] ?? band} (${bound(band)})`,
        ...HARM_SEVERITIES.map((severity) => matrix.cells[band][severity]),
      ]),
    ),
    {
      kind: 'pairs',
      pairs: HARM_SEVERITIES.map((severity) => [severity, matrix.meanings?.[severity] ?? SEVERITY_MEANINGS[severity]]),
    },
    { kind: 'pairs', pairs: [['Approved by', filledWords(approval)]] },
  ];
}

function riskBlocks(risk: RiskFile['risks'][number], index: number): Block[] {
  const { decision } = risk;
  const decided =
    decision === null
      ? 'None is needed.'
      : [
          filledWords(decision.what),
          ...(decision.by === null ? [] : [`By ${decision.by}`]),
          ...(decision.at === null ? [] : [`on ${longDate(decision.at)}`]),
          ...(decision.until === null ? [] : [`until ${longDate(decision.until)}`]),
        ].join(' ');
  const severityFrom =
    risk.severityFrom === 'raters' ? 'rated by people of the site' : 'default of the library, not rated here yet';
  return [
    { kind: 'heading', text: `${index + 1}. ${risk.hazard}` },
    {
      kind: 'pairs',
      pairs: [
        ['Hazardous situation', risk.hazardousSituation],
        ['What is hit', risk.function],
        ['Key properties', risk.keyProperties.join(', ') || 'none'],
        ['Causes', risk.causes.join('; ') || 'none that is known'],
        ['Severity is', severityFrom],
        ['Risk today', placementWords(risk.today)],
      ],
    },
    risk.controls.length === 0
      ? say('No control is in place, and none is planned.')
      : table(
          ['Control', 'State', 'Owner', 'Due', 'Verification'],
          risk.controls.map(({ name, state, owner, due, verification }) => [
            name,
            state,
            filledWords(owner),
            due === null ? '' : longDate(due),
            filledWords(verification),
          ]),
        ),
    {
      kind: 'pairs',
      pairs: [
        ['New risks by controls', filledWords(risk.newRisks)],
        ['Residual risk, with what is planned', placementWords(risk.residual)],
        ['Decision', decided],
      ],
    },
  ];
}

function overallBlocks({ overall: { today, residual, statement } }: RiskFile): Block[] {
  const row = (when: string, of: typeof today) => [
    when,
    ...[of.acceptable, of.investigate, of.notAcceptable, of.unknown].map(String),
  ];
  return [
    table(
      ['Scenarios', 'acceptable', 'investigate', 'not acceptable', 'not known'],
      [row('today', today), row('with what is planned', residual)],
    ),
    { kind: 'pairs', pairs: [['Statement', filledWords(statement)]] },
  ];
}

function agreementBlocks({ responsibilityAgreement: { parties, items } }: RiskFile): Block[] {
  return [
    table(
      ['Party', 'Part', 'Contact for security'],
      parties.map(({ party, part, contact }) => [party, part, filledWords(contact)]),
    ),
    { kind: 'pairs', pairs: items.map(({ topic, content }) => [topic, filledWords(content)]) },
  ];
}
