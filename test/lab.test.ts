// The scanner against real DICOM peers that nobody here wrote, and against noise that imitates them: each service of the
// lab must get the verdict that its truth allows. What a scan with clearance `query` can prove is stated by the table below;
// which objects are stored, how many rows match and which titles are right are not probed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { parseRange, systemClock, systemRandom } from '#kit/index.ts';
import { type ProbeRecord, runScan, scanPlan } from '#sensors/probe/index.ts';
import { type Lab, type LabService, labMissing, startLab } from './support/lab.ts';

const PORTS = [104, 11112, 4242, 2762, 10104, 2575, 8042, 8043, 21, 23];

type Verdict = Partial<ScanEndpoint>;

/** Services that are no DICOM, by kind. */
const BY_KIND: Readonly<Record<string, Verdict>> = {
  http: { protocol: 'http', exposure: null, web: 'W1', transport: 'tcp' },
  https: { protocol: 'http', exposure: null, web: 'W1', transport: 'tls' },
  silent: { protocol: 'unknown', exposure: 'E1', web: null },
  close: { protocol: 'unknown', exposure: 'E1', web: null },
  reset: { protocol: 'unknown', exposure: 'E1', web: null },
  noaccept: { protocol: 'unknown', exposure: 'E1', web: null },
  garbage: { protocol: 'other', exposure: 'E1', banner: null },
  endless: { protocol: 'other', exposure: 'E1', banner: null },
  fakeac: { protocol: 'other', exposure: 'E1' },
  fakerj: { protocol: 'other', exposure: 'E1' },
  echo: { protocol: 'other', exposure: 'E1' },
  hugelen: { protocol: 'other', exposure: 'E1' },
  ftp: { protocol: 'other', exposure: 'E1', banner: '220 lab-decoy FTP server ready.' },
  telnet: { protocol: 'other', exposure: 'E1', service: 'telnet' },
  ssh: { protocol: 'other', exposure: 'E1', banner: 'SSH-2.0-OpenSSH_9.2p1 Debian-2' },
  smtp: { protocol: 'other', exposure: 'E1', banner: '220 decoy.lab.test ESMTP' },
  // The handshake completes and nothing answers inside.
  tlssilent: { protocol: 'tls', exposure: 'E1t', transport: 'tls' },
  // A well-formed A-ABORT is rung E2 by definition.
  abort: { protocol: 'dicom', exposure: 'E2', refusal: 'policy' },
  // A valid answer, one byte each 30 ms; it aborts whatever comes after.
  slowac: { protocol: 'dicom', exposure: 'E3', titles: { calling: 'unchecked', called: 'unchecked' }, echo: false },
};

const NOTHING_KNOWN: Verdict = {
  titles: { calling: 'unknown', called: 'unknown' },
  offered: [],
  echo: null,
  query: 'unknown',
  worklist: 'unknown',
  read: 'unknown',
  write: 'unknown',
  implementation: null,
  honeypot: null,
};

/** What a scan must say of a service's main port. */
function expectedVerdict(truth: LabService): Verdict {
  if (truth.kind === 'mllp') {
    return truth.port === 2575
      ? { ...NOTHING_KNOWN, protocol: 'hl7', exposure: 'E1' }
      : { ...NOTHING_KNOWN, protocol: 'unknown', exposure: 'E1' };
  }
  if (truth.kind === 'rest') return { ...NOTHING_KNOWN, ...expectedWeb(truth), exposure: null };
  if (truth.kind !== undefined) {
    const verdict = BY_KIND[truth.kind];
    if (!verdict) throw new Error(`The table has no row for ${truth.kind}.`);
    return truth.isDicom === true ? verdict : { ...NOTHING_KNOWN, ...verdict };
  }
  if (truth.tls?.clientCertRequired) return { ...NOTHING_KNOWN, protocol: 'tls', exposure: 'E1t', transport: 'tls' };
  const speaks: Verdict = { protocol: 'dicom', web: null, transport: truth.tls ? 'tls' : 'tcp', honeypot: null };
  const refused = truth.association?.rejectOnWrong;
  if (refused?.always) return { ...NOTHING_KNOWN, ...speaks, exposure: 'E2', refusal: 'policy' };
  if (truth.association?.anyCalledAE === false) {
    return {
      ...NOTHING_KNOWN,
      ...speaks,
      exposure: 'E2',
      refusal: 'called',
      titles: { calling: 'unknown', called: 'checked' },
    };
  }
  // Orthanc offers its search to anyone and drops the association of those whom it does not serve.
  const offersAnyway = truth.software.startsWith('Orthanc');
  const runs = truth.find?.supported === true && truth.find.onlyFor === undefined;
  const query = runs ? 'executed' : offersAnyway ? 'refused' : 'not offered';
  const worklist = truth.worklistFind?.supported ? 'executed' : 'not offered';
  const exposure =
    query === 'executed' || worklist === 'executed' ? 'E6' : query === 'refused' ? 'E5' : truth.echo ? 'E4' : 'E3';
  return {
    ...speaks,
    exposure,
    refusal: null,
    reject: null,
    titles: { calling: 'unchecked', called: 'unchecked' },
    echo: truth.echo ?? null,
    query,
    worklist,
    maxPdu: truth.maxPDU ?? null,
  };
}

