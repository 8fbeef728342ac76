// What stands behind the first page: each device with its proof, each finding with its reasons and its place in the order.
import { type AssessedDevice, type AssessmentDocument, type Finding, RUNG_MEANING } from '#contracts/index.ts';
import { html, type Markup } from './markup.ts';
import {
  actor,
  counted,
  dateAndTime,
  grouped,
  makeAndModel,
  percent,
  scoreWords,
  severityWord,
  stateWord,
  systemWords,
} from './words.ts';

/** How many are written out; the register has all. */
export const DEVICES_SHOWN = 500;
export const FINDINGS_SHOWN = 2_000;

/** Findings in the order of work, each with its reasons. */
export function findingsHtml(document: AssessmentDocument): Markup {
  const { findings } = document;
  const shown = findings.slice(0, FINDINGS_SHOWN);
  return html`<section id="findings"><h2>All findings, in the order of work</h2>
<p class="muted">The order is a sum of named points (what was proven, what it opens, how critical the system is). Open a finding to see them.</p>
${shown.map(findingHtml)}
${leftOut(findings.length - shown.length, 'finding')}
</section>`;
}

function findingHtml(finding: Finding): Markup {
  return html`<details id="f-${finding.id}"><summary>${badge(finding)}<span class="name">${finding.title}</span><span class="side">${finding.deviceName}</span></summary>
<div class="inner"><ul class="reasons">${finding.reasons.map((reason) => html`<li>${reason.because}</li>`)}</ul>
${
  finding.state === 'not affected'
    ? ''
    : html`<div class="act"><p><span class="who">${actor(finding.fix.who)}</span>${finding.fix.text}</p></div>`
}
${scoreWords(finding) === '' ? '' : html`<p>${scoreWords(finding)}</p>`}
<p class="muted">${stateWord(finding.state)}. The facts behind it are ${percent(finding.confidence)} sure. Rule ${finding.rule}. ${sourcesOf(finding)}Facts: ${grouped(factCount(finding))}.
<a href="#d-${finding.device}">To the system</a></p>
<div class="scroll"><table class="mini"><caption>Points in the order of work: ${points(finding.priority.score)}</caption><tbody>${finding.priority.terms.map(
    (term) => html`<tr><td>${term.name}</td><td>${term.because}</td><td class="n">${points(term.value)}</td></tr>`,
  )}</tbody></table></div></div></details>`;
}

function sourcesOf(finding: Finding): string {
  if (finding.sources.length === 0) return '';
  const words = finding.sources.map((source) =>
    source.asOf === null ? source.name : `${source.name}, ${source.asOf.slice(0, 10)}`,
  );
  return `Rests on: ${words.join('; ')}. `;
}

function factCount(finding: Finding): number {
  return new Set(finding.reasons.flatMap((reason) => reason.facts)).size;
}

function points(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** The severity of a finding, or what its state says when it has none. */
export function badgeWord(finding: Finding): { readonly word: string; readonly tone: string } {
  if (finding.state === 'not affected') return { word: 'Good', tone: 'good' };
  if (finding.state === 'unknown') return { word: 'Not known', tone: 'none' };
  return { word: severityWord(finding.severity), tone: finding.severity };
}

function badge(finding: Finding): Markup {
  const { word, tone } = badgeWord(finding);
  return html`<span class="badge ${tone}">${word}</span>`;
}

/** Systems, the ones with the most urgent findings first. */
export function devicesByUrgency(document: AssessmentDocument): readonly AssessedDevice[] {
  const best = new Map<string, number>();
  for (const finding of document.findings) {
    if (!best.has(finding.device)) best.set(finding.device, best.size);
  }
  const place = (device: AssessedDevice) => best.get(device.id) ?? best.size;
  return [...document.devices].sort((a, b) => place(a) - place(b));
}

/** Each device: what is known, what was seen and how it was proven, what was found. */
export function devicesHtml(document: AssessmentDocument): Markup {
  const byDevice = Map.groupBy(document.findings, (finding) => finding.device);
  const devices = devicesByUrgency(document);
  const shown = devices.slice(0, DEVICES_SHOWN);
  return html`<section id="systems"><h2>Each system</h2>
${shown.map((device) => deviceHtml(device, byDevice.get(device.id) ?? []))}
${leftOut(devices.length - shown.length, 'system')}
</section>`;
}

function deviceHtml(device: AssessedDevice, findings: readonly Finding[]): Markup {
  const open = findings.filter((finding) => finding.state === 'confirmed' || finding.state === 'potential');
  const worst = open.reduce<Finding | null>((best, each) => (best && rank(best) >= rank(each) ? best : each), null);
  return html`<details id="d-${device.id}"><summary>${worst ? badge(worst) : html`<span class="badge">No finding</span>`}<span class="name">${device.name}</span>
<span class="side">${rungWords(device.exposure)}</span></summary>
<div class="inner"><dl class="pairs">${pairs(device).map(
    ([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`,
  )}</dl>
