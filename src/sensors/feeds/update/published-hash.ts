// What a publisher or a mirror lays beside a file to prove it: NVD's `.meta` with the SHA-256 of the unpacked JSON
// (nvd.nist.gov/vuln/data-feeds), or `.sha512` and `.sha256` as CSAF 2.0 7.1.18 has them.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import { Invalid, inertText } from '#kit/index.ts';
import { askFor, type WayOut } from './feed-request.ts';
import type { FeedSource } from './update-settings.ts';

const MOST_BYTES = 65_536;

/** Whether the file is the one that the publisher's hash was made for. Throws Invalid when it is not. */
export async function checkPublished(
  { place, proof, isMirror }: FeedSource,
  file: string,
  around: { readonly way: WayOut; readonly signal: AbortSignal },
): Promise<'good' | 'not there'> {
  if (place.kind === 'file') return 'not there';
  const { url } = place;
  if (proof === 'nvd-meta') {
    const said = /^sha256:([0-9a-f]{64})\s*$/im.exec((await beside(url, metaOf, around)) ?? '')?.[1];
    if (said !== undefined) return compare(said, await hashOf(file, { kind: 'sha256', isUnpacked: true }), '.meta');
  }
  if (!isMirror) return 'not there';
  for (const kind of ['sha512', 'sha256'] as const) {
    const found = await beside(url, (path) => `${path}.${kind}`, around);
    const said = found?.trim().split(/\s+/)[0] ?? '';
    // A server that answers everything with a page of its own has no hash.
    if (said.length === (kind === 'sha512' ? 128 : 64) && /^[0-9a-f]+$/i.test(said))
      return compare(said, await hashOf(file, { kind, isUnpacked: false }), `.${kind}`);
  }
  return 'not there';
}

function metaOf(path: string): string {
  return path.replace(/\.json(?:\.gz|\.zip)?$/, '.meta');
}

function compare(said: string, own: string, suffix: string): 'good' {
  if (said.toLowerCase() === own) return 'good';
  throw new Invalid(
    `The file is not the one that the ${inertText(suffix, 20)} file beside it was made for. Fetch it again.`,
  );
}

async function beside(
  url: URL,
  named: (path: string) => string,
  around: { readonly way: WayOut; readonly signal: AbortSignal },
): Promise<string | null> {
  const at = new URL(url);
  at.pathname = named(at.pathname);
  const { status, headers, body } = await askFor(at, {}, around);
  if (status !== 200 || Number(headers['content-length'] ?? 0) > MOST_BYTES) {
    body.destroy();
    return null;
  }
  return await text(bounded(body));
}

async function* bounded(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) return;
    yield piece;
  }
}

async function hashOf(
  file: string,
  { kind, isUnpacked }: { readonly kind: 'sha256' | 'sha512'; readonly isUnpacked: boolean },
): Promise<string> {
  const hash = createHash(kind);
  const bytes = createReadStream(file);
  try {
    for await (const piece of isUnpacked ? bytes.compose(createGunzip()) : bytes) hash.update(piece as Buffer);
  } catch (error) {
    throw new Invalid('The gzipped file is broken or cut short. Fetch it again.', undefined, error);
  }
  return hash.digest('hex');
}
