// Claims about the reports: the figures add up, the same document gives the same bytes, and no name does harm.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, describe, expect, test } from 'vitest';
import { type AssessmentDocument, documents, type Fact } from '#contracts/index.ts';
import { judge } from '#findings/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { canonicalJson, Invalid } from '#kit/index.ts';
import { builtInKnowledge } from '#knowledge/index.ts';
import type { AssessmentInput } from './assessment.ts';
import { HOSTILE_NAMES } from './hostile.ts';
import { buildAssessment, htmlReport, pdfReport, REPORT_FILES, registerCsv, writeReport } from './index.ts';
import { sampleDevices, sampleFacts, sampleInput } from './sample-centre.ts';

const sample = buildAssessment(sampleInput);

/** The assessment of other devices, judged at the same time. */
function assessmentOf(devices: readonly DeviceSnapshot[], change: Partial<AssessmentInput> = {}): AssessmentDocument {
  const context = { now: sampleInput.generatedAt, knowledge: builtInKnowledge };
  const findings = devices.flatMap((device) => judge(device, context));
  return buildAssessment({ ...sampleInput, devices, findings, ...change });
}

describe('the assessment', () => {
  test('has the shape that other programs rely on', () => {
    expect(documents.assessmentDocument.parse(sample)).toEqual(sample);
  });
  test('counts each system once on the ladder', () => {
    const total = sample.summary.byExposure.reduce((sum, row) => sum + row.devices, 0);
    expect(total).toBe(sampleDevices.length);
  });
  test('widens the share of open systems by what is not known', () => {
    // Six open; unknown: two never seen, one that refused because of the name we used.
    expect(sample.summary.openShare).toEqual({ low: 0.428571429, high: 0.642857143 });
    expect(sample.summary.coverage).toEqual({ devices: 14, observed: 12, withOperatingSystem: 11, withOwner: 6 });
  });
  test('says in one sentence how many let strangers look for patients, and how many are not known', () => {
    expect(sample.summary.headline).toBe(
      '2 of 14 systems let strangers look for patients, and 1 more may. 3 could not be judged.',
    );
  });
  test('an offer alone is said as may, a possible decoy is not said as a fact', () => {
    const [pacs] = sampleDevices;
    if (!pacs) throw new Error('the sample has devices');
    const decoy = {
      ...pacs,
      services: pacs.services.map((each) => ({
        ...each,
        endpoint: { ...each.endpoint, web: null, honeypot: 'too friendly' },
      })),
    };
    expect(assessmentOf([decoy]).summary.headline).toBe('1 of 1 system may give patient data to strangers.');
  });
  test('nothing known is not nothing wrong', () => {
    const empty = assessmentOf([], { scan: null, imports: null });
    expect(empty.summary.headline).toContain('Nothing is known yet');
    expect(empty.summary.openShare).toEqual({ low: 0, high: 1 });
    const unseen = assessmentOf(sampleDevices.filter((device) => device.services.length === 0));
    expect(unseen.summary.headline).toBe(
      'None of the 2 systems could be judged, so how exposed they are is not known.',
    );
    expect(unseen.summary.openShare).toEqual({ low: 0, high: 1 });
  });
  test('retired systems and their findings are left out', () => {
    const retired = buildAssessment({
      ...sampleInput,
      devices: sampleDevices.map((device) => ({ ...device, retired: device.name === 'PACS archive' })),
    });
    expect(retired.devices).toHaveLength(13);
    expect(retired.findings.filter((finding) => finding.deviceName === 'PACS archive')).toEqual([]);
  });
  test('does not depend on the order in which devices and findings come', () => {
    const turned = buildAssessment({
      ...sampleInput,
      devices: [...sampleDevices].reverse(),
      findings: [...sampleInput.findings].reverse(),
    });
    expect(canonicalJson(turned)).toBe(canonicalJson(sample));
  });
  test('names the cheapest facts, those about exposure first', () => {
    const [first] = sample.summary.narrow;
    expect(first?.fact).toContain('Whether strangers get in');
    expect(sample.summary.narrow.length).toBeLessThanOrEqual(5);
  });
});

