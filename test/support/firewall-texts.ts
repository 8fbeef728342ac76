// Reads rules back from what was written for a firewall, each format by its own grammar, and decides as that firewall would. Written apart
// from the program: addresses are matched by Node's own lists.
import { BlockList, isIPv6 } from 'node:net';
import { parse } from 'csv-parse/sync';
import type { RuleFormat } from '#contracts/index.ts';

/** Who opens which port of whom. */
export interface Opening {
  readonly transport: 'tcp' | 'udp';
  readonly client: string;
  readonly server: string;
  readonly port: number;
}

type Decide = (opening: Opening) => 'allow' | 'deny';

interface Line {
  readonly allows: boolean;
  /** Undefined: both. */
  readonly family?: 4 | 6;
  readonly transport: string;
  readonly from: BlockList | null;
  readonly to: BlockList | null;
  /** Null: every port. */
  readonly ports: readonly [number, number] | null;
}

function familyOf(text: string): 'ipv4' | 'ipv6' {
  return isIPv6(text.split('/', 1)[0] ?? '') ? 'ipv6' : 'ipv4';
}

function listOf(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = '', length] = text.split('/');
    if (length === undefined) list.addAddress(address, familyOf(address));
    else list.addSubnet(address, Number(length), familyOf(address));
  }
  return list;
}

function first(lines: readonly Line[]): Decide {
  return ({ transport, client, server, port }) => {
    const [from, to] = [familyOf(client), familyOf(server)];
    if (from !== to) return 'deny';
    const hit = lines.find(
      (line) =>
        (line.family === undefined || line.family === (from === 'ipv6' ? 6 : 4)) &&
        (line.transport === 'any' || line.transport === transport) &&
        (line.ports === null || (port >= line.ports[0] && port <= line.ports[1])) &&
        (line.from === null || line.from.check(client, from)) &&
        (line.to === null || line.to.check(server, to)),
    );
    return hit?.allows ? 'allow' : 'deny';
  };
}

function one(port: string | undefined): readonly [number, number] | null {
  return port === undefined ? null : [Number(port), Number(port)];
}

function matched(text: string, pattern: RegExp): RegExpExecArray {
  const found = pattern.exec(text);
  if (!found) throw new Error(`this line cannot be read: ${text}`);
  return found;
}

function nftables(text: string): Decide {
  const body = text.slice(text.indexOf('ct state invalid drop\n') + 'ct state invalid drop\n'.length);
  const pattern =
    /^(?:(ip6?) saddr (\{[^}]*\}|\S+) )?(?:(ip6?) daddr (\{[^}]*\}|\S+) )?(?:meta nfproto (ipv[46]) )?(?:meta l4proto (tcp|udp) )?(?:(tcp|udp) dport (\d+) )?counter (accept|drop) comment "[A-Za-z0-9 _.-]{1,128}"$/;
  const set = (found: string | undefined) =>
    found === undefined ? null : listOf(found.replace(/[{} ]/g, '').split(','));
  const lines = body
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== '}');
  return first(
    lines.map((line): Line => {
      const [, fromFamily, from, toFamily, to, protocol, whole, transport, port, verdict] = matched(line, pattern);
      const family = [fromFamily, toFamily, protocol].some((word) => word === 'ip6' || word === 'ipv6') ? 6 : 4;
      return {
        allows: verdict === 'accept',
        family,
        transport: transport ?? whole ?? 'any',
        from: set(from),
        to: set(to),
        ports: one(port),
      };
    }),
  );
}

function iptables(text: string): Decide {
  const pattern =
    /^-A DOSIMETER -([46])(?: -s (\S+))?(?: -d (\S+))?(?: -p (tcp|udp))?(?: -m (?:tcp|udp) --dport (\d+))? -m comment --comment "[A-Za-z0-9 _.-]{1,255}" -j (ACCEPT|DROP)$/;
  const lines = text.split('\n').filter((line) => line.startsWith('-A DOSIMETER') && !line.includes('--ctstate'));
  return first(
    lines.map((line): Line => {
      const [, family, from, to, transport, port, verdict] = matched(line, pattern);
      return {
        allows: verdict === 'ACCEPT',
        family: family === '6' ? 6 : 4,
        transport: transport ?? 'any',
        from: from === undefined ? null : listOf([from]),
        to: to === undefined ? null : listOf([to]),
        ports: one(port),
      };
    }),
  );
}

/** `any`, `host A`, `A WILDCARD`, or `A/LENGTH`. */
const CISCO_END = String.raw`(any|host \S+|[\d.]+ [\d.]+|[0-9a-f:]+/\d+)`;

function cisco(text: string): Decide {
  const pattern = new RegExp(
    `^(permit|deny) (ip|ipv6|tcp|udp) ${CISCO_END} ${CISCO_END}(?: eq (\\d+))?(?: reflect \\S+| log)?$`,
  );
  const lines: Line[] = [];
  let family: 4 | 6 = 4;
  const end = (found: string | undefined) => {
    if (found === undefined || found === 'any') return null;
    if (found.startsWith('host ')) return listOf([found.slice(5)]);
    if (found.includes('/')) return listOf([found]);
    const [address = '', wildcard = ''] = found.split(' ');
    const bits = wildcard
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
    return listOf([`${address}/${bits.indexOf('1') < 0 ? 32 : bits.indexOf('1')}`]);
  };
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('ipv6 access-list')) family = 6;
    if (!/^(?:permit|deny) /.test(line) || / nd-n[as]$/.test(line)) {
      if (line.startsWith('remark ')) matched(line, /^remark [A-Za-z0-9 _.-]{1,100}$/);
      continue;
    }
    const [, verdict, protocol = '', from, to, port] = matched(line, pattern);
    const transport = protocol.startsWith('ip') ? 'any' : protocol;
    lines.push({ allows: verdict === 'permit', family, transport, from: end(from), to: end(to), ports: one(port) });
  }
  return first(lines);
}

