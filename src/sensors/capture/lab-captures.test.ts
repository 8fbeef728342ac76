// Captures of real peers against what is known of them: every association with its names, outcome and counts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CaptureDocument } from '#contracts/index.ts';
import { fixedClock } from '#kit/index.ts';
import { CaptureRun, captureDocument, readCaptureFile } from './index.ts';

const SHARED = process.env['DOSIMETER_SHARED'] ?? path.resolve(import.meta.dirname, '../../../../shared');
const PCAPS = path.join(SHARED, 'lab/pcaps');
const SAMPLES = path.join(SHARED, 'samples/pcap');

async function captured(file: string): Promise<CaptureDocument> {
  const run = new CaptureRun();
  const end = await readCaptureFile(file, run, { signal: new AbortController().signal });
  run.finish();
  const source = { sensor: 'capture', run: 'r1', detail: null, by: 'test' };
  const facts = run.seen.observations.drain(source, fixedClock('2026-11-23T10:00:00Z'));
  return captureDocument(run, facts, { ends: [end], seconds: 0 });
}

const truth = z.object({
  file: z.string(),
  associations: z.array(
    z.object({
      src: z.string(),
      dst: z.string(),
      port: z.number(),
      callingAE: z.string().optional(),
      calledAE: z.string().optional(),
      outcome: z.string(),
      ops: z.record(z.string(), z.number()),
      tls: z.string().optional(),
      visible: z.boolean().optional(),
    }),
  ),
});
type Expected = z.infer<typeof truth>['associations'][number];

/** How the truth's word for an end stands in our document. */
const OUTCOMES: Readonly<Record<string, string>> = {
  released: 'accepted released',
  rejected: 'rejected closed',
  aborted: 'accepted aborted',
  reset: 'accepted reset',
  'closed-without-release': 'accepted closed',
  'accepted-no-context': 'accepted closed',
  failed: 'unseen closed',
};

function expectedLine(association: Expected): string {
  const { src, dst, port, callingAE, calledAE, outcome, ops, tls, visible } = association;
  const where = `${src} > ${dst}:${port}`;
  if (outcome === 'tls' && visible !== true) return `${where} ${tls}`;
  const done = ['C-ECHO', 'C-STORE', 'C-FIND', 'C-MOVE', 'C-GET'].map((name) => ops[name] ?? 0).join('/');
  const end = outcome === 'tls' ? `accepted ${tls}` : (OUTCOMES[outcome] ?? outcome);
  return `${where} ${callingAE}>${calledAE} ${done} ${end}`;
}

function seenLine(association: CaptureDocument['associations'][number]): string {
  const { client, server, calling, called, operations, outcome, ended, tls, tlsVersion } = association;
  const where = `${client.replace(/:\d+$/, '')} > ${server}`;
  if (tls && calling === null) return `${where} ${tlsVersion}`;
  const { echo, store, find, move, get } = operations;
  const end = tls
    ? `${outcome} ${tlsVersion}`
    : `${outcome} ${ended === 'reset' && outcome !== 'accepted' ? 'closed' : ended}`;
  return `${where} ${calling}>${called} ${[echo, store, find, move, get].join('/')} ${end}`;
}

const files = existsSync(PCAPS) ? readdirSync(PCAPS) : [];
const truths = files
  .filter((name) => name.endsWith('.truth.json'))
  .map((name) => ({ name, ...truth.parse(JSON.parse(readFileSync(path.join(PCAPS, name), 'utf8'))) }));