describe('the HTML report', () => {
  const page = htmlReport(sample);
  test('brings everything with it and forbids the rest', () => {
    expect(page).not.toMatch(/(?:src|href|action|data)\s*=\s*["']?(?!#|["'])[^\s"'>]*:?\/\//i);
    expect(page).not.toMatch(/url\(|@import|<script|<link|<iframe/i);
    expect(page).toContain(`default-src 'none'`);
  });
  test('answers on the first page what is exposed, how sure, and what to do first', () => {
    const cover = page.slice(0, page.indexOf('id="findings"'));
    for (const words of [
      'let strangers look for patients',
      'How sure we are',
      'Do these first',
      'What we could not see',
    ]) {
      expect(cover).toContain(words);
    }
    for (const item of sample.doFirst) expect(cover).toContain(item.who === 'pacs' ? 'PACS administrator' : '');
  });
  test('every link leads somewhere on the page, and every id is there once', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });
  test('shows authority, refused addresses, the proof and its age', () => {
    for (const words of [
      'M. Haddad, practice manager',
      '192.168.20.200',
      'infusion pumps',
      'Success, no match',
      'August 22, 2026',
    ]) {
      expect(page).toContain(words);
    }
  });
  test('is the same for the same document', () => {
    expect(htmlReport(buildAssessment(sampleInput))).toBe(page);
  });
  test('an empty site gives a page, not an error', () => {
    const empty = htmlReport(assessmentOf([], { scan: null, imports: null, site: '' }));
    expect(empty).toContain('Nothing is known yet');
  });
});

describe('the register', () => {
  test('has a line for each finding, in the order of work', () => {
    const rows: unknown = parse(registerCsv(sample), { bom: true, columns: true });
    expect(rows).toHaveLength(sample.findings.length);
    const first = expect.objectContaining({ order: '1', points: '102', system: 'PACS archive' });
    expect(rows).toEqual(expect.arrayContaining([first]));
  });

  test('tells the scores of a published flaw, and the page tells them in words', () => {
    const [first] = sample.findings;
    if (!first) throw new Error('no finding');
    const scored = {
      ...first,
      cve: 'CVE-2026-1000',
      kev: true,
      epss: 0.42,
      cvss: {
        version: '3.1',
        vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L',
        score: 8.6,
        environmental: {
          vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L/AR:H',
          score: 8.9,
          because: [{ metric: 'AR', value: 'H', because: 'clinical workflow' }],
        },
      },
      ssvc: {
        decision: null,
        lowest: 'scheduled' as const,
        highest: 'immediate' as const,
        path: [{ point: 'Exploitation', value: null, because: 'nobody knows' }],
      },
    };
    const document = { ...sample, findings: [scored] };
    expect(parse(registerCsv(document), { bom: true, columns: true })).toEqual([
      expect.objectContaining({
        cve: 'CVE-2026-1000',
        cvss: '8.6',
        'cvss here': '8.9',
        'cvss vector': scored.cvss.environmental.vector,
        'used in attacks': 'known',
        epss: '0.42',
        'how soon': 'scheduled to immediate',
      }),
    ]);
    expect(htmlReport(document)).toContain(
      'CVE-2026-1000; CVSS 3.1: 8.6 as published; 8.9 on this system (CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L/AR:H); chance of use within 30 days 42% (EPSS); used in attacks (CISA KEV); how soon to act: scheduled to immediate (SSVC: exploitation not known).',
    );
  });
});

// ---- hostile names, everywhere that a name can come from ----

function poisoned(name: string): AssessmentDocument {
  const devices = sampleDevices.map((device) => ({
    ...device,
    name,
    vendor: name,
    model: name,
    location: name,
    owner: name,
    aeTitles: [name],
    criticality: { level: 3, reasons: [name] },
    os: device.os ? { ...device.os, name: `${device.os.name} ${name}` } : null,
    services: device.services.map((service) => ({
      ...service,
      endpoint: {
        ...service.endpoint,
        banner: name,
        notes: [name],
        honeypot: null,
        implementation: {
          classUid: name,
          versionName: name,
          product: name,
          vendor: name,
          toolkit: name,
          confidence: 0.5,
          source: null,
        },
        transcript: [{ atMs: 1, direction: 'received' as const, summary: name }],
        tls: {
          ...service.endpoint.tls,
          weaknesses: service.endpoint.tls.weaknesses.map(() => name),
          certificate: service.endpoint.tls.certificate
            ? { ...service.endpoint.tls.certificate, subject: name, issuer: name, names: [name] }
            : null,
        },
      },
    })),
  }));
  const { scan, imports } = sampleInput;
  return assessmentOf(devices, {
    site: name,
    scan: scan
      ? { ...scan, vantage: name, authority: name, targets: [name], refused: [{ target: name, reason: name }] }
      : null,
    imports: imports ? { ...imports, files: imports.files.map((file) => ({ ...file, file: name })) } : null,
  });
}

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f]/;

