// Rules as they are written for firewalls: each format, read back by its own grammar, decides as the rules do; the firewalls of Linux take
// theirs; and in a network of its own, what is allowed connects and what is not does not.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { type SegmentationRule, segmentation } from '#contracts/index.ts';
import { flowSubject } from '#evidence/model.ts';
import { allowListOf, proveNoneCut, type RecordedFlow, renderRules } from '#risk/index.ts';
import { type Opening, READERS } from './support/firewall-texts.ts';

const FORMATS = segmentation.ruleFormat.options;

/** Names that a hostile device may give itself. */
const HOSTILE = [
  'CT 1"; drop',
  'x\nend\nset action accept',
  '$(reboot)`id`',
  "'; iptables -F #",
  '=cmd|calc',
  '@SUM(1)',
  'Röntgen Ä',
  '}\n}',
  '! no access-list',
];

const host = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(7)).map(([net, number]) => `10.0.${net}.${number}`),
  fc.nat(7).map((number) => `fd00::${number.toString(16)}`),
);
const range = fc.oneof(
  fc.tuple(fc.nat(3), fc.constantFrom(24, 29, 30)).map(([net, length]) => `10.0.${net}.0/${length}`),
  fc.constantFrom('fd00::/64', 'fd00::4/126', '10.0.0.0/22'),
);
const end = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.uniqueArray(fc.oneof({ weight: 3, arbitrary: host }, range), { minLength: 1, maxLength: 4 }),
  },
  { weight: 1, arbitrary: fc.constant<string[]>(['any']) },
);
const ports = fc.constantFrom(53, 104, 2575, 11112);
const transports = fc.constantFrom('tcp' as const, 'udp' as const);
const rule = fc
  .record({
    action: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
    transport: fc.oneof(transports, fc.constant('any' as const)),
    from: end,
    to: end,
    port: fc.oneof(ports, fc.constant(null)),
    name: fc.constantFrom(...HOSTILE),
  })
  .map(
    ({ action, transport, from, to, port, name }): Omit<SegmentationRule, 'number' | 'id'> => ({
      action,
      transport,
      // A port without a transport is no rule.
      port: transport === 'any' ? null : port,
      from: { names: [name], addresses: from },
      to: { names: [name], addresses: to },
      protocol: 'dicom',
      carries: 'clinical',
      reason: `${name} sends images to ${name}.`,
      widened: false,
      proof: { basis: 'seen', flows: 1, keys: [], relations: [], firstSeenAt: null, lastSeenAt: null },
    }),
  );
const ruleList = fc
  .array(rule, { minLength: 1, maxLength: 8 })
  .map((rules) => rules.map((each, n): SegmentationRule => ({ ...each, number: n * 10, id: `A-${n}` })));
const opening = fc
  .record({ transport: transports, client: host, server: host, port: fc.oneof(ports, fc.constant(9)) })
  .filter(({ client, server }) => client.includes(':') === server.includes(':'));

const asFlow = (opened: Opening): RecordedFlow => ({
  ...opened,
  protocols: ['dicom'],
  operations: [],
  turnedAway: false,
  firstSeenAt: '2026-11-01T00:00:00.000Z',
  lastSeenAt: '2026-11-02T00:00:00.000Z',
});

test.each(FORMATS)(
  'rules for %s, read back, decide about any packet as the proof does, whatever names are in them',
  (format) => {
    const outcomes = { allow: 0, deny: 0 };
    fc.assert(
      fc.property(ruleList, fc.array(opening, { minLength: 20, maxLength: 40 }), (rules, openings) => {
        const text = renderRules(rules, format);
        expect(renderRules(rules, format)).toBe(text);
        const decide = READERS[format](text);
        const cut = new Set(proveNoneCut(rules, openings.map(asFlow)).cut.map(({ key }) => key));
        for (const each of openings) {
          const meant = cut.has(flowSubject(each).key) ? 'deny' : 'allow';
          expect(decide(each), `${JSON.stringify(each)}\n${text}`).toBe(meant);
          outcomes[meant]++;
        }
      }),
      { numRuns: 100, seed: 7 },
    );
    // A test that only ever saw one answer would prove nothing.
    expect(Math.min(outcomes.allow, outcomes.deny)).toBeGreaterThan(100);
  },
);

