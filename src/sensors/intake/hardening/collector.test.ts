// The collectors' file is read strictly: without consent nothing of it, and of its items each by itself. The scripts that write it name what they
// read, ask first, and hold no command that changes something or opens a connection.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { HARDENING, isHardeningTopic } from '#contracts/index.ts';
import { sayings, takenIn } from '../taken.ts';

const sample = (name: string) => readFileSync(path.join(import.meta.dirname, 'samples', name), 'utf8');
const script = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../../../../collectors', name), 'utf8');

interface Machine {
  readonly change?: object;
  readonly items?: readonly unknown[];
}

function fileOf({ change = {}, items = [] }: Machine = {}): string {
  return JSON.stringify({
    schema: 'dosimeter.collector/1',
    collector: { name: 'linux', version: '1' },
    collectedAt: '2026-11-20T09:00:00Z',
    consent: { maker: 'yes' },
    machine: { hostName: 'ct1', serial: null, addresses: ['10.0.0.11'], macs: [] },
    items,
    ...change,
  });
}

describe('samples', () => {
  test('Windows XP by the batch file', async () => {
    const { facts, report } = await takenIn(sample('windows-xp.json'));
    expect(report).toMatchObject({ kind: 'hardening-collector', rows: 9, accepted: 9, rejected: [], problems: [] });
    expect(sayings(facts).map((line) => line.replace('collector/sn "77"\\a ', ''))).toEqual([
      'device.address 10.0.0.11',
      'device.hostName CT-CONSOLE',
      'device.mac 00:1b:21:0a:0b:0c',
      'device.serial SN "77"\\A',
      'hardening.autologon on',
      'hardening.firewall off',
      'hardening.logging on',
      'hardening.openPorts ["tcp/104","tcp/135","tcp/445"]',
      'hardening.rdp open',
      'hardening.smb1 on',
      'hardening.timeSync on',
      'hardening.updates off',
      'hardening.usb open',
      'os.build 2600',
      'os.name Microsoft Windows XP Service Pack 3',
      'os.version 5.1',
    ]);
    expect(facts.every(({ basis }) => basis === 'observed')).toBe(true);
  });

  test('Windows 7 by PowerShell: the time zone is reckoned with, what nobody could say is not stated', async () => {
    const { facts, report } = await takenIn(sample('windows-7.json'));
    expect(report).toMatchObject({ rows: 14, rejected: [], problems: [] });
    expect(new Set(facts.map(({ observedAt }) => observedAt))).toEqual(new Set(['2026-11-20T08:30:00.000Z']));
    const said = facts.map(({ attribute, value }) => `${attribute} ${JSON.stringify(value)}`);
    expect(said).toContain('os.name "Microsoft Windows 7 Professional Köln"');
    expect(said).toContain('hardening.lastUpdate "2019-11-13"');
    expect(said).toContain('hardening.localAccounts 4');
    // The number of the computer inside is no serial number of the device.
    expect(said.filter((line) => /serial|malware/.test(line))).toEqual([]);
  });

  test('Windows 10: everything good', async () => {
    const { facts } = await takenIn(sample('windows-10.json'));
    const topics = facts.flatMap(({ attribute, value }) => {
      const topic = attribute.replace('hardening.', '');
      return isHardeningTopic(topic) && typeof value === 'string' ? [[topic, value] as const] : [];
    });
    expect(topics.length).toBe(10);
    for (const [topic, value] of topics)
      expect(Reflect.get(HARDENING[topic].values, value)).toMatchObject({ good: true });
  });
});

test.each<[string, Machine, string | RegExp]>([
  ['no consent', { change: { consent: { maker: 'no' } } }, /does not say that the maker consented/],
  ['no word of consent', { change: { consent: undefined } }, /'consent' is missing/],
  ['another schema', { change: { schema: 'dosimeter.collector/2' } }, /newer collector/],
  ['no time', { change: { collectedAt: 'yesterday' } }, /when it was written/],
  ['a typed date that is none', { change: { collectedAt: '23.11.2026T12:00:00Z' } }, /when it was written/],
  [
    'no machine',
    { change: { machine: { hostName: ' ', serial: '', addresses: [], macs: [] } } },
    /which machine it is about/,
  ],
  [
    'a machine whose addresses are none',
    { change: { machine: { hostName: '', serial: '', addresses: ['999.1.1.1'], macs: ['zz'] } } },
    /which machine it is about/,
  ],
  ['items that are no list', { change: { items: {} } }, /'items' is missing or wrong/],
])('a file with %s is refused whole', async (_, machine, words) => {
  await expect(takenIn(fileOf(machine))).rejects.toThrow(words);
});