describe.each(HOSTILE_NAMES)('a device that calls itself %j', (name) => {
  const document = poisoned(name);
  test('changes nothing in the HTML but its own text', () => {
    const page = htmlReport(document);
    expect(page).not.toMatch(CONTROLS);
    const tags = (text: string) => [...text.matchAll(/<(\/?[a-z][\w-]*)/gi)].map((match) => match[1]?.toLowerCase());
    const allowed = new Set(tags(htmlReport(sample)));
    expect(tags(page).filter((tag) => !allowed.has(tag))).toEqual([]);
    expect(page).not.toMatch(/<[^>]*\son\w+\s*=/i);
  });
  test('is no formula in the register', () => {
    const cells: unknown = parse(registerCsv(document), { bom: true });
    if (!Array.isArray(cells)) throw new Error('no table');
    const flat = cells.slice(1).flat().map(String);
    expect(flat.filter((cell) => /^[=+\-@\t\r|%]/.test(cell))).toEqual([]);
    expect(flat.join('')).not.toMatch(CONTROLS);
  });
});

const pdftotext = existsSync('/usr/bin/pdftotext');

describe('the PDF report', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'dosimeter-pdf-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const textOf = (bytes: Uint8Array, ...flags: string[]) => {
    const file = path.join(folder, 'report.pdf');
    writeFileSync(file, bytes);
    return execFileSync('pdftotext', [...flags, file, '-'], { encoding: 'utf8', maxBuffer: 50_000_000 });
  };

  test('is the same bytes for the same document', async () => {
    const [one, two] = [await pdfReport(sample), await pdfReport(buildAssessment(sampleInput))];
    expect(Buffer.compare(one, two)).toBe(0);
  });
  test('says what language it is in and that it is tagged', async () => {
    const raw = Buffer.from(await pdfReport(sample)).toString('latin1');
    expect(raw).toContain('/Lang (en-US)');
    expect(raw).toContain('/Marked true');
    expect(raw).toMatch(/FontFile2/);
    expect(raw).not.toMatch(/\/JavaScript|\/URI|\/Launch|\/EmbeddedFile/);
  });
  test.skipIf(!pdftotext)('gives the first page alone to what a manager asks', async () => {
    const bytes = await pdfReport(sample);
    const first = textOf(bytes, '-f', '1', '-l', '1');
    for (const words of [
      'let strangers look for patients',
      'How sure we are',
      'Do these first',
      'What we could not see',
    ]) {
      expect(first).toContain(words);
    }
    expect(first).not.toContain('All findings, in the order of work');
    expect(textOf(bytes, '-f', '2', '-l', '2')).toContain('All findings, in the order of work');
  });
  test.skipIf(!pdftotext)('tells a screen reader what is a heading, a text and a picture', async () => {
    const file = path.join(folder, 'tags.pdf');
    writeFileSync(file, await pdfReport(sample));
    const structure = execFileSync('pdfinfo', ['-struct-text', file], { encoding: 'utf8', maxBuffer: 50_000_000 });
    expect(structure).toMatch(/H1 \(block\)\n\s+"2 of 14 systems let strangers/);
    expect(structure).toMatch(/H2 \(block\)\n\s+"All findings, in the order of work"/);
    expect(structure.match(/^ {2}Figure$/gm)).toHaveLength(3);
    // The footer is decoration: its page numbers are read by nobody.
    expect(structure).not.toContain('cyber exposure, November 23, 2026');
    const alt =
      Buffer.from(await pdfReport(sample))
        .toString('latin1')
        .match(/\/Alt \([^)]*\)/g) ?? [];
    expect(alt.join()).toContain('Systems by what strangers can do with them');
  });
  test.skipIf(!pdftotext)('prints hostile names as text', async () => {
    const document = poisoned(HOSTILE_NAMES.join(' '));
    const text = textOf(await pdfReport(document));
    expect(text.replaceAll('\f', '')).not.toMatch(CONTROLS);
    expect(text.replace(/\s+/g, '')).toContain('<script>alert(1)</script>');
  });
  test('a name as long as a book breaks nothing', async () => {
    const bytes = await pdfReport(poisoned('W'.repeat(5_000)));
    expect(bytes.length).toBeGreaterThan(10_000);
  });
});