${findings.length > 0 ? html`<h3>Found</h3><ul class="reasons">${findings.map((finding) => html`<li><a href="#f-${finding.id}">${finding.title}</a> ${badge(finding)}</li>`)}</ul>` : ''}
${device.services.length > 0 ? html`<h3>Seen on the network</h3>${device.services.map(serviceHtml)}` : html`<p class="muted">Never seen on the network.</p>`}
</div></details>`;
}

const RANKS = ['none', 'low', 'medium', 'high', 'critical'];

function rank(finding: Finding): number {
  return RANKS.indexOf(finding.severity);
}

/** `E6: runs searches for strangers`. */
export function rungWords(rung: string | null): string {
  if (rung === null) return 'Never seen on the network';
  const meaning = Object.entries(RUNG_MEANING).find(([name]) => name === rung)?.[1];
  return meaning === undefined ? rung : `${rung}: ${meaning}`;
}

/** What is known of a device, as label and value. */
export function pairs(device: AssessedDevice): (readonly [string, string])[] {
  const unknown = 'not known';
  const level = device.criticality;
  return [
    ['Kind', [device.kind, device.modality].filter((part) => part !== null && part !== '').join(', ') || unknown],
    ['Maker and model', makeAndModel(device) || unknown],
    ['Operating system', systemWords(device) ?? unknown],
    ['Address', device.addresses.join(', ') || unknown],
    ['AE title', device.aeTitles.join(', ') || unknown],
    ['Location', device.location ?? unknown],
    ['Responsible', device.owner ?? unknown],
    ['Criticality', level ? `${level.level} of 5: ${level.reasons.join('; ')}`.replace(/: $/, '') : unknown],
    ['Last seen', dateAndTime(device.lastSeenAt)],
  ];
}

type Service = AssessedDevice['services'][number];

/** `192.168.20.10, port 4242: DICOM`. */
export function serviceTitle({ endpoint }: Service): string {
  const names = {
    dicom: 'DICOM',
    http: 'web',
    hl7: 'HL7',
    tls: 'TLS',
    other: 'other service',
    unknown: 'unknown service',
  };
  const name = endpoint.service ?? names[endpoint.protocol];
  const secure = endpoint.transport === 'tls' ? ' over TLS' : '';
  return `${endpoint.address}, port ${endpoint.port}: ${name}${secure}`;
}

/** What a service offered, in short phrases. */
export function serviceFacts({ endpoint }: Service): string[] {
  const out: string[] = [];
  const { implementation, tls } = endpoint;
  if (endpoint.reject)
    out.push(
      `refused: ${endpoint.reject.meaning} (${endpoint.reject.result}/${endpoint.reject.source}/${endpoint.reject.reason})`,
    );
  if (endpoint.abort) out.push(`aborted: ${endpoint.abort.meaning}`);
  if (endpoint.exposure !== null && endpoint.exposure >= 'E3') {
    out.push(
      `search ${endpoint.query}`,
      `schedule ${endpoint.worklist}`,
      `read ${endpoint.read}`,
      `write ${endpoint.write}`,
    );
  }
  if (implementation) {
    const names = [implementation.product ?? implementation.toolkit, implementation.versionName].filter(
      (each) => each !== null,
    );
    if (names.length > 0) out.push(`announces itself as ${names.join(', ')}`);
  }
  if (endpoint.banner !== null) out.push(`says "${endpoint.banner}"`);
  if (endpoint.transport === 'tls') {
    out.push(
      `TLS grade ${tls.grade}${tls.versions.length > 0 ? ` (${tls.versions.join(', ')})` : ''}${tls.mutual ? ', asks for a certificate' : ''}`,
    );
    if (tls.certificate)
      out.push(`certificate of ${tls.certificate.subject}, until ${tls.certificate.notAfter.slice(0, 10)}`);
  }
  return [...out, ...endpoint.notes];
}

function serviceHtml(service: Service): Markup {
  const { endpoint } = service;
  const rung = endpoint.exposure ?? endpoint.web;
  const facts = serviceFacts(service);
  return html`<details><summary><span class="name">${serviceTitle(service)}</span><span class="side">${rung === null ? '' : rungWords(rung)}</span></summary>
<div class="inner">${facts.length > 0 ? html`<p class="muted">${facts.join('; ')}.</p>` : ''}
<p class="muted">Seen ${dateAndTime(service.observedAt)}, ${counted(endpoint.connections, 'connection')}. ${endpoint.transcript.length > 0 ? 'What was said:' : ''}</p>
<ol class="lines">${endpoint.transcript.map(
    (line) =>
      html`<li><span class="at">${grouped(Math.round(line.atMs))} ms</span><span class="dir">${line.direction === 'note' ? 'seen' : line.direction === 'sent' ? 'we sent' : 'it said'}</span><span>${line.summary}</span></li>`,
  )}</ol></div></details>`;
}

function leftOut(count: number, what: string): Markup | '' {
  if (count <= 0) return '';
  return html`<p class="muted">${counted(count, `further ${what}`)}: see register.csv and register.json beside this report.</p>`;
}
