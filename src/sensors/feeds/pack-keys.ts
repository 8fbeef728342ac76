// Keys of knowledge packs (Ed25519, PEM files): the one that this installation signs with, and those of others that it trusts.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Invalid, inertText, makeFolder } from '#kit/index.ts';
import { fingerprint } from './knowledge-pack.ts';

const OWN = 'pack-key.pem';
const PUBLIC = 'pack-key.pub.pem';
const TRUSTED = 'trusted-';

/** The keys in a data folder. */
export class PackKeys {
  readonly #folder: string;

  constructor(dataDir: string) {
    this.#folder = path.join(dataDir, 'keys');
  }

  /** The key to sign with: the one in the file, or this installation's own, which is made when it is first needed. */
  signing(file: string | null): KeyObject {
    if (file !== null) return readKey(file, createPrivateKey);
    const own = path.join(this.#folder, OWN);
    if (existsSync(own)) return readKey(own, createPrivateKey);
    makeFolder(this.#folder);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(own, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
    writeFileSync(this.publicFile(), publicKey.export({ format: 'pem', type: 'spki' }), { mode: 0o644 });
    return privateKey;
  }

  /** Where the public half of this installation's own key lies, to be given to others. */
  publicFile(): string {
    return path.join(this.#folder, PUBLIC);
  }

  /** Keys whose packs are taken: the one in the file, this installation's own, and those that were given before. */
  trusted(file: string | null): KeyObject[] {
    const names = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    const known = names.filter((name) => name === PUBLIC || (name.startsWith(TRUSTED) && name.endsWith('.pem')));
    const files = [...(file === null ? [] : [file]), ...known.sort().map((name) => path.join(this.#folder, name))];
    return files.map((each) => readKey(each, createPublicKey));
  }

  /** Remembers the key in the file, so that the next pack is taken without it. */
  trust(file: string): void {
    const key = readKey(file, createPublicKey);
    makeFolder(this.#folder);
    const place = path.join(this.#folder, `${TRUSTED}${fingerprint(key).slice(0, 16)}.pem`);
    writeFileSync(place, key.export({ format: 'pem', type: 'spki' }), { mode: 0o644 });
  }
}

function readKey(file: string, read: (pem: Buffer) => KeyObject): KeyObject {
  try {
    const key = read(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below: whatever is wrong, the person needs another file.
  }
  throw new Invalid(`${inertText(file, 200)} is no Ed25519 key in PEM form.`);
}