async function* stream(facts: readonly Fact[]): AsyncGenerator<Fact> {
  for (const fact of facts) yield fact;
}

describe('writing to a folder', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'dosimeter-report-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('gives six files that only their owner can read, and a canonical register', async () => {
    const folder = path.join(root, 'fresh', 'report');
    const files = await writeReport(folder, sample, stream(sampleFacts));
    expect(readdirSync(folder).sort()).toEqual([...REPORT_FILES].sort());
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readFileSync(path.join(folder, 'register.json'), 'utf8')).toBe(`${canonicalJson(sample)}\n`);
    const lines = readFileSync(path.join(folder, 'facts.jsonl'), 'utf8').trim().split('\n');
    expect(lines.map((line) => documents.fact.parse(JSON.parse(line)).id)).toEqual(['one', 'two']);
  });
  test('a second report takes the place of the first, whole', async () => {
    const folder = path.join(root, 'twice');
    await writeReport(folder, sample, stream(sampleFacts));
    await writeReport(folder, assessmentOf([]), stream([]));
    expect(readFileSync(path.join(folder, 'index.html'), 'utf8')).toContain('Nothing is known yet');
    expect(readdirSync(folder)).toHaveLength(REPORT_FILES.length);
  });
  test('when something fails on the way, the report of before stays and no crumbs are left', async () => {
    const folder = path.join(root, 'broken');
    await writeReport(folder, sample, stream(sampleFacts));
    const before = readFileSync(path.join(folder, 'facts.jsonl'), 'utf8');
    async function* failing(): AsyncGenerator<Fact> {
      yield* stream(sampleFacts);
      throw new Error('the database went away');
    }
    await expect(writeReport(folder, assessmentOf([]), failing())).rejects.toThrow('the database went away');
    expect(readFileSync(path.join(folder, 'facts.jsonl'), 'utf8')).toBe(before);
    expect(readdirSync(folder)).toHaveLength(REPORT_FILES.length);
  });
  test('a place that is no folder is refused in words', async () => {
    const file = path.join(root, 'a-file');
    writeFileSync(file, '');
    await expect(writeReport(file, sample, stream([]))).rejects.toThrow(Invalid);
    await expect(writeReport(file, sample, stream([]))).rejects.toThrow(/not a folder/);
  });
  test.each([
    // No user may make folders there, not even root. Under /proc a recursive mkdir would never end.
    ['/sys/dosimeter-report', /not allowed/],
    ['/proc/dosimeter-report/of/today', /no folder can be made there/],
  ])('%s is refused in words', async (place, why) => {
    await expect(writeReport(place, sample, stream([]))).rejects.toThrow(why);
  });
});