test.each(FORMATS.filter((format) => format !== 'csv'))(
  '%s keeps nothing of a name but harmless characters',
  (format) => {
    const rules = fc.sample(ruleList, { numRuns: 40, seed: 3 }).flat();
    const text = renderRules(rules, format);
    const named = text.split('\n').filter((line) => /A-\d/.test(line));
    expect(named.length).toBeGreaterThan(100);
    for (const line of named) expect(line).toMatch(/^[A-Za-z0-9 _.:/,{}[\]"-]*$/);
    for (const line of named) expect(line.split('"').length % 2, line).toBe(1);
  },
);

test('no cell of the table is a formula', () => {
  const rules = fc.sample(ruleList, { numRuns: 40, seed: 3 }).flat();
  for (const row of renderRules(rules, 'csv').split('\r\n').slice(1)) expect(row).not.toMatch(/(?:^|,)"?[=+@\t\r|%-]/);
});

const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What keeps a program from being used in a network of its own, in words; null when nothing does. */
function missing(...programs: string[]): string | null {
  const absent = programs.filter(
    (program) => spawnSync('sh', ['-c', `command -v ${program}`], withSbin()).status !== 0,
  );
  if (absent.length > 0) return `not installed: ${absent.join(', ')} (Debian: nftables iptables iproute2 util-linux)`;
  return inOwnNetwork('true').status === 0 ? null : 'this machine gives no network namespaces';
}

function withSbin() {
  return { encoding: 'utf8' as const, env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` } };
}

/** Runs a script of sh in a network namespace of its own, as its root. */
function inOwnNetwork(script: string, ...args: string[]) {
  const rights = process.getuid?.() === 0 ? ['--net', '--mount'] : ['--map-root-user', '--net', '--mount'];
  return spawnSync('unshare', [...rights, 'sh', '-ec', script, 'sh', ...args], { ...withSbin(), timeout: 60_000 });
}

function written(name: string, rules: readonly SegmentationRule[], format: 'nftables' | 'iptables'): string {
  const file = path.join(folder, name);
  writeFileSync(file, renderRules(rules, format));
  return file;
}

const noNft = missing('nft');
test.skipIf(noNft !== null)(`nft takes what is written for it${noNft ? ` (skipped: ${noNft})` : ''}`, () => {
  fc.sample(ruleList, { numRuns: 25, seed: 5 }).forEach((rules, n) => {
    const file = written(`${n}.nft`, rules, 'nftables');
    const { status, stderr } = inOwnNetwork('nft -c -f "$1"', file);
    expect({ status, stderr }, readFileSync(file, 'utf8')).toEqual({ status: 0, stderr: '' });
  });
});

const noIptables = missing('iptables-restore', 'ip6tables-restore');
test.skipIf(noIptables !== null)(
  `iptables-restore and ip6tables-restore take one file${noIptables ? ` (skipped: ${noIptables})` : ''}`,
  () => {
    fc.sample(ruleList, { numRuns: 25, seed: 5 }).forEach((rules, n) => {
      const file = written(`${n}.rules`, rules, 'iptables');
      const script = 'iptables-restore --noflush --test "$1"; ip6tables-restore --noflush --test "$1"';
      const { status, stderr } = inOwnNetwork(script, file);
      expect({ status, stderr }, readFileSync(file, 'utf8')).toEqual({ status: 0, stderr: '' });
    });
  },
);

/** A router with a zone on each side, and a machine in each that listens at 104 and 445, in both families. */
const SITE = `
mount -t tmpfs none /run; mkdir /run/netns; ip link set lo up
join() {
  ip netns add $1; ip link add $1 type veth peer name inside; ip link set inside netns $1
  ip addr add 10.0.$2.1/24 dev $1; ip -6 addr add fd00:$2::1/64 dev $1 nodad; ip link set $1 up
  ip -n $1 addr add 10.0.$2.11/24 dev inside; ip -n $1 -6 addr add fd00:$2::11/64 dev inside nodad
  ip -n $1 link set lo up; ip -n $1 link set inside up
  ip -n $1 route add default via 10.0.$2.1; ip -n $1 -6 route add default via fd00:$2::1
}
join ct 1; join pacs 2; join laptop 3
echo 1 >/proc/sys/net/ipv4/ip_forward; echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
nsenter --net=/run/netns/pacs "$1" -e 'for (const port of [104, 445]) require("net").createServer((on) => on.on("error", () => 0).end("hello")).listen(port, "::")' &
listening=$!; trap 'kill $listening' EXIT
`;
/** Says, for each call, whether it got an answer; asked for patience, it calls again until all do. */
const CALLS = `
const net = require("node:net");
const [patience, ...calls] = process.argv.slice(1);
const call = (each) => new Promise((done) => {
  const [host, port] = each.split(" ");
  const socket = net.connect(Number(port), host);
  const end = (said) => { socket.destroy(); done(each + " " + said); };
  socket.on("data", () => end("answers")).on("error", (error) => end(error.code)).setTimeout(1000, () => end("nothing"));
});
const ask = async (left) => {
  const said = await Promise.all(calls.map(call));
  if (left > 0 && said.some((each) => !each.endsWith("answers"))) return setTimeout(ask, 200, left - 1);
  console.log(said.join("\\n"));
};
ask(Number(patience));
`;

const site = {
  zones: ['10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24', 'fd00:1::/64', 'fd00:2::/64', 'fd00:3::/64'].map((range) => ({
    id: range,
    name: null,
    range,
  })),
  devices: ['ct', 'pacs', 'laptop'].map((name, n) => ({
    id: name,
    name,
    kind: null,
    modality: null,
    zone: `10.0.${n + 1}.0/24`,
    addresses: [`10.0.${n + 1}.11`, `fd00:${n + 1}::11`],
    aeTitles: [],
  })),
  flows: [
    asFlow({ transport: 'tcp', client: '10.0.1.11', server: '10.0.2.11', port: 104 }),
    asFlow({ transport: 'tcp', client: 'fd00:1::11', server: 'fd00:2::11', port: 104 }),
  ],
  relations: [],
  services: [],
};
const ENDS = ['10.0.2.11 104', '10.0.2.11 445', 'fd00:2::11 104', 'fd00:2::11 445'];

const noSite = missing('nft', 'iptables-restore', 'ip6tables-restore', 'ip', 'nsenter');
test.skipIf(noSite !== null).each([
  ['nft', 'nftables', 'nft -f "$2"'],
  [
    'iptables',
    'iptables',
    'iptables-restore -n "$2"; iptables -I FORWARD -j DOSIMETER; ip6tables-restore -n "$2"; ip6tables -I FORWARD -j DOSIMETER',
  ],
] as const)(
  `on a router with %s what is allowed connects, and nothing else does${noSite ? ` (skipped: ${noSite})` : ''}`,
  (name, format, load) => {
    const file = written(`site.${name}`, allowListOf(site).rules, format);
    const ask = ENDS.map((each) => `"${each}"`).join(' ');
    const from = (machine: string, patience = 0) =>
      `nsenter --net=/run/netns/${machine} "$1" -e "$3" ${patience} ${ask}`;
    const script = `${SITE}echo before; ${from('laptop', 30)}; ${load}; echo ct; ${from('ct')}; echo laptop; ${from('laptop')}`;
    const { stdout, stderr } = inOwnNetwork(script, process.execPath, file, CALLS);
    const said = (outcomes: readonly string[]) => ENDS.map((each, n) => `${each} ${outcomes[n]}`);
    expect({ said: stdout.trim().split('\n'), stderr }).toEqual({
      said: [
        // Without rules everybody reaches everything: the network is there.
        ...['before', ...said(['answers', 'answers', 'answers', 'answers'])],
        ...['ct', ...said(['answers', 'nothing', 'answers', 'nothing'])],
        ...['laptop', ...said(['nothing', 'nothing', 'nothing', 'nothing'])],
      ],
      stderr: '',
    });
  },
);
