// What `show` says of one thing, in words for a terminal.
import type {
  AdvisoryDetail,
  Finding,
  FlawDetail,
  LifeCycles,
  Mds2Comparison,
  Mds2Document,
  SbomDetail,
} from '#contracts/index.ts';
import { inertText } from '#kit/index.ts';
import { table } from './output.ts';

const LONG = 2000;

/** A line with what it is about in front; nothing where there is nothing to say. */
function line(name: string, value: string | null | undefined | false): string[] {
  return value ? [`${`${name}:`.padEnd(14)} ${inertText(value, LONG)}`] : [];
}

function points(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : ['', title, ...items.map((item) => `  - ${inertText(item, LONG)}`)];
}

/** A finding with every reason. */
export function findingWords(finding: Finding): string {
  const { severity, state, confidence, cvss, ssvc, fix, standing } = finding;
  const urgency =
    ssvc && (ssvc.decision ?? (ssvc.lowest === ssvc.highest ? ssvc.lowest : `${ssvc.lowest} to ${ssvc.highest}`));
  const own = cvss?.environmental;
  return [
    inertText(finding.title, LONG),
    ...line('device', `${finding.deviceName} (${finding.device})`),
    ...line('severity', severity),
    ...line('state', `${state}, confidence ${Math.round(confidence * 100)}%`),
    ...line('flaw', finding.cve),
    ...line('advisories', finding.advisories.join(', ')),
    ...line('attacked', finding.kev && 'known to be used by attackers (CISA KEV)'),
    ...line('EPSS', finding.epss === null ? null : `${percent(finding.epss)} within 30 days`),
    ...line(
      'CVSS',
      cvss && `${cvss.score} by ${cvss.vector}${own ? `; on this device ${own.score} by ${own.vector}` : ''}`,
    ),
    ...line('act', urgency),
    ...line('due', standing?.due && `${standing.due.at.slice(0, 10)}${standing.due.overdue ? ', overdue' : ''}`),
    ...line('what to do', `${fix.text} (${fix.who})`),
    ...line('settles it', finding.settle),
    ...points(
      'Why',
      finding.reasons.map(({ because }) => because),
    ),
    ...points(
      'How soon to act',
      (ssvc?.path ?? []).map(({ point, value, because }) => `${point}: ${value ?? 'not known'}, ${because}`),
    ),
    ...points(
      `Order of work: ${finding.priority.score.toFixed(1)}`,
      finding.priority.terms.map(({ name, value, because }) => `${value.toFixed(1)} ${name}: ${because}`),
    ),
    ...points('Sources', finding.sources.map(dated)),
  ].join('\n');
}

/** A chance is never said to be certain. */
function percent(chance: number): string {
  return chance > 0.999 ? 'over 99.9%' : `${(chance * 100).toFixed(1)}%`;
}

function dated({ name, asOf }: { readonly name: string; readonly asOf: string | null }): string {
  return asOf === null ? name : `${name}, ${asOf.slice(0, 10)}`;
}

/** A published flaw with the words of every source. */
export function flawWords(flaw: FlawDetail): string {
  const { exploited, epss, said, scores, cwe } = flaw;
  return [
    `${inertText(flaw.id, 80)}${flaw.title === null ? '' : `: ${inertText(flaw.title, LONG)}`}`,
    ...line('here', `${flaw.devices} devices have it or may have it; ${flaw.findings} findings`),
    ...line('weakness', cwe && `${cwe.id}${cwe.name === null ? '' : `, ${cwe.name}`}`),
    ...line('attacked', exploited && `known to be used by attackers since ${exploited.added} (CISA KEV)`),
    ...line('EPSS', epss && `${percent(epss.chance)} within 30 days`),
    ...points(
      'Scores',
      scores.map(
        ({ version, score, severity, vector, by }) => `CVSS ${version}: ${score} ${severity}, ${vector} (${by})`,
      ),
    ),
    ...said.flatMap(({ source, title, publisher, revised, url, products, remedies }) => [
      ...points(`${inertText(publisher, 80)}, ${revised.slice(0, 10)} (${inertText(source, 80)})`, [
        title,
        ...products.map(({ vendor, product, versions, state }) =>
          `${vendor} ${product}, ${versions === '*' ? 'all versions' : versions}: ${state}`.trim(),
        ),
        ...remedies.map(({ kind, text }) => `${kind.replaceAll('_', ' ')}: ${text}`),
        ...(url === null ? [] : [url]),
      ]),
    ]),
  ].join('\n');
}

