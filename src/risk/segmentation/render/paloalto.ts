// Rules as set commands of PAN-OS (Palo Alto Networks, CLI, configuration mode): address and service objects, then security rules. The
// firewall is stateful. Zones of the firewall are left at `any`, since its names for them are its own.
import type { SegmentationRule } from '#contracts/index.ts';
import { addressName, byFamily, commentOf, type FamilyRule } from './parts.ts';

const MOST_COMMENT = 500;
/** Members in one command; a list grows by every further one. */
const MEMBERS = 50;

/** The rules as set commands. */
export function paloalto(rules: readonly SegmentationRule[]): string {
  const each = byFamily(rules).filter((rule, place, all) => !isRepeated(rule, all[place - 1]));
  const addresses = new Set(each.flatMap(({ from, to }) => [...(from ?? []), ...(to ?? [])]));
  const services = new Map(each.flatMap(({ rule }) => serviceOf(rule) ?? []).map((service) => [service.name, service]));
  return [
    '# Dosimeter segmentation: the first rule that fits decides; answers come back by themselves.',
    ...[...addresses].map((text) => `set address ${objectOf(text)} ip-netmask ${text}`),
    ...[...services.values()].map(
      ({ name, transport, ports }) => `set service ${name} protocol ${transport} port ${ports}`,
    ),
    ...each.flatMap(linesOf),
    '',
  ].join('\n');
}

/** From anywhere to anywhere is one rule for both families. */
function isRepeated(a: FamilyRule, b: FamilyRule | undefined): boolean {
  return b?.rule === a.rule && [a.from, a.to, b.from, b.to].every((end) => end === null);
}

function linesOf({ rule, family, from, to }: FamilyRule): string[] {
  const name = `set rulebase security rules ${rule.id}-${from === null && to === null ? 'any' : family}`;
  return [
    `${name} from any to any source-user any category any application any service ${serviceOf(rule)?.name ?? 'any'}`,
    ...members(from).map((list) => `${name} source ${list}`),
    ...members(to).map((list) => `${name} destination ${list}`),
    `${name} action ${rule.action} log-end yes description "${commentOf(rule, MOST_COMMENT)}"`,
  ];
}

function members(addresses: readonly string[] | null): string[] {
  if (addresses === null) return ['any'];
  const names = addresses.map(objectOf);
  return Array.from(
    { length: Math.ceil(names.length / MEMBERS) },
    (_, n) => `[ ${names.slice(n * MEMBERS, (n + 1) * MEMBERS).join(' ')} ]`,
  );
}

function objectOf(text: string): string {
  return `dosimeter-${addressName(text)}`;
}

function serviceOf({ transport, port }: SegmentationRule) {
  if (transport === 'any') return null;
  const ports = port === null ? '0-65535' : String(port);
  return { name: `dosimeter-${transport}-${ports}`, transport, ports };
}