function expectedWeb(truth: LabService): Verdict {
  return { protocol: 'http', web: truth.rest?.auth ? 'W2' : 'W3', transport: truth.rest?.tls ? 'tls' : 'tcp' };
}

/** What the scan said differently, as sentences. */
function differences(truth: LabService, endpoints: readonly ScanEndpoint[]): string[] {
  const at = (port: number) => endpoints.find((one) => one.address === truth.addr && one.port === port);
  const found = at(truth.port);
  if (!found) return [`${truth.id}: not found`];
  const compare = (endpoint: ScanEndpoint, verdict: Verdict) => departures(truth.id, endpoint, verdict);
  const result = compare(found, expectedVerdict(truth));
  if (truth.tls) {
    const { versions, mutual, certificate, grade } = found.tls;
    const expected = [...truth.tls.versions].sort();
    const old = truth.tls.versions.some((version) => version < 'TLSv1.2');
    const { cert } = truth.tls;
    const checks: [string, unknown, unknown][] = [
      ['TLS versions', versions, expected],
      ['client certificate', mutual, truth.tls.clientCertRequired],
      ['expired', certificate?.expired, cert === 'expired'],
      ['self-signed', certificate?.selfSigned, cert === 'selfsigned'],
      ['key', certificate?.keyBits, cert === 'weak' ? 1024 : 2048],
      ['below the profiles', grade === 1, grade === 1 || old || cert === 'weak'],
    ];
    for (const [what, said, wanted] of checks) {
      if (JSON.stringify(said) !== JSON.stringify(wanted)) {
        result.push(`${truth.id} ${what}: ${JSON.stringify(said)}, expected ${JSON.stringify(wanted)}`);
      }
    }
  } else if (truth.kind === undefined && found.tls.grade !== 0) {
    result.push(`${truth.id}: TLS seen where there is none`);
  }
  if (found.exposure !== null && found.exposure >= 'E3' && truth.implementationClassUID) {
    const { classUid, versionName } = found.implementation ?? {};
    if (classUid !== truth.implementationClassUID || versionName !== truth.implementationVersionName) {
      result.push(`${truth.id} implementation: ${classUid} ${versionName}`);
    }
  }
  if (truth.rest && truth.rest.port !== truth.port) {
    const web = at(truth.rest.port);
    if (web) result.push(...compare(web, expectedWeb(truth)));
    else result.push(`${truth.id}: no web service found at ${truth.rest.port}`);
  }
  return result;
}

/** With the service's own title told to the scanner: who checks callers, and what the others serve. */
const WITH_TITLE: Readonly<Record<string, { title: string; verdict: Verdict }>> = {
  'orthanc-open': {
    title: 'ORTHANC',
    verdict: { exposure: 'E6', titles: { calling: 'unchecked', called: 'unchecked' } },
  },
  'orthanc-strict': { title: 'STRICTPACS', verdict: { exposure: 'E2', refusal: 'calling', titles: bothChecked() } },
  'dcmjs-strict': { title: 'DCMJS', verdict: { exposure: 'E2', refusal: 'calling', titles: bothChecked() } },
  'dcmqrscp-open': { title: 'ARCHIVE', verdict: { exposure: 'E6', query: 'executed', titles: calledChecked() } },
  'dcmqrscp-readonly': {
    title: 'READONLY',
    verdict: { exposure: 'E6', write: 'not offered', titles: calledChecked() },
  },
  // It says 'called title not recognized' to a caller that it does not know, whatever the title.
  'dcmqrscp-allowlist': {
    title: 'ARCHIVE2',
    verdict: { exposure: 'E2', refusal: 'called', titles: { calling: 'unknown', called: 'unknown' } },
  },
  wlmscpfs: {
    title: 'WORKLIST',
    verdict: { exposure: 'E6', worklist: 'executed', query: 'not offered', titles: calledChecked() },
  },
  // It answers any search with invented rows; none is read.
  'ctn-simple-storage': { title: 'CTNSTORE', verdict: { exposure: 'E6', query: 'executed', titles: calledChecked() } },
  pixelmed: { title: 'PIXELMED', verdict: { exposure: 'E5', echo: true, query: 'refused', titles: calledChecked() } },
};