test('a cut file is refused whole', async () => {
  const text = fileOf({ items: [{ item: 'firewall', value: 'off', read: '' }] });
  await expect(takenIn(text.slice(0, -20))).rejects.toThrow(/cut or broken/);
});

test('a broken item costs itself', async () => {
  const items = [
    { item: 'firewall', value: 'off', read: 'x' },
    { item: 'firewall', value: 'burning', read: 'x' },
    { item: 'moonPhase', value: 'full', read: 'x' },
    { item: 'constructor', value: 'full', read: 'x' },
    { item: 'defaultAccounts', value: 'unchanged', read: 'tried admin/admin' },
    { item: 'localAccounts', value: 'seven', read: 'x' },
    { item: 'openPorts', value: ['tcp/99999'], read: 'x' },
    { item: 'lastUpdate', value: '31.12.2025', read: 'x' },
    { item: 'smb1', value: 'on', read: 'x', password: 'secret' },
    'usb open',
    { item: 'usb', value: 'open', read: 'x' },
  ];
  const { facts, report } = await takenIn(fileOf({ items }));
  expect(report.rejected.map(({ row }) => row)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(report.accepted).toBe(2);
  expect(facts.filter(({ attribute }) => attribute.startsWith('hardening.')).map(({ attribute }) => attribute)).toEqual(
    ['hardening.firewall', 'hardening.usb'],
  );
  expect(JSON.stringify(facts)).not.toMatch(/secret|admin/);
});

const SCRIPTS = ['dosimeter-collect.sh', 'dosimeter-collect.ps1', 'dosimeter-collect.bat'];

/** What changes something, reaches out, or reads what is nobody's business; none may stand anywhere in a script. */
const FORBIDDEN =
  /\b(?:curl|wget|Invoke-WebRequest|Invoke-RestMethod|WebClient|TcpClient|Start-BitsTransfer|bitsadmin|certutil|nslookup|Test-Connection|Test-NetConnection|Set-[A-Z]\w+|New-Item\w*|Remove-\w+|Clear-\w+|Stop-\w+|Start-\w+|Restart-\w+|Enable-\w+|Disable-\w+|Install-\w+|Register-\w+|Unregister-\w+|Rename-\w+|Move-\w+|Copy-\w+|reg (?:add|delete|import|save)|sc (?:config|start|stop|delete|create)|systemctl (?:start|stop|enable|disable|restart|mask)|DefaultPassword|DefaultUserName|shadow|nft (?:add|delete|flush))\b/i;
/** Programs that do; none may be called. */
const PROGRAMS =
  /(?:^|[;|&({`]|\b(?:then|do|else)\b)\s*(?:ping|ftp|scp|ssh|net|netsh|schtasks|mount|del|erase|rmdir|move|copy|ren|rm|mv|cp|chmod|chown|dd|tee|kill|apt|apt-get|dnf|yum)\s/;

/** What a script does, without comments and without the words that it shows. */
function commands(name: string): string[] {
  const shown =
    /^(?:\s*echo (?:This|It |An |Dosi| {2}-|Nothing|No file|There|The file|Written|Read)|rem |\s*#|\s*Write-Host '|Written)/;
  let hidden: RegExp | null = null;
  return script(name)
    .split(/\r?\n/)
    .filter((line) => {
      if (hidden) {
        if (hidden.test(line)) hidden = null;
        return false;
      }
      if (line.endsWith("<<'WORDS'")) hidden = /^WORDS$/;
      else if (/^Write-Host @'$/.test(line)) hidden = /^'@$/;
      else return !shown.test(line);
      return false;
    });
}

test.each(SCRIPTS)('%s holds no command that changes something or opens a connection', (name) => {
  expect(commands(name).filter((line) => FORBIDDEN.test(line) || PROGRAMS.test(line))).toEqual([]);
});

test.each([
  [
    'dosimeter-collect.sh',
    /\b(?:systemctl is-active|nft list ruleset|lsmod|ip -o addr|rpm -qa)|\/proc\/(?:net|swaps)[a-z_/]*names|\/proc\/swaps/g,
  ],
  ['dosimeter-collect.bat', /\b(?:reg query|sc query|wmic|netstat|getmac)\b/g],
])('%s names every program that it asks before it asks', (name, programs) => {
  const text = script(name);
  const [shown = ''] = text.split(/Type yes to go on/);
  const asked = new Set((commands(name).join('\n').match(programs) ?? []).map((word) => word.replace(/ -\w+/, '')));
  expect([...asked].filter((word) => !shown.includes(word))).toEqual([]);
});

test.each(SCRIPTS)('%s says what it reads and asks before it reads', (name) => {
  const text = script(name);
  const asked = text.search(/Type yes to go on/);
  for (const word of [/It reads:/, /It changes nothing\. It opens no connection\./, /written consent/]) {
    expect(text.search(word)).toBeGreaterThan(0);
    expect(text.search(word)).toBeLessThan(asked);
  }
  expect(text.search(/Read it before it leaves this machine/)).toBeGreaterThan(asked);
});

test('every item that a script writes is one that the importer knows, and every value one that it takes', async () => {
  for (const name of SCRIPTS) {
    const lines = commands(name).join('\n');
    const shell = /\badd (\w+) '"(\w+)"'/g;
    const power = /\bAddText '(\w+)' '(\w+)'/g;
    const said = [...lines.matchAll(shell), ...lines.matchAll(power)].map(([, item, value]) => ({
      item,
      value,
      read: '',
    }));
    // The batch file sets the answer first; a block ends with the line that adds it.
    let answers: string[] = [];
    for (const line of lines.split('\n')) {
      const answer = /set "ANSWER=(\w+)"/.exec(line)?.[1];
      if (answer) answers.push(answer);
      const item = /^call :add (\w+)/.exec(line)?.[1];
      if (!item) continue;
      said.push(...answers.map((value) => ({ item, value, read: '' })));
      answers = [];
    }
    expect(said.length).toBeGreaterThan(15);
    const { report } = await takenIn(fileOf({ items: said }));
    expect({ name, rejected: report.rejected }).toEqual({ name, rejected: [] });
  }
});

test('the lines that the batch file writes are JSON once its variables are filled in', async () => {
  const lines = script('dosimeter-collect.bat').split('\r\n');
  const written = lines.flatMap((line) => /^ {2}echo( {0,3}[{}"\]].*)$/.exec(line)?.[1] ?? []);
  const itemLine = lines.find((line) => line.includes('"value": "!ANSWER!"')) ?? '';
  const calls = lines.flatMap((line) => {
    const found = /^call :add (\w+) "([^"]*)"$/.exec(line);
    return found ? [{ item: found[1] ?? '', read: found[2] ?? '' }] : [];
  });
  const items = calls.map(({ item, read }, at) =>
    itemLine
      .slice(itemLine.indexOf('echo ') + 5)
      .replace('!COMMA!', at === 0 ? ' ' : ',')
      .replace('%~1', item)
      .replace('!ANSWER!', 'unknown')
      .replace('%~2', read),
  );
  const filled: Readonly<Record<string, string>> = {
    DAY: '2026-11-20',
    CONSENT: 'yes',
    ADDRESSES: '"10.0.0.11"',
    MACS: '',
  };
  const end = written.findIndex((line) => line.includes('"items"')) + 1;
  const text = [...written.slice(0, end), ...items, ...written.slice(end)]
    .join('\r\n')
    .replace(/!(\w+)!/g, (_, name: string) => filled[name] ?? 'a \\"b\\" \\\\c');
  const { report } = await takenIn(text);
  expect(calls.length).toBe(8);
  expect(report).toMatchObject({ kind: 'hardening-collector', rows: 8, rejected: [] });
});
