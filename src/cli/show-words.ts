// What `show` says of one thing, in words for a terminal.
import type {
  AdvisoryDetail,
  Finding,
  FlawDetail,
  LifeCycles,
  Mds2Comparison,
  Mds2Document,
  SbomComponentRow,
  SbomDetail,
} from '#contracts/index.ts';
import { line, paragraph, points, rowsOf } from './show-layout.ts';

/** A finding with every reason. */
export function findingWords(finding: Finding): string {
  const { severity, state, confidence, cvss, ssvc, fix, component, recall } = finding;
  const own = cvss?.environmental;
  return [
    paragraph(finding.title),
    ...line('finding', finding.id),
    ...line('device', `${finding.deviceName} (${finding.device})`),
    ...line('severity', severity),
    ...line('state', `${state}, confidence ${Math.round(confidence * 100)}%`),
    ...line('kind', `${finding.kind}, by the rule ${finding.rule}`),
    ...line('flaw', finding.cve),
    ...line('advisories', finding.advisories.join(', ')),
    ...line('attacked', finding.kev && 'known to be used by attackers (CISA KEV)'),
    ...line('EPSS', finding.epss === null ? null : `${percent(finding.epss)} within 30 days`),
    ...line('CVSS', cvss && `${cvss.score} by ${cvss.vector}`),
    ...line('on this device', own && `${own.score} by ${own.vector}`),
    ...line(
      'part',
      component && `${productOf([component.name, component.version])}, which ${component.sbomName} lists`,
    ),
    ...line('bill', component?.sbom),
    ...line('recall', recall && `${recall.id} of ${recall.firm}, this unit: ${recall.unit}. ${recall.reason}`),
    ...line('act', urgencyOf(ssvc)),
    ...standingLines(finding.standing),
    ...line('what to do', `${fix.text} (${fix.kind}, ${fix.who})`),
    ...line('settles it', finding.settle),
    ...points(
      'Why',
      finding.reasons.map(({ because, rule, facts }) => `${because} (${rule}; ${counted(facts.length, 'fact')})`),
    ),
    ...points(
      'How soon to act',
      (ssvc?.path ?? []).map(({ point, value, because }) => `${point}: ${value ?? 'not known'}, ${because}`),
    ),
    ...points(
      'Score on this device',
      (own?.because ?? []).map(({ metric, value, because }) => `${metric}:${value}, ${because}`),
    ),
    ...points(
      `Order of work: ${finding.priority.score.toFixed(1)}`,
      finding.priority.terms.map(({ name, value, because }) => `${value.toFixed(1)} ${name}: ${because}`),
    ),
    ...points('Sources', finding.sources.map(dated)),
  ].join('\n');
}

/** How soon to act; where not all is known, the least and the most. */
function urgencyOf(ssvc: Finding['ssvc']): string | null {
  if (!ssvc) return null;
  return ssvc.decision ?? (ssvc.lowest === ssvc.highest ? ssvc.lowest : `${ssvc.lowest} to ${ssvc.highest}`);
}

/** When it is due, and what was decided about it. */
function standingLines(standing: Finding['standing']): string[] {
  if (!standing) return [];
  const { due, acceptance, maker } = standing;
  const promised = maker === null || maker.promisedFor === null ? '' : ` It promised ${maker.promisedFor}.`;
  return [
    ...line('due', due && `${due.at.slice(0, 10)}${due.overdue ? ', overdue' : ''}: ${due.because}`),
    ...line(
      acceptance?.state ?? '',
      acceptance && `by ${acceptance.askedBy}, until ${acceptance.until.slice(0, 10)}: ${acceptance.reason}`,
    ),
    ...line(
      'waits for',
      maker && `${maker.maker}, for ${counted(maker.days, 'day')}. Asked: ${maker.question}${promised}`,
    ),
  ];
}

