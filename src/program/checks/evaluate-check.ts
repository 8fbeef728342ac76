// What a check says of a device or of the site (docs/policies.md): holds, broken, unknown or not applicable, with why and the evidence. Pure.
// What facts show to be bad is not made good by a person's word, except by one that the check itself names as an excuse. `unknown` is never
// `holds`: a check holds only by facts that were seen, or by a person's yes that is still fresh.
import type { Attestation, CheckResult, Finding, PolicyCheck } from '#contracts/index.ts';
import { DEVICE_KINDS, type DeviceSnapshot } from '#inventory/model.ts';
import { CONDITIONS } from './conditions.ts';
import { NEEDS } from './needs.ts';

const KINDS: ReadonlySet<string> = new Set(DEVICE_KINDS);

/** What is known when a check is evaluated. */
export interface CheckContext {
  /** Findings on the device, as they stand in the register. */
  readonly findings: readonly Finding[];
  /** What people said, of any device or of the site. */
  readonly attestations: readonly Attestation[];
  /** A time of ISO 8601. */
  readonly now: string;
}

type Evidence = CheckResult['evidence'];
type Answer = Pick<CheckResult, 'state' | 'why'> & { readonly evidence?: Evidence };
type Question = NonNullable<PolicyCheck['attested']>;

/** A check of devices on one device. */
export function evaluateCheck(check: PolicyCheck, device: DeviceSnapshot, context: CheckContext): CheckResult {
  return result(check, device.id, answerOf(check, device, context));
}

/** A check of the site, by what people said of it. */
export function evaluateSiteCheck(check: PolicyCheck, context: Omit<CheckContext, 'findings'>): CheckResult {
  const said = check.attested && saidTo(check.attested, null, context);
  return result(check, null, said ?? { state: 'unknown', why: 'Nobody has said so yet, or not for too long.' });
}

function result(check: PolicyCheck, device: string | null, { state, why, evidence = [] }: Answer): CheckResult {
  return { check: check.id, device, state, why, evidence, asks: state === 'unknown' ? check.asks : null };
}

function answerOf(check: PolicyCheck, device: DeviceSnapshot, context: CheckContext): Answer {
  return (
    outside(check, device) ??
    excused(check, device, context) ??
    byFindings(check, device, context) ??
    (check.attested && saidTo(check.attested, device.id, context)) ??
    byFacts(check, device, context.now)
  );
}

/** Devices that it is not about. A kind that nobody knows may be one of those. */
function outside({ applies: { kinds, modalities }, onlyIf }: PolicyCheck, device: DeviceSnapshot): Answer | null {
  if (device.retired) return { state: 'not applicable', why: 'The device is retired.' };
  if (kinds) {
    if (device.kind === null) return { state: 'unknown', why: 'It is not known what kind of device it is.' };
    if (!KINDS.has(device.kind))
      return {
        state: 'unknown',
        why: `${device.kind} is a word of the site; which kind of device it means is not known.`,
      };
    if (!kinds.includes(device.kind))
      return { state: 'not applicable', why: `It is not asked of this kind: ${device.kind}.` };
  }
  if (modalities && device.kind === 'modality') {
    if (device.modality === null) return { state: 'unknown', why: 'It is not known which modality it is.' };
    if (!modalities.includes(device.modality)) {
      return { state: 'not applicable', why: `It is not asked of this modality: ${device.modality}.` };
    }
  }
  const condition = onlyIf === undefined ? undefined : CONDITIONS[onlyIf];
  if (condition?.of(device) === 'no')
    return { state: 'not applicable', why: `It is known that not: ${condition.label}.` };
  return null;
}

function excused(check: PolicyCheck, device: DeviceSnapshot, context: CheckContext): Answer | null {
  const { excusedBy } = check;
  const said = excusedBy && saidTo(excusedBy, device.id, context);
  const excuses = excusedBy?.excuses;
  if (excuses && openFindings(check, device, context).some(({ rule }) => !excuses.includes(rule))) return null;
  return said?.state === 'holds' ? said : null;
}

/** Open findings on the device of the rules that break the check. */
function openFindings(check: PolicyCheck, device: DeviceSnapshot, { findings }: CheckContext): Finding[] {
  return findings.filter(
    (finding) =>
      finding.device === device.id &&
      (finding.state === 'confirmed' || finding.state === 'potential') &&
      check.breaks.some(({ rule }) => rule === finding.rule),
  );
}

