// The starter policies as one page to read, print and fill in: no network, no script.
import { type FilledPolicy, type PolicyPerson, STAFF_ROLE_NAMES } from '#contracts/index.ts';
import { htmlPage } from './html-page.ts';
import { html, type Markup } from './markup.ts';
import { longDate } from './words.ts';

const OTHERS: Readonly<Record<string, string>> = { everyone: 'Everyone', it: 'IT', maker: 'Makers' };
const NAMES: Readonly<Record<string, string>> = { ...STAFF_ROLE_NAMES, ...OTHERS };

/** The policies as an HTML page. What is not filled in stands as a blank with the name of what belongs there. `at`: ISO 8601. */
export function starterPoliciesHtml(
  policies: readonly FilledPolicy[],
  { center, at }: { readonly center: string; readonly at: string },
): string {
  const title = `Starter policies of ${center}`;
  return htmlPage({
    title,
    site: center,
    beside: longDate(at),
    body: html`<p>Drafts. Nothing here is in force until somebody at ${center} has read it, filled in the blanks and approved it.</p>
${policies.map(policyHtml)}`,
    foot: 'Made with Dosimeter.',
  });
}

function policyHtml({ title, purpose, clauses, missing }: FilledPolicy): Markup {
  return html`<section><h2>${blanks(title)}</h2>
<p>${blanks(purpose)}</p>
<ol>${clauses.map(({ text, who }) => html`<li>${blanks(text)} (${who.map(nameOf).join(', ')})</li>`)}</ol>
${missing.length > 0 ? html`<p>To fill in: ${missing.join(', ')}.</p>` : null}
</section>
`;
}

function nameOf(person: PolicyPerson): string {
  return NAMES[person] ?? person;
}

/** A blank as a line to write on. */
function blanks(text: string): string {
  return text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, '____ ($1)');
}
