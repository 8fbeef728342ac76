// What a site puts on its reports, at rest: one row with a version. The logo is kept as what draws it, and never as the file that was handed in.
import { type Branding, type BrandingInput, type BrandingState, branding } from '#contracts/index.ts';
import { Conflict, Invalid, Malformed } from '#kit/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { readPicture } from '#wire/picture/index.ts';
import { type Actor, ownWords } from '../own-words.ts';

const { ACCENT_CONTRAST, LOGO_BYTES, LOGO_SIDE } = branding;
const NOTHING: Branding = { name: '', accent: null, preparedBy: '', contact: '', footer: '', logo: null };

function kept(tx: Tenant) {
  return tx.db.selectFrom('clientBranding').selectAll().where('tenantId', '=', tx.id);
}

/** What the site said, for the page on which it is changed. */
export async function brandingState(tx: Tenant): Promise<BrandingState> {
  const row = await kept(tx).executeTakeFirst();
  if (!row) return { ...NOTHING, version: 0, by: null, at: null };
  return { ...branding.branding.parse(row.body), version: row.version, by: row.byWhom, at: row.at.toISOString() };
}

/** What goes onto the reports of the site; null where it said nothing. */
export async function brandingOf(tx: Tenant): Promise<Branding | null> {
  const row = await kept(tx).executeTakeFirst();
  const said = row ? branding.branding.parse(row.body) : NOTHING;
  return Object.values(said).every((value) => value === null || value === '') ? null : said;
}

/**
 * Keeps a change. Throws Conflict where somebody changed it in the meantime, Invalid for a logo or a color that will not do, and for what looks
 * like the data of a patient.
 */
export async function keepBranding(tx: Tenant, input: BrandingInput, { by, now }: Actor): Promise<BrandingState> {
  const { version, accent, logo } = input;
  if (accent !== null) checkAccent(accent);
  // Who comes second waits here, and then reads what the first left.
  const before = await kept(tx).forUpdate().executeTakeFirst();
  if ((before?.version ?? 0) !== version) throw changedMeanwhile(before?.byWhom);
  const said: Branding = {
    name: ownWords(input.name),
    accent,
    preparedBy: ownWords(input.preparedBy),
    contact: ownWords(input.contact),
    footer: ownWords(input.footer),
    logo:
      logo === undefined
        ? before
          ? branding.branding.parse(before.body).logo
          : null
        : logo === null
          ? null
          : logoOf(logo.data),
  };
  const change = { version: version + 1, body: JSON.stringify(said), at: now, byWhom: by };
  const written = await tx.db
    .insertInto('clientBranding')
    .values({ tenantId: tx.id, ...change })
    .onConflict((conflict) =>
      conflict.column('tenantId').doUpdateSet(change).where('clientBranding.version', '=', version),
    )
    .returning('version')
    .executeTakeFirst();
  // Two who came first at the same time: the one that the other overtook is told.
  if (!written) throw changedMeanwhile(undefined);
  await audit(tx, { who: by, action: 'branding of reports changed', subject: said.name || 'reports', detail: '' }, now);
  return brandingState(tx);
}

function changedMeanwhile(by: string | undefined): Conflict {
  return new Conflict(
    `${by ?? 'Somebody'} changed the branding in the meantime. Look at what they wrote, and save again what you still want.`,
  );
}

function checkAccent(accent: string): void {
  const contrast = branding.contrastOf(accent);
  if (contrast >= ACCENT_CONTRAST) return;
  throw new Invalid(
    `accent: ${accent} is too pale to read on white: its contrast is ${(Math.floor(contrast * 10) / 10).toFixed(1)}, and ${ACCENT_CONTRAST} is needed. Choose a darker color.`,
  );
}

function logoOf(data: string): NonNullable<Branding['logo']> {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length > LOGO_BYTES) throw new Invalid('logo: The logo is larger than 256 KiB. Save a smaller one.');
  try {
    const { mime, width, height, bytes: drawn } = readPicture(bytes, LOGO_SIDE);
    return { mime, width, height, data: Buffer.from(drawn).toString('base64') };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const why = error.message.replace(/^.* at byte \d+: /, '');
    throw new Invalid(
      `logo: This picture cannot be used: ${why}. Choose a PNG or JPEG of at most ${LOGO_SIDE} pixels on a side.`,
    );
  }
}
