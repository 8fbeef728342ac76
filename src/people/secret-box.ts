// Secrets at rest (second-factor seeds) under a key that lies in a file of its own, mode 0600, never in the database.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeFolder, Unavailable } from '#kit/index.ts';

export interface SecretBox {
  /** AES-256-GCM: nonce, tag and text, base64. What is sealed for a purpose opens for that one only. */
  seal(text: string, purpose?: string): string;
  open(sealed: string, purpose?: string): string;
}

/** The box of a data folder; its key is made on first use. A null folder keeps the key in memory. */
export function openSecretBox(dataDir: string | null): SecretBox {
  const key = dataDir === null ? randomBytes(32) : keyOf(dataDir);
  return {
    seal(text, purpose = '') {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose, 'utf8'));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed, purpose = '') {
      try {
        const bytes = Buffer.from(sealed, 'base64');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
        decipher.setAAD(Buffer.from(purpose, 'utf8')).setAuthTag(bytes.subarray(12, 28));
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw new Unavailable(
          "The key file 'secret.key' in the data folder does not fit this database. Restore the right one, or reset the second factor on the console.",
          undefined,
          cause,
        );
      }
    },
  };
}

function keyOf(dataDir: string): Buffer {
  const file = path.join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    makeFolder(dataDir);
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  if (key.length !== 32) throw new Unavailable(`${file} is damaged. Restore it from a backup of the data folder.`);
  return key;
}