function bothChecked(): ScanEndpoint['titles'] {
  return { calling: 'checked', called: 'checked' };
}

function calledChecked(): ScanEndpoint['titles'] {
  return { calling: 'unchecked', called: 'checked' };
}

/** Where an endpoint departs from a verdict, as sentences. */
function departures(id: string, endpoint: ScanEndpoint, verdict: Verdict): string[] {
  return Object.entries(verdict).flatMap(([field, expected]) => {
    const said: unknown = Object.entries(endpoint).find(([name]) => name === field)?.[1];
    return JSON.stringify(said) === JSON.stringify(expected)
      ? []
      : [`${id}:${endpoint.port} ${field}: ${JSON.stringify(said)}, expected ${JSON.stringify(expected)}`];
  });
}

const missing = labMissing();

describe.skipIf(missing !== null)(`the lab of real peers${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let lab: Lab;
  const endpoints: ScanEndpoint[] = [];
  const records: ProbeRecord[] = [];

  async function scan(
    targets: readonly string[],
    titles: ReadonlyMap<string, string>,
    found: ScanEndpoint[],
    log: ProbeRecord[],
  ): Promise<void> {
    const plan = scanPlan({
      targets: targets.map((target) => ({ range: parseRange(target), ports: null })),
      ports: PORTS,
      perHostIntervalMs: 0,
      calledTitle: (address) => titles.get(address) ?? null,
    });
    await runScan(
      plan,
      {
        permit: (range) => [{ range, level: 'query', by: 'the lab belongs to the test' }],
        clock: systemClock,
        random: systemRandom,
      },
      {
        endpoint: (endpoint) => void found.push(endpoint),
        refused: (target) => expect.unreachable(`refused ${target}`),
        probed: (record) => void log.push(record),
        progress: () => {},
      },
      new AbortController().signal,
    );
  }

  beforeAll(async () => {
    lab = await startLab();
    await scan([`${lab.net}0/24`], new Map(), endpoints, records);
  }, 180_000);

  afterAll(async () => {
    await lab?.stop();
  }, 60_000);

  it('every service gets the verdict that its truth allows', () => {
    expect(lab.services.flatMap((truth) => differences(truth, endpoints))).toEqual([]);
  });

  it('nothing is reported that is not there', () => {
    const there = lab.services.flatMap(({ addr, allPorts }) => allPorts.map((port) => `${addr}:${port}`));
    expect(endpoints.map(({ address, port }) => `${address}:${port}`).sort()).toEqual([...new Set(there)].sort());
  });

  it('every rung comes with a transcript that names no patient', () => {
    for (const { transcript } of endpoints) {
      expect(transcript.length).toBeGreaterThan(0);
      // The lab's archives hold patients by these names.
      expect(JSON.stringify(transcript)).not.toMatch(/Fictional|Patient\^|Name:\d/i);
    }
  });

  it('every host that took a connection is in the evidence log, with who allowed it', () => {
    const logged = new Set(records.map(({ target }) => target));
    for (const { address } of endpoints) expect(logged).toContain(address);
    for (const { by, connections } of records) {
      expect(by).toBe('the lab belongs to the test');
      expect(connections).toBeGreaterThan(0);
    }
  });

  it('with its own title known, each service shows whether it checks who calls', async () => {
    const known = lab.services.flatMap((truth) => {
      const row = WITH_TITLE[truth.id];
      return row ? [{ truth, ...row }] : [];
    });
    const titles = new Map(known.map(({ truth, title }) => [truth.addr, title]));
    const found: ScanEndpoint[] = [];
    await scan([...titles.keys()], titles, found, []);
    const differing = known.flatMap(({ truth, verdict }) => {
      const endpoint = found.find(({ address, port }) => address === truth.addr && port === truth.port);
      return endpoint ? departures(truth.id, endpoint, verdict) : [`${truth.id}: not found`];
    });
    expect(differing).toEqual([]);
  });
});
