// The system that an advisory's product runs on, where the document writes it into the name or into the versions: "PET/CT Systems Windows
// 7-Based", "<= 11.2 on Windows 8.1 with IIS 7.5", "* running on old, unsupported operating systems".
import type { AdvisoryProduct } from './advisory.ts';
import { readVersions } from './version-words.ts';

const BASED = /^(.*\S)\s+(windows [\w.]+)[ -]based$/i;
const NAME_ON = /^(.*?[^\s,]),?\s+(?:used with|running on|installed on|with|on)\s+(windows\b.{1,80})$/i;
const VERSION_ON = /^(.*?)\s*\b(?:running on|installed on|on)\s+(\p{L}.{1,200})$/iu;
const SYSTEM_ALONE = /^windows (?:xp|vista|\d[\d.]*|server)\b.{0,200}$/i;

/** Longer texts are no names. */
const MOST_LETTERS = 500;

const readBefore = new WeakMap<AdvisoryProduct, AdvisoryProduct>();

/** The same product with the system in its own place; as it is where none is written. */
export function installedOn(advised: AdvisoryProduct): AdvisoryProduct {
  const known = readBefore.get(advised);
  if (known) return known;
  const read = advised.on === undefined ? taken(advised) : advised;
  readBefore.set(advised, read);
  return read;
}

function taken(advised: AdvisoryProduct): AdvisoryProduct {
  if (advised.product.length > MOST_LETTERS || advised.versions.length > MOST_LETTERS) return advised;
  const [, product, system] = BASED.exec(advised.product) ?? NAME_ON.exec(advised.product) ?? [];
  if (product !== undefined && system !== undefined) return { ...advised, product, on: system };
  const words = advised.versions.trim();
  if (SYSTEM_ALONE.test(words)) return { ...advised, versions: '*', on: words };
  const [, versions, on] = VERSION_ON.exec(words) ?? [];
  if (versions === undefined || on === undefined) return advised;
  if (versions === '') return { ...advised, versions: '*', on };
  return readVersions(versions).kind === 'unread' ? advised : { ...advised, versions, on };
}
