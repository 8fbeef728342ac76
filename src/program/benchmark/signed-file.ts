// A file of counts with its signature (Ed25519, RFC 8032) over the canonical JSON of everything else in it; and what makes such a file be refused.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { BENCHMARK_FIGURES, type BenchmarkDocument, benchmark, CLIENT_SIZES } from '#contracts/index.ts';
import { canonicalJson, Invalid, round9, sha256 } from '#kit/index.ts';
import { periodOf, QUARTERS_TAKEN, quartersFrom } from './periods.ts';
import type { Release } from './release.ts';

const ALGORITHM = 'Ed25519';
const KEY_BYTES = 32;
/** What stands before the 32 bytes of a public key in SubjectPublicKeyInfo (RFC 8410, 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/** A new private key, PKCS #8 in PEM. */
export function newBenchmarkKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** The public half of a private key in PEM: its 32 bytes in base64, and their SHA-256, which people compare. */
export function signerOf(pem: string): BenchmarkDocument['signer'] {
  const bytes = createPublicKey(createPrivateKey(pem))
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI_HEAD.length);
  return { algorithm: ALGORITHM, publicKey: bytes.toString('base64'), fingerprint: sha256(bytes) };
}

/** The counts as a file, signed with a private key in PEM. */
export function signRelease(release: Release, pem: string): BenchmarkDocument {
  const unsigned = { ...release, signer: signerOf(pem) };
  return { ...unsigned, signature: sign(null, bytesOf(unsigned), createPrivateKey(pem)).toString('base64') };
}

function bytesOf(value: object): Buffer {
  return Buffer.from(canonicalJson(value), 'utf8');
}

/**
 * What came as a file, if it is one, is whole, and is of this time (`today`, a day in UTC). Throws Invalid with what is wrong. Whose it is stands
 * in it: whoever takes it in must know the fingerprint.
 */
export function readBenchmark(value: unknown, today: string): BenchmarkDocument {
  if (typeof value === 'object' && value !== null && !('signature' in value)) {
    throw new Invalid('This file carries no signature. Ask for the file as the program wrote it.');
  }
  const parsed = benchmark.benchmarkDocument.safeParse(value);
  if (!parsed.success) {
    throw new Invalid(
      'This is no file of dosimeter.benchmark/1, or somebody changed it. Ask for the file as the program wrote it.',
    );
  }
  const document = parsed.data;
  if (!isSigned(document)) {
    throw new Invalid('The signature does not fit: the file was changed after it was signed. Nothing of it was taken.');
  }
  checkFigures(document);
  checkTime(document, today);
  return document;
}

function isSigned({ signature, ...unsigned }: BenchmarkDocument): boolean {
  const { publicKey, fingerprint } = unsigned.signer;
  const bytes = Buffer.from(publicKey, 'base64');
  if (bytes.length !== KEY_BYTES || bytes.toString('base64') !== publicKey || sha256(bytes) !== fingerprint)
    return false;
  try {
    return verify(null, bytesOf(unsigned), keyOf(bytes), Buffer.from(signature, 'base64'));
  } catch {
    // Bytes that are no point of the curve sign nothing.
    return false;
  }
}

function keyOf(bytes: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI_HEAD, bytes]), format: 'der', type: 'spki' });
}

function checkFigures({ figures, epsilon, epsilonTotal }: BenchmarkDocument): void {
  const known = new Map(BENCHMARK_FIGURES.map(({ name, edges }) => [name, edges]));
  const names = new Set(figures.map(({ name }) => name));
  if (names.size !== figures.length) throw new Invalid('A figure stands twice in this file. Nothing of it was taken.');
  for (const { name, edges, groups } of figures) {
    const ours = known.get(name);
    if (ours === undefined || ours.join() !== edges.join()) {
      throw new Invalid(
        `The bins of '${name}' are not those that are counted here. One of the two programs is older: update it, and ask for a new file.`,
      );
    }
    const sizes = groups.map(({ size }) => size);
    const isOnce = new Set(sizes).size === sizes.length && (sizes.length === 1 || !sizes.includes(CLIENT_SIZES[0]));
    if (!isOnce || groups.some(({ counts }) => counts.length !== edges.length + 1)) {
      throw new Invalid(`The counts of '${name}' do not fit its bins. Nothing of the file was taken.`);
    }
  }
  if (round9(epsilon * figures.length) !== round9(epsilonTotal)) {
    throw new Invalid('The privacy loss that the file states is not that of its figures. Nothing of it was taken.');
  }
}

function checkTime({ period, day }: BenchmarkDocument, today: string): void {
  if (periodOf(day) !== period)
    throw new Invalid(`The file says ${day}, which is not in ${period}. Nothing of it was taken.`);
  // Where the sun is up earlier it may be tomorrow.
  if (Date.parse(day) > Date.parse(today) + 86_400_000) {
    throw new Invalid(`The file is of ${day}, a day to come. Look at the clocks of both machines.`);
  }
  if (quartersFrom(period, periodOf(today)) >= QUARTERS_TAKEN) {
    throw new Invalid(`The file is of ${period}, which is more than a year ago. Ask for a newer one.`);
  }
}
