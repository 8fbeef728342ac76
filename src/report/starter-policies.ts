// The starter policies as one page to read, print and fill in: no network, no script.
import { type FilledPolicy, type PolicyPerson, STAFF_ROLE_NAMES } from '#contracts/index.ts';
import { STYLE } from './html-style.ts';
import { html, type Markup, trusted } from './markup.ts';
import { longDate } from './words.ts';

const OTHERS: Readonly<Record<string, string>> = { everyone: 'Everyone', it: 'IT', maker: 'Makers' };
const NAMES: Readonly<Record<string, string>> = { ...STAFF_ROLE_NAMES, ...OTHERS };

/** The policies as an HTML page. What is not filled in stands as a blank with the name of what belongs there. `at`: ISO 8601. */
export function starterPoliciesHtml(
  policies: readonly FilledPolicy[],
  { center, at }: { readonly center: string; readonly at: string },
): string {
  const title = `Starter policies of ${center}`;
  return html`<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<header class="masthead"><strong>${center}</strong><span>${longDate(at)}</span></header>
<main>
<h1>${title}</h1>
<p>Drafts. Nothing here is in force until somebody at ${center} has read it, filled in the blanks and approved it.</p>
${policies.map(policyHtml)}
</main>
<footer class="foot">Made with Dosimeter.</footer>
</body>
</html>
`.text;
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
