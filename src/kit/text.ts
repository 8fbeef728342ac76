// Text from strangers (AE titles, banners, certificate subjects, host names) made inert before it is shown anywhere.

// C0, DEL and C1 controls; bidirectional marks and isolates; zero-width and invisible operators; line and paragraph
// separators; tag characters; lone surrogates (Unicode Standard 15, sections 23.2 and 23.3; Trojan Source, 2021).
const HARMFUL =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** Text with every control, bidirectional and invisible character shown as \u{hex}, cut to `max` characters. */
export function inertText(text: string, max = 256): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return cut.replace(HARMFUL, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A CSV cell value that no spreadsheet takes for a formula (OWASP, CSV injection): a leading quote is put before it. */
export function inertCell(text: string): string {
  const inert = inertText(text, 32_000);
  return /^[=+\-@\t\r|%]/.test(inert) ? `'${inert}` : inert;
}

/** Text as HTML character data or attribute value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