/** An advisory with what it says of each flaw. */
export function advisoryWords(advisory: AdvisoryDetail): string {
  const named = (places: readonly number[]) =>
    places.flatMap((place) => {
      const { product, versions } = advisory.products[place] ?? {};
      return product === undefined ? [] : [`${product} ${versions}`];
    });
  return [
    `${inertText(advisory.id, 120)}: ${inertText(advisory.title, LONG)}`,
    ...line(
      'publisher',
      `${advisory.publisher}, ${advisory.released.slice(0, 10)}, revised ${advisory.revised.slice(0, 10)}`,
    ),
    ...line('source', advisory.source),
    ...line('address', advisory.url),
    ...line('here', `${advisory.findings} open findings name it`),
    ...advisory.items.flatMap(({ cve, title, affected, fixed, notAffected, underInvestigation, scores, remedies }) =>
      points(inertText([cve, title].filter(Boolean).join(', ') || 'A flaw without a number', LONG), [
        ...scores.map(({ version, score, vector }) => `CVSS ${version}: ${score}, ${vector}`),
        ...named(affected).map((each) => `affected: ${each}`),
        ...named(fixed).map((each) => `repaired: ${each}`),
        ...named(notAffected).map((each) => `not affected: ${each}`),
        ...named(underInvestigation).map((each) => `looked into: ${each}`),
        ...remedies.map(({ kind, text }) => `${kind.replaceAll('_', ' ')}: ${text}`),
      ]),
    ),
  ].join('\n');
}

/** Operating systems in use, with the end of their security updates. */
export function lifeCycleRows({ items }: LifeCycles): string[][] {
  const end = ({ securityEnd, earliestEnd, latestEnd }: LifeCycles['items'][number]) =>
    securityEnd ?? (earliestEnd === null ? 'not known' : `${earliestEnd} to ${latestEnd ?? 'not known'}`);
  return [
    ['system', 'standing', 'security updates until', 'paid until', 'devices', 'source'],
    ...items.map((item) => [
      item.label,
      item.standing,
      end(item),
      item.paidEnd ?? '',
      String(item.devices),
      item.source === null ? '' : dated({ name: item.source, asOf: item.asOf }),
    ]),
  ];
}

/** A bill of materials by itself. */
export function sbomWords(sbom: SbomDetail): string {
  return [
    [sbom.vendor, sbom.product, sbom.version]
      .flatMap((part) => (part === null ? [] : [inertText(part, 200)]))
      .join(' ') || 'A product that is not named',
    ...line('format', `${sbom.format} ${sbom.spec}`),
    ...line('made', [sbom.made, sbom.tool].filter(Boolean).join(' by ')),
    ...line('components', `${sbom.components}, ${sbom.heldAgainst} held against what is known`),
    ...line('findings', String(sbom.findings)),
    ...points(
      'Devices',
      sbom.linked.map(({ id, name, how }) => `${name} (${id}), ${how}`),
    ),
    ...points('Problems', sbom.problems),
  ].join('\n');
}

/** A disclosure statement with its answers. */
export function mds2Words({ document, capabilities, devices }: Mds2Document): string {
  return [
    productOf(document),
    ...line('edition', `MDS2 ${document.edition}, ${document.answered} of ${document.questions} questions answered`),
    ...line('devices', devices.map(({ name }) => name).join(', ')),
    ...capabilities.flatMap(({ label, answers }) =>
      points(
        inertText(label, 200),
        answers.map(({ id, asks, question, answer, note, standing }) => {
          const said = `${id} ${asks ?? question ?? ''}: ${answer || 'no answer'}`;
          const judged = standing === 'good' || standing === 'bad' ? ` [${standing}]` : '';
          return `${said}${judged}${note === null ? '' : ` (${note})`}`;
        }),
      ),
    ),
    ...points('Problems', document.problems),
  ].join('\n');
}

function productOf({ manufacturer, model, version }: Mds2Document['document']): string {
  return (
    [manufacturer, model, version].flatMap((part) => (part === null ? [] : [inertText(part, 200)])).join(' ') ||
    'A product that is not named'
  );
}

/** Two statements beside each other: what differs. */
export function comparisonWords({ left, right, counts, rows }: Mds2Comparison): string {
  const differing = rows.filter(({ change }) => change !== 'same');
  return [
    `${productOf(left)} beside ${productOf(right)}`,
    `${counts.better} better, ${counts.worse} worse, ${counts.other} other, ${counts.same} the same`,
    ...(differing.length === 0
      ? []
      : [
          table([
            ['question', 'change', 'left', 'right', 'asks'],
            ...differing.map((row) => [
              row.id,
              row.change,
              row.left?.answer ?? '',
              row.right?.answer ?? '',
              row.asks ?? '',
            ]),
          ]),
        ]),
  ].join('\n');
}