describe.skipIf(truths.length === 0)('captures of the lab', () => {
  test.each(truths)('$file: every association with titles, outcome and counts', async ({ file, associations }) => {
    const document = await captured(path.join(PCAPS, `${file}.gz`));
    const dicom = associations.filter(({ outcome }) => outcome !== 'mllp');
    expect(document.associations.map(seenLine).sort()).toEqual(dicom.map(expectedLine).sort());
    const messages = document.hl7.map(({ client, server, messages }) => {
      const acks = Object.entries(messages).filter(([type]) => type.startsWith('ACK'));
      const all = Object.values(messages).reduce((sum, count) => sum + count, 0);
      const acknowledged = acks.reduce((sum, [, count]) => sum + count, 0);
      return `${client.replace(/:\d+$/, '')} > ${server} ${all - acknowledged}/${acknowledged}`;
    });
    const expected = associations
      .filter(({ outcome }) => outcome === 'mllp')
      .map(({ src, dst, port, ops }) => `${src} > ${dst}:${port} ${ops['HL7'] ?? 0}/${ops['HL7-ACK'] ?? 0}`);
    expect(messages.sort()).toEqual(expected.sort());
  });

  test.each([
    ['variant-bigendian.pcap.gz', 246],
    ['variant-dup.pcap.gz', 246],
    ['variant-nsec.pcap.gz', 246],
    ['variant-pcapng.pcapng.gz', 246],
    ['variant-vlan.pcap.gz', 246],
    ['variant-truncated-file.pcap.gz', 63],
    ['variant-snap96.pcap.gz', 0],
  ])('%s: %i stores of one association', async (file, stores) => {
    const document = await captured(path.join(PCAPS, file));
    expect(document.associations).toHaveLength(1);
    expect(document.associations[0]).toMatchObject({ calling: 'CT01', called: 'ORTHANC', outcome: 'accepted' });
    expect(document.associations[0]?.operations.store).toBe(stores);
    expect(document.input.truncated).toBe(file.includes('truncated'));
  });
});

const oracle = z.record(
  z.string(),
  z.object({
    dicom_assoc: z.array(z.record(z.string(), z.string())).default([]),
    hl7: z.array(z.record(z.string(), z.string())).default([]),
    arp_hosts: z.array(z.tuple([z.string(), z.string()])).default([]),
  }),
);
const ORACLE = path.join(SAMPLES, 'lab-dicom-hl7/tshark-oracle.dev.json');
const oracles = existsSync(ORACLE) ? Object.entries(oracle.parse(JSON.parse(readFileSync(ORACLE, 'utf8')))) : [];

describe.skipIf(oracles.length === 0)('captures of a network of peers, as tshark reads them', () => {
  test.each(oracles)('%s', async (file, expected) => {
    const document = await captured(path.join(SAMPLES, 'lab-dicom-hl7', file));
    const requests = expected.dicom_assoc
      .filter((pdu) => pdu['dicom.pdu.type'] === '0x01')
      .map((pdu) => {
        const titles = [pdu['dicom.assoc.ae.calling'], pdu['dicom.assoc.ae.called']].map((title) => title?.trim());
        const from = `${pdu['ip.src']}:${pdu['tcp.srcport']}`;
        return `${from} ${pdu['ip.dst']}:${pdu['tcp.dstport']} ${titles.join('>')} ${pdu['dicom.userinfo.uid']}`;
      });
    const seen = document.associations.map(
      ({ client, server, calling, called, clientImplementation }) =>
        `${client} ${server} ${calling}>${called} ${clientImplementation?.classUid}`,
    );
    expect(seen.sort()).toEqual(requests.sort());
    const types = (list: readonly string[]) => {
      const counted: Record<string, number> = {};
      for (const type of list) counted[type] = (counted[type] ?? 0) + 1;
      return counted;
    };
    const messages: Record<string, number> = {};
    for (const session of document.hl7) {
      for (const [type, count] of Object.entries(session.messages)) messages[type] = (messages[type] ?? 0) + count;
    }
    const named = expected.hl7.flatMap((message) => {
      const all = (message['hl7.message.type'] ?? '').split('|');
      const events = (message['hl7.event.type'] ?? '').split('|');
      return all.map((type, at) => [type, events[at] ?? ''].filter((part) => part !== '').join('^'));
    });
    expect(messages).toEqual(types(named));
    for (const [mac, address] of expected.arp_hosts) {
      const device = document.devices.find(({ addresses }) => addresses.includes(address));
      expect(device?.macs, address).toContain(mac);
    }
  });
});

describe.skipIf(!existsSync(SAMPLES))('captures of others', () => {
  const all = existsSync(SAMPLES)
    ? readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' }).filter((name) =>
        /\.p?cap(ng)?(\.gz)?(\.\d)?$/.test(name),
      )
    : [];

  test('whatever was captured, reading it ends in a document or in words', { timeout: 120_000 }, async () => {
    expect(all.length).toBeGreaterThan(600);
    const problems: string[] = [];
    for (const name of all) {
      try {
        await captured(path.join(SAMPLES, name));
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'Invalid') problems.push(`${name}: ${String(error)}`);
      }
    }
    expect(problems).toEqual([]);
  });
});