function byFindings(check: PolicyCheck, device: DeviceSnapshot, context: CheckContext): Answer | null {
  const own = context.findings.filter((finding) => finding.device === device.id);
  const named = openFindings(check, device, context);
  const breaking = named.filter(
    (finding) =>
      finding.state === 'confirmed' || check.breaks.some(({ rule, potential }) => potential && rule === finding.rule),
  );
  if (breaking.length > 0) {
    const condition = check.onlyIf === undefined ? undefined : CONDITIONS[check.onlyIf];
    if (condition && condition.of(device) === 'unknown') {
      return { state: 'unknown', why: `It is not known whether ${condition.label}.`, evidence: evidenceOf(breaking) };
    }
    return { state: 'broken', why: titles(breaking), evidence: evidenceOf(breaking) };
  }
  const unsettled = own.filter(
    (finding) => finding.state === 'unknown' && check.unsettledBy.some((rule) => rule === finding.rule),
  );
  const [first] = [...named, ...unsettled];
  if (!first) return null;
  const may = named.length > 0 ? 'Likely, not proven: ' : '';
  return {
    state: 'unknown',
    why: may + titles([...named, ...unsettled]),
    evidence: evidenceOf([...named, ...unsettled]),
  };
}

function byFacts({ needs }: PolicyCheck, device: DeviceSnapshot, now: string): Answer {
  const facts: string[] = [];
  for (const name of needs) {
    const look = NEEDS[name]?.look(device, now) ?? { gap: `${name} is not known here.` };
    if ('gap' in look) return { state: 'unknown', why: look.gap };
    facts.push(...look.facts);
  }
  if (needs.length === 0) return { state: 'unknown', why: 'Nobody has said so yet, or not for too long.' };
  const words = needs.map((name) => NEEDS[name]?.label ?? name).join('. ');
  return { state: 'holds', why: `${words}.`, evidence: ofKind('fact', facts) };
}

/** The newest answer about the device, else about the site, that still counts; null where there is none. */
function saidTo(question: Question, device: string | null, { attestations, now }: Omit<CheckContext, 'findings'>) {
  const fresh = attestations.filter(
    (said) => said.question === question.question && isFresh(said, question.months, now),
  );
  const own = device === null ? [] : fresh.filter((said) => said.device === device);
  const newest = newestOf(own.length > 0 ? own : fresh.filter((said) => said.device === null));
  if (!newest || newest.answer === 'unknown') return null;
  if (newest.answer !== 'yes' && question.no === 'unknown') return null;
  // Said of the whole site, it does not tell which devices.
  if (newest.answer === 'partly' && device !== null && newest.device === null) return null;
  const words = { yes: 'yes', partly: 'only in part', no: 'no' }[newest.answer];
  return {
    state: newest.answer === 'yes' ? ('holds' as const) : ('broken' as const),
    why: `On ${newest.at.slice(0, 10)} somebody answered ${words} to: ${question.ask}`,
    evidence: ofKind('attestation', [newest.id]),
  };
}

function isFresh({ at, until }: Attestation, months: number, now: string): boolean {
  const time = Date.parse(now);
  return Date.parse(at) <= time && time <= monthsAfter(at, months) && (until === null || time <= Date.parse(until));
}

/** The same time so many months later, in milliseconds; in a shorter month, its last day. */
function monthsAfter(at: string, months: number): number {
  const from = new Date(at);
  const to = new Date(from);
  to.setUTCDate(1);
  to.setUTCMonth(from.getUTCMonth() + months);
  const last = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate();
  to.setUTCDate(Math.min(from.getUTCDate(), last));
  return to.getTime();
}

function newestOf(said: readonly Attestation[]): Attestation | undefined {
  return said.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? -1 : 1))[0];
}

function titles(findings: readonly Finding[]): string {
  return `${[...new Set(findings.map(({ title }) => title))].join('. ')}.`;
}

function evidenceOf(findings: readonly Finding[]): Evidence {
  return [
    ...ofKind(
      'finding',
      findings.map(({ id }) => id),
    ),
    ...ofKind(
      'fact',
      findings.flatMap(({ reasons }) => reasons.flatMap(({ facts }) => facts)),
    ),
  ];
}

function ofKind(kind: Evidence[number]['kind'], ids: readonly string[]): Evidence {
  return [...new Set(ids)].map((id) => ({ kind, id }));
}
