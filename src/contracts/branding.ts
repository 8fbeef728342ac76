// What a site puts on its reports: name, logo, color of accents, who prepared them, whom to ask, and a note at the foot.
import { z } from 'zod';
import { nullableText, text, time } from './parts.ts';

/** The largest logo. */
export const LOGO_BYTES = 256 * 1024;
/** Pixels of its longer side. */
export const LOGO_SIDE = 2_000;
/** Contrast of the accent on white that is needed to read it (WCAG 2.2, 1.4.3). */
export const ACCENT_CONTRAST = 4.5;

const base64 = z
  .base64({ error: 'write the file as base64' })
  .min(8)
  .max(Math.ceil(LOGO_BYTES / 3) * 4, { error: 'The logo is larger than 256 KiB. Save a smaller one.' });

const said = {
  /** The name on reports; '' for that of the site. */
  name: text.trim().max(120),
  accent: text.regex(/^#[0-9a-f]{6}$/, { error: 'write a color as #0b5c7a' }).nullable(),
  preparedBy: text.trim().max(120),
  contact: text.trim().max(160),
  /** At the foot of each page. */
  footer: text.trim().max(160),
};

const logo = z.object({
  mime: z.enum(['image/png', 'image/jpeg']),
  width: z.number().int().min(1).max(LOGO_SIDE),
  height: z.number().int().min(1).max(LOGO_SIDE),
  /** The file as base64. */
  data: text,
});

/** What goes onto reports. */
export const branding = z.object({ ...said, logo: logo.nullable() });
export type Branding = z.infer<typeof branding>;

export const brandingState = branding.extend({
  version: z.number().int().min(0),
  by: nullableText,
  at: time.nullable(),
});
export type BrandingState = z.infer<typeof brandingState>;

export const brandingInput = z.strictObject({
  /** The version on which the change was made; 0 before the first. */
  version: z.number().int().min(0),
  ...said,
  accent: text
    .toLowerCase()
    .regex(/^#[0-9a-f]{6}$/, { error: 'write a color as #0b5c7a' })
    .nullable(),
  /** Left out, the logo stays; null takes it away. */
  logo: z.strictObject({ data: base64 }).nullable().optional(),
});
export type BrandingInput = z.infer<typeof brandingInput>;

/** Contrast of a color (as #0b5c7a) with white or another, from 1 to 21 (WCAG 2.2, relative luminance). */
export function contrastOf(color: string, other = '#ffffff'): number {
  const [light, dark] = [luminance(color), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
