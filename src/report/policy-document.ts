// A policy to hang up, to hand out and to sign: the text of one version with its blanks filled, and a list for those who have read it.
import type { Branding, PolicyPerson, PolicyText } from '#contracts/index.ts';
import { STAFF_ROLE_NAMES } from '#contracts/index.ts';
import { named } from './branding.ts';
import { htmlPage } from './html-page.ts';
import { html } from './markup.ts';
import { printSheet } from './pdf-sheet.ts';
import { INK, said } from './pdf-style.ts';
import { longDate } from './words.ts';

/** A version of a policy, and whose it is. */
export interface PolicyPaper {
  readonly id: string;
  readonly site: string;
  readonly text: PolicyText;
}

const LINES_TO_SIGN = 14;
const SIGN = 'I have read this policy and will keep to it.';
const COLUMNS = ['Name', 'Day', 'Signature'];

/** The policy as an HTML page that opens from disk: no network, no script. The same version gives the same text. */
export function policyHtml(paper: PolicyPaper, branding: Branding | null = null): string {
  const { filled } = paper.text;
  return htmlPage({
    title: filled.title,
    site: named(paper, branding).site,
    beside: standingOf(paper.text),
    body: html`<p>${filled.purpose}</p>
<ol>${filled.clauses.map(
      ({ text, who }) => html`<li><p>${text}<br><small>For ${peopleOf(who)}.</small></p></li>
`,
    )}</ol>
<section><h2>${SIGN}</h2>
<table><thead><tr>${COLUMNS.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead><tbody>${Array.from(
      { length: LINES_TO_SIGN },
      () => html`<tr>${COLUMNS.map(() => html`<td>&#160;</td>`)}</tr>`,
    )}</tbody></table>
</section>`,
    foot: footOf(paper),
    branding,
  });
}

/** The policy as PDF; the same version gives the same bytes. */
export function policyPdf(paper: PolicyPaper, branding: Branding | null = null): Promise<Uint8Array> {
  const { filled, version } = paper.text;
  const { site } = named(paper, branding);
  const made = new Date(version.decidedAt ?? version.at);
  const title = said(filled.title, 160);
  return printSheet({
    title,
    branding,
    site,
    made,
    foot: said(footOf(paper), 200),
    content: [
      { text: said(site, 160), bold: true },
      { text: standingOf(paper.text), color: INK.soft, margin: [0, 0, 0, 16] },
      { text: title, style: 'h1' },
      { text: said(filled.purpose), margin: [0, 0, 0, 10] },
      {
        ol: filled.clauses.map(({ text, who }) => ({
          stack: [{ text: said(text) }, { text: `For ${peopleOf(who)}.`, style: 'soft' }],
          margin: [0, 0, 0, 6] as [number, number, number, number],
        })),
      },
      {
        unbreakable: true,
        stack: [
          { text: SIGN, style: 'h2', margin: [0, 14, 0, 6] },
          {
            table: {
              headerRows: 1,
              widths: ['*', 90, '*'],
              body: [
                COLUMNS.map((text) => ({ text, bold: true })),
                ...Array.from({ length: LINES_TO_SIGN }, () => COLUMNS.map(() => ({ text: '\u00a0' }))),
              ],
            },
          },
        ],
      },
    ],
  });
}

function standingOf({ version }: PolicyText): string {
  if (version.state !== 'approved' || version.decidedAt === null) return 'Not approved';
  const until = version.reviewOn === null ? '' : `, to be read again by ${longDate(version.reviewOn)}`;
  return `Approved on ${longDate(version.decidedAt)} by ${said(version.decidedBy ?? '', 120)}${until}`;
}

function footOf({ id, text: { version } }: PolicyPaper): string {
  return `Policy ${id}, version ${version.version}. Made with Dosimeter.`;
}

const PEOPLE: Readonly<Record<PolicyPerson, string>> = {
  everyone: 'everyone',
  it: 'IT',
  maker: 'makers',
  ...STAFF_ROLE_NAMES,
};

function peopleOf(who: readonly PolicyPerson[]): string {
  return who.map((person) => PEOPLE[person]).join(', ');
}