function paloalto(text: string): Decide {
  const addresses = new Map<string, string>();
  const services = new Map<string, { transport: string; ports: [number, number] }>();
  const rules = new Map<string, { from: string[]; to: string[]; service: string; allows: boolean | null }>();
  for (const line of text.split('\n').filter((each) => each.startsWith('set '))) {
    const address = /^set address ([\w.-]{1,63}) ip-netmask (\S+)$/.exec(line);
    const service = /^set service ([\w.-]{1,63}) protocol (tcp|udp) port (\d+)(?:-(\d+))?$/.exec(line);
    if (address) addresses.set(address[1] ?? '', address[2] ?? '');
    else if (service) {
      const ports: [number, number] = [Number(service[3]), Number(service[4] ?? service[3])];
      services.set(service[1] ?? '', { transport: service[2] ?? '', ports });
    } else {
      const [, name = '', rest = ''] = matched(line, /^set rulebase security rules ([\w.-]{1,63}) (.*)$/);
      const rule = rules.get(name) ?? { from: [], to: [], service: 'any', allows: null };
      rules.set(name, rule);
      const end = /^(source|destination) (?:\[ (.*) \]|(any))$/.exec(rest);
      const action = /^action (allow|deny) log-end yes description "[A-Za-z0-9 _.-]{1,1024}"$/.exec(rest);
      if (end) (end[1] === 'source' ? rule.from : rule.to).push(...(end[2] ?? 'any').split(' '));
      else if (action) rule.allows = action[1] === 'allow';
      else rule.service = matched(rest, /^from any to any .* application any service ([\w.-]+)$/)[1] ?? '';
    }
  }
  const set = (names: readonly string[]) =>
    names.includes('any') ? null : listOf(names.map((name) => addresses.get(name) ?? `no address ${name}`));
  return first(
    [...rules.values()].map(({ from, to, service, allows }): Line => {
      if (allows === null) throw new Error('a rule has no action');
      const known = services.get(service);
      if (!known && service !== 'any') throw new Error(`no service ${service}`);
      return {
        allows,
        transport: known?.transport ?? 'any',
        from: set(from),
        to: set(to),
        ports: known?.ports ?? null,
      };
    }),
  );
}

function fortinet(text: string): Decide {
  const addresses = new Map<string, string>();
  const services = new Map<string, { transport: string; ports: [number, number] }>();
  const lines: Line[] = [];
  let table = '';
  let entry: { name: string; settings: Map<string, string> } | null = null;
  const end = (setting: string | undefined) => {
    if (setting === undefined || setting === '"all"') return null;
    const names = setting.split(' ').map((name) => matched(name, /^"([\w.-]{1,79})"$/)[1] ?? '');
    return listOf(names.map((name) => addresses.get(name) ?? `no address ${name}`));
  };
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('config ')) table = line;
    else if (line.startsWith('edit ')) entry = { name: line.slice(5).replaceAll('"', ''), settings: new Map() };
    else if (line.startsWith('set ')) {
      const [, name = '', value = ''] = matched(line, /^set (\S+) (.*)$/);
      entry?.settings.set(name, value);
    } else if (line === 'next' && entry) {
      const { name, settings } = entry;
      if (table === 'config firewall address') {
        const [address = '', mask = ''] = (settings.get('subnet') ?? '').split(' ');
        const bits = mask
          .split('.')
          .map((part) => Number(part).toString(2).padStart(8, '0'))
          .join('');
        addresses.set(name, `${address}/${bits.replace(/0+$/, '').length}`);
      } else if (table === 'config firewall address6') addresses.set(name, settings.get('ip6') ?? '');
      else if (table === 'config firewall service custom') {
        const [[setting = '', range = ''] = []] = [...settings];
        const [low = '', high = low] = range.split('-');
        services.set(`"${name}"`, { transport: setting.split('-', 1)[0] ?? '', ports: [Number(low), Number(high)] });
      } else {
        matched(settings.get('comments') ?? '', /^"[A-Za-z0-9 _.-]{1,1023}"$/);
        matched(settings.get('name') ?? '', /^"[\w.-]{1,35}"$/);
        const service = settings.get('service') ?? '';
        const known = services.get(service);
        if (!known && service !== '"ALL"') throw new Error(`no service ${service}`);
        lines.push({
          allows: settings.get('action') === 'accept',
          family: settings.has('srcaddr6') ? 6 : 4,
          transport: known?.transport ?? 'any',
          from: end(settings.get('srcaddr6') ?? settings.get('srcaddr')),
          to: end(settings.get('dstaddr6') ?? settings.get('dstaddr')),
          ports: known?.ports ?? null,
        });
      }
    }
  }
  return first(lines);
}

function csv(text: string): Decide {
  const rows = parse<Record<string, string>>(text, { bom: true, columns: true });
  const end = (cell: string | undefined) => (cell === 'any' ? null : listOf((cell ?? '').split(' ')));
  return first(
    rows.map(
      (row): Line => ({
        allows: row['action'] === 'allow',
        transport: row['transport'] ?? '',
        from: end(row['from addresses']),
        to: end(row['to addresses']),
        ports: row['port'] === 'any' ? null : one(row['port']),
      }),
    ),
  );
}

/** How each format is read. */
export const READERS: Readonly<Record<RuleFormat, (text: string) => Decide>> = {
  nftables,
  iptables,
  cisco,
  paloalto,
  fortinet,
  csv,
};
