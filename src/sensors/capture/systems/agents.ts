// The operating system behind what software says of itself: user agents, SSH greetings, builds. Each is a sign with its own weight;
// where signs differ, the inventory says so.
import { lookup } from '#kit/index.ts';

/** A system that a sign points to. */
export interface SystemSign {
  readonly name: string;
  readonly confidence: number;
}

/** Names of Windows by the version in user agents (Microsoft, 'User-agent string changes'). NT 10.0 may be 10 or 11. */
const WINDOWS_NT: Readonly<Record<string, string>> = lookup({
  '5.0': 'Windows 2000',
  '5.1': 'Windows XP',
  '5.2': 'Windows Server 2003',
  '6.0': 'Windows Vista',
  '6.1': 'Windows 7',
  '6.2': 'Windows 8',
  '6.3': 'Windows 8.1',
});

/** The system that a user agent names, or null. */
export function systemOfAgent(agent: string): SystemSign | null {
  const nt = /Windows NT (\d+\.\d)/.exec(agent)?.[1];
  if (nt !== undefined) {
    const name = WINDOWS_NT[nt];
    return name === undefined ? null : { name, confidence: 0.5 };
  }
  return null;
}

/** The system that an SSH or FTP greeting names, or null. */
export function systemOfGreeting(text: string): SystemSign | null {
  const table: readonly (readonly [RegExp, string])[] = [
    [/Ubuntu/i, 'Ubuntu'],
    [/Debian/i, 'Debian'],
    [/FreeBSD/i, 'FreeBSD'],
    [/SunOS|Sun_SSH/i, 'Solaris'],
  ];
  const name = table.find(([pattern]) => pattern.test(text))?.[1];
  return name === undefined ? null : { name, confidence: 0.6 };
}

/** Windows by build (Microsoft release information): where client and server share one, the client's name. */
const BUILDS: readonly (readonly [number, string])[] = [
  [2195, 'Windows 2000'],
  [2600, 'Windows XP'],
  [3790, 'Windows Server 2003'],
  [6003, 'Windows Server 2008'],
  [7601, 'Windows 7'],
  [9200, 'Windows Server 2012'],
  [9600, 'Windows Server 2012 R2'],
  [14393, 'Windows Server 2016'],
  [17763, 'Windows Server 2019'],
  [20348, 'Windows Server 2022'],
  [26100, 'Windows Server 2025'],
];

/** The system behind the version that NTLM carries; builds that clients and servers share are less sure. */
export function systemOfBuild(major: number, minor: number, build: number): SystemSign | null {
  const exact = BUILDS.find(([number]) => number === build)?.[1];
  if (exact !== undefined) return { name: exact, confidence: 0.6 };
  if (major === 10) return { name: build >= 22_000 ? 'Windows 11' : 'Windows 10', confidence: 0.6 };
  const name = WINDOWS_NT[`${major}.${minor}`];
  return name === undefined ? null : { name, confidence: 0.5 };
}
