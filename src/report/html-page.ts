// The frame of a document as one HTML page that opens from disk: no network, no script.
import type { Branding } from '#contracts/index.ts';
import { brandFoot, brandHead, brandPolicy, brandStyle } from './branding-html.ts';
import { STYLE } from './html-style.ts';
import { html, type Markup, trusted } from './markup.ts';

interface HtmlPage {
  readonly title: string;
  readonly site: string;
  /** What stands beside the name of the site, as the day. */
  readonly beside: string;
  readonly body: Markup;
  readonly foot: string;
  readonly branding?: Branding | null;
}

/** The page as text; its title is the heading of the body, too. */
export function htmlPage({ title, site, beside, body, foot, branding = null }: HtmlPage): string {
  return html`<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline';${brandPolicy(branding)} base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${trusted(STYLE)}${brandStyle(branding)}</style>
</head>
<body>
${brandHead(branding)}<header class="masthead"><strong>${site}</strong><span>${beside}</span></header>
<main>
<h1>${title}</h1>
${body}
</main>
<footer class="foot">${brandFoot(branding)}${foot}</footer>
</body>
</html>
`.text;
}
