// Where an archive is, as a person writes it: HOST:PORT for DICOM, a web address for DICOMweb. A name is looked up once, and the
// address that it led to is the one that must be cleared.
import { lookup } from 'node:dns/promises';
import { carriesLogin, Invalid, inertText, parseAddress, withoutLogin } from '#kit/index.ts';
import { ArchiveTrouble } from './archive.ts';

/** A place to ask at. */
export type ArchivePlace =
  | { readonly kind: 'find'; readonly host: string; readonly port: number }
  | { readonly kind: 'qido'; readonly host: string; readonly port: number; readonly base: URL };

/** Reads a place. Throws Invalid with what to write. */
export function archivePlace(text: string): ArchivePlace {
  const trimmed = text.trim();
  if (/^https?:\/\//i.test(trimmed)) return webPlace(trimmed);
  const [, six, name, digits] = /^(?:\[([^\]]+)\]|([\w.-]+)):(\d{1,5})$/.exec(trimmed) ?? [];
  const host = six ?? name;
  const port = Number(digits);
  if (host === undefined || port < 1 || port > 65_535) {
    throw new Invalid(
      `'${inertText(withoutLogin(trimmed), 80)}' is no archive; write HOST:PORT as in 10.1.2.3:104, or a web address as in https://pacs.example/dicom-web.`,
    );
  }
  return { kind: 'find', host, port };
}

function webPlace(text: string): ArchivePlace {
  const base = URL.canParse(text) ? new URL(text) : null;
  if (!base) throw new Invalid(`'${inertText(withoutLogin(text), 80)}' is no web address.`);
  if (carriesLogin(text)) {
    throw new Invalid('Leave name and password out of the address: none is kept or sent.');
  }
  if (base.search !== '' || base.hash !== '')
    throw new Invalid('Leave out what stands behind the path of the address.');
  const port = base.port === '' ? (base.protocol === 'https:' ? 443 : 80) : Number(base.port);
  return { kind: 'qido', host: base.hostname.replace(/^\[|\]$/g, ''), port, base };
}

/** The address behind a place. Throws ArchiveTrouble when its name leads nowhere. */
export async function addressOf({ host }: ArchivePlace): Promise<string> {
  if (parseAddress(host)) return host;
  try {
    return (await lookup(host)).address;
  } catch {
    throw new ArchiveTrouble(`Nobody knows where ${inertText(host, 80)} is. Write its address.`);
  }
}
