// Branding on pages: the logo with who prepared it above, the color of accents for light and dark, the note at the foot.
import type { Branding } from '#contracts/index.ts';
import { readableOn, senderLines } from './branding.ts';
import { html, type Markup, trusted } from './markup.ts';

type Brand = Branding | null;
/** What accents stand on in the style sheet. */
const GROUND = { light: '#fbfaf7', dark: '#1a2128' };

const STYLE = `
.letterhead{max-width:66rem;margin:0 auto;padding:1.5rem 1.5rem 0;display:flex;justify-content:space-between;align-items:center;gap:.6rem 1.5rem;
  flex-wrap:wrap;font-size:.9rem;color:var(--soft)}
.letterhead img{display:block;width:auto;height:auto;max-width:min(100%,15rem);max-height:4rem}
.letterhead p{margin:0}
@media (prefers-color-scheme:dark){.letterhead img{background:#fff;padding:.3rem .5rem;border-radius:6px}}
@media (max-width:46rem){.letterhead{padding-left:1rem;padding-right:1rem}}
@media print{.letterhead img{background:transparent;padding:0}}
`;

/** Rules after the style sheet. */
export function brandStyle(branding: Brand): Markup | '' {
  if (branding === null) return '';
  const { accent } = branding;
  if (accent === null) return trusted(STYLE);
  const [light, dark] = [readableOn(accent, GROUND.light), readableOn(accent, GROUND.dark)];
  return trusted(
    `${STYLE}:root{--accent:${light}}\n@media (prefers-color-scheme:dark){:root{--accent:${dark}}}\n@media print{:root{--accent:${light}}}\n`,
  );
}

/** What the page's policy lets in besides: the logo, which stands in the page itself. */
export function brandPolicy(branding: Brand): Markup | '' {
  return branding?.logo ? trusted(' img-src data:;') : '';
}

/** Above the head of the page. */
export function brandHead(branding: Brand): Markup | '' {
  if (branding === null) return '';
  const lines = senderLines(branding);
  if (branding.logo === null && lines.length === 0) return '';
  return html`<div class="letterhead">${logoHtml(branding)}${lines.length === 0 ? '' : html`<div>${lines.map((line) => html`<p>${line}</p>`)}</div>`}</div>
`;
}

function logoHtml({ logo, name }: Branding): Markup | '' {
  if (logo === null) return '';
  // The store took it apart and put it together again: base64 of a picture and nothing else.
  const source = trusted(`data:${logo.mime};base64,${logo.data.replaceAll(/[^A-Za-z0-9+/=]/g, '')}`);
  return html`<img src="${source}" width="${logo.width}" height="${logo.height}" alt="Logo${name === '' ? '' : ` of ${name}`}">`;
}

/** Before the words at the foot. */
export function brandFoot(branding: Brand): Markup | '' {
  return branding === null || branding.footer === '' ? '' : html`<p>${branding.footer}</p>`;
}
