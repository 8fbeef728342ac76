// Passwords as Argon2id hashes (RFC 9106) with Node's own implementation; parameters stand in the hash, so that they can grow.
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

// OWASP Password Storage Cheat Sheet: Argon2id with 19 MiB, 2 passes, 1 lane.
const MEMORY_KIB = 19456;
const PASSES = 2;
const LANES = 1;
const TAG_BYTES = 32;

/** A hash of the password in PHC text form. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await compute(password, nonce, MEMORY_KIB, PASSES, LANES);
  const part = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${part(nonce)}$${part(tag)}`;
}

/** Whether the password belongs to the hash; takes the same time whatever differs. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,3})\$([\w+/]+)\$([\w+/]+)$/.exec(hash);
  if (!match) return false;
  const [, memory, passes, lanes, nonce = '', expected = ''] = match;
  const tag = await compute(password, Buffer.from(nonce, 'base64'), Number(memory), Number(passes), Number(lanes));
  const wanted = Buffer.from(expected, 'base64');
  return wanted.length === tag.length && timingSafeEqual(wanted, tag);
}

/** Whether the hash was made with weaker parameters than today's. */
export function needsRehash(hash: string): boolean {
  return !hash.includes(`m=${MEMORY_KIB},t=${PASSES},p=${LANES}$`);
}

async function compute(
  password: string,
  nonce: Buffer,
  memory: number,
  passes: number,
  parallelism: number,
): Promise<Buffer> {
  const message = Buffer.from(password.normalize('NFC'), 'utf8');
  return Buffer.from(await derive('argon2id', { message, nonce, parallelism, tagLength: TAG_BYTES, memory, passes }));
}