function counted(count: number, what: string, many = `${what}s`): string {
  return `${count} ${count === 1 ? what : many}`;
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
    paragraph(`${flaw.id}${flaw.title === null ? '' : `: ${flaw.title}`}`),
    ...line(
      'here',
      `${counted(flaw.devices, 'device has it or may have it', 'devices have it or may have it')}; ${counted(flaw.findings, 'finding')}`,
    ),
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
      ...points(`${publisher}, ${revised.slice(0, 10)} (${source})`, [
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
    paragraph(`${advisory.id}: ${advisory.title}`),
    ...line(
      'publisher',
      `${advisory.publisher}, ${advisory.released.slice(0, 10)}, revised ${advisory.revised.slice(0, 10)}`,
    ),
    ...line('source', advisory.source),
    ...line('address', advisory.url),
    ...line('here', counted(advisory.findings, 'open finding names it', 'open findings name it')),
    ...advisory.items.flatMap(({ cve, title, affected, fixed, notAffected, underInvestigation, scores, remedies }) =>
      points([cve, title].filter(Boolean).join(', ') || 'A flaw without a number', [
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
export function lifeCycleWords({ items, left }: LifeCycles): string {
  const end = ({ securityEnd, earliestEnd, latestEnd }: LifeCycles['items'][number]) =>
    securityEnd ?? (earliestEnd === null ? 'not known' : `${earliestEnd} to ${latestEnd ?? 'not known'}`);
  const table = rowsOf(
    ['system', 'standing', 'security updates until', 'paid until', 'devices'],
    items.map((item) => [item.label, item.standing, end(item), item.paidEnd, item.devices]),
    items.map(({ examples, devices, source, asOf, wouldSettle }) => {
      const names = examples.map(({ name }) => name).join(', ');
      const others = devices > examples.length ? ` and ${devices - examples.length} more` : '';
      const from = source === null ? '' : `. Source: ${dated({ name: source, asOf })}`;
      return `${names}${others}${from}${wouldSettle === null ? '' : `. Would settle it: ${wouldSettle}`}`;
    }),
  );
  const more = left > 0 ? [`${left} more kinds of system are not listed.`] : [];
  return [table, ...more].join('\n');
}

/** A bill of materials by itself. */
export function sbomWords(sbom: SbomDetail): string {
  return [
    paragraph(productOf([sbom.vendor, sbom.product, sbom.version])),
    ...line('format', `${sbom.format} ${sbom.spec}`),
    ...line('made', [sbom.made, sbom.tool].filter(Boolean).join(' by ')),
    ...line('components', `${sbom.components}, ${sbom.heldAgainst} held against what is known`),
    ...line('its list', `show components ${sbom.id}`),
    ...line('findings', String(sbom.findings)),
    ...points(
      'Devices',
      sbom.linked.map(({ id, name, how }) => `${name} (${id}), ${how}`),
    ),
    ...points('Problems', sbom.problems),
  ].join('\n');
}

/** The published flaws that a component may bring. */
export function flawsOfComponent({ flaws, purl }: SbomComponentRow): string {
  return [purl ?? '', ...flaws.map(({ cve, title, severity }) => `${cve ?? title} (${severity})`)]
    .filter((part) => part !== '')
    .join(', ');
}

/** A disclosure statement with its answers. */
export function mds2Words({ document, capabilities, devices }: Mds2Document): string {
  return [
    paragraph(nameOf(document)),
    ...line('id', document.id),
    ...line('edition', `MDS2 ${document.edition}, ${document.answered} of ${document.questions} questions answered`),
    ...line('devices', devices.map(({ name }) => name).join(', ')),
    ...capabilities.flatMap(({ label, answers }) =>
      points(
        label,
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

function nameOf({ manufacturer, model, version }: Mds2Document['document']): string {
  return productOf([manufacturer, model, version]);
}

/** A product by what is known of its name. */
export function productOf(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(' ') || 'not named';
}

/** Two statements beside each other: what differs. */
export function comparisonWords({ left, right, counts, rows }: Mds2Comparison): string {
  const differing = rows.filter(({ change }) => change !== 'same');
  return [
    paragraph(`${nameOf(left)} beside ${nameOf(right)}`),
    `${counts.better} better, ${counts.worse} worse, ${counts.other} other, ${counts.same} the same`,
    ...(differing.length === 0
      ? []
      : [
          rowsOf(
            ['question', 'change', 'left', 'right'],
            differing.map(({ id, change, left: one, right: other }) => [id, change, one?.answer, other?.answer]),
            differing.map(({ asks }) => asks ?? ''),
          ),
        ]),
  ].join('\n');
}
