// What stands beside a CSAF document to prove it: hashes (CSAF 2.0, 7.1.18: `.sha256`, `.sha512`) and a detached OpenPGP signature (7.1.19:
// `.asc`). A hash that does not fit refuses the document. Signatures are checked by GnuPG where it is installed and a key was given, in a
// folder of its own and without a network.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Invalid, inertText } from '#kit/index.ts';

/** What was found out about one document. */
export interface DocumentChecks {
  readonly hash: 'good' | 'not there';
  readonly signature: 'good' | 'not there' | 'not checked';
  /** Why a signature that is there was not checked. */
  readonly because: string | null;
}

/** A proof that does not fit its document. */
export class ProofFailed extends Invalid {}

const MOST_HASH_FILE = 4096;
const GPG_MS = 20_000;

/** Checks a document by what lies beside it. Throws Invalid when a hash or a signature does not fit. */
export function checkDocument(file: string, gpgKey: string | null): DocumentChecks {
  const hashes = (['sha512', 'sha256'] as const).filter((kind) => existsSync(`${file}.${kind}`));
  for (const kind of hashes) {
    const said = readFileSync(`${file}.${kind}`).subarray(0, MOST_HASH_FILE).toString('utf8').trim().split(/\s+/)[0];
    const own = createHash(kind).update(readFileSync(file)).digest('hex');
    if (said?.toLowerCase() !== own)
      throw new ProofFailed(`The document is not the one that its .${kind} file was made for. Fetch both again.`);
  }
  const hash = hashes.length > 0 ? 'good' : 'not there';
  if (!existsSync(`${file}.asc`)) return { hash, signature: 'not there', because: null };
  if (gpgKey === null) return { hash, signature: 'not checked', because: 'no key was given (--gpg-key)' };
  return { hash, ...signatureOf(file, gpgKey) };
}

function signatureOf(file: string, gpgKey: string): Omit<DocumentChecks, 'hash'> {
  const home = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-gpg-'));
  const gpg = (...args: string[]) =>
    spawnSync('gpg', ['--homedir', home, '--batch', '--no-options', '--no-autostart', '--status-fd', '1', ...args], {
      encoding: 'utf8',
      timeout: GPG_MS,
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
  try {
    const imported = gpg('--import', gpgKey);
    if (imported.error) return { signature: 'not checked', because: 'gpg is not installed' };
    if (!/^\[GNUPG:\] IMPORT_OK /m.test(imported.stdout))
      throw new Invalid(`${inertText(gpgKey, 200)} holds no OpenPGP key that gpg can read.`);
    const verified = gpg('--no-auto-key-retrieve', '--trust-model', 'always', '--verify', `${file}.asc`, file);
    if (/^\[GNUPG:\] GOODSIG /m.test(verified.stdout) && verified.status === 0)
      return { signature: 'good', because: null };
    // Signed by somebody else: nothing is known about this signature.
    if (/^\[GNUPG:\] NO_PUBKEY /m.test(verified.stdout))
      return { signature: 'not checked', because: 'it was made with another key' };
    throw new ProofFailed('The OpenPGP signature (.asc) beside the document does not fit it. Fetch both again.');
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
