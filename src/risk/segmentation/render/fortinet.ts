// Rules as commands of FortiOS (6.4 or later, where one table of policies holds both families): addresses, services, then policies. The
// firewall is stateful. Interfaces are left at `any`, since its names for them are its own. Numbers of policies begin at 710000, away from
// those that people give.
import type { SegmentationRule } from '#contracts/index.ts';
import { formatAddress, parseRange } from '#kit/index.ts';
import { addressName, byFamily, commentOf, type FamilyRule } from './parts.ts';

const MOST_COMMENT = 500;
const FIRST_POLICY = 710_000;

/** The rules as commands of the configuration shell. */
export function fortinet(rules: readonly SegmentationRule[]): string {
  const each = byFamily(rules);
  const of = (family: 4 | 6) => [
    ...new Set(
      each.filter((rule) => rule.family === family).flatMap(({ from, to }) => [...(from ?? []), ...(to ?? [])]),
    ),
  ];
  const services = new Map(each.flatMap(({ rule }) => serviceOf(rule) ?? []).map((service) => [service.name, service]));
  return [
    '# Dosimeter segmentation: the first policy that fits decides; answers come back by themselves.',
    ...block(
      'config firewall address',
      of(4).map((text) => [`edit "${objectOf(text)}"`, `set subnet ${subnetOf(text)}`]),
    ),
    ...block(
      'config firewall address6',
      of(6).map((text) => [`edit "${objectOf(text)}"`, `set ip6 ${parseRange(text).cidr}`]),
    ),
    ...block(
      'config firewall service custom',
      [...services.values()].map(({ name, transport, ports }) => [
        `edit "${name}"`,
        `set ${transport}-portrange ${ports}`,
      ]),
    ),
    ...block(
      'config firewall policy',
      each.map((rule, place) => policyOf(rule, FIRST_POLICY + place)),
    ),
    '',
  ].join('\n');
}

function block(head: string, entries: readonly (readonly string[])[]): string[] {
  if (entries.length === 0) return [];
  return [
    head,
    ...entries.flatMap(([edit = '', ...lines]) => [
      `    ${edit}`,
      ...lines.map((line) => `        ${line}`),
      '    next',
    ]),
    'end',
  ];
}

function policyOf({ rule, family, from, to }: FamilyRule, number: number): string[] {
  const suffix = family === 4 ? '' : '6';
  return [
    `edit ${number}`,
    `set name "${rule.id}-${family}"`,
    'set srcintf "any"',
    'set dstintf "any"',
    `set srcaddr${suffix} ${members(from)}`,
    `set dstaddr${suffix} ${members(to)}`,
    `set action ${rule.action === 'allow' ? 'accept' : 'deny'}`,
    'set schedule "always"',
    `set service "${serviceOf(rule)?.name ?? 'ALL'}"`,
    'set logtraffic all',
    `set comments "${commentOf(rule, MOST_COMMENT)}"`,
  ];
}

function members(addresses: readonly string[] | null): string {
  return addresses === null ? '"all"' : addresses.map((text) => `"${objectOf(text)}"`).join(' ');
}

function objectOf(text: string): string {
  return `dosimeter-${addressName(text)}`;
}

/** `A MASK`. */
function subnetOf(text: string): string {
  const { first, last } = parseRange(text);
  return `${formatAddress(4, first)} ${formatAddress(4, 0xffffffffn - (last - first))}`;
}

function serviceOf({ transport, port }: SegmentationRule) {
  if (transport === 'any') return null;
  const ports = port === null ? '0-65535' : String(port);
  return { name: `dosimeter-${transport}-${ports}`, transport, ports };
}
