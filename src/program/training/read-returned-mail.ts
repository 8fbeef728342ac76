// Mail that came back: the report of another server that it could not deliver (RFC 3464, in a multipart/report of RFC 6522), saved as a file.
// Pure. What the mail itself said is not looked at, but for whom it went to.
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { Invalid, inertText } from '#kit/index.ts';

/** A person whom no mail reaches. */
export interface ReturnedMail {
  /** Lower-cased addresses that the server reports: as the mail reached it first, and where it was forwarded to. */
  readonly addresses: readonly string[];
  /** The one address, lower-cased, that the mail itself was written to, for where nobody is known by those: it may have been forwarded before. */
  readonly sentTo: string | null;
  /** The words of the server that refused it. */
  readonly because: string;
}

/** What a file of returned mail says. */
export interface ReadReturned {
  /** Who is not reached, for good. */
  readonly failed: readonly ReturnedMail[];
  /** People for whom a server only said that it is late, or that it was delivered. */
  readonly others: number;
}

const MOST_PEOPLE = 1000;
const MOST_WORDS = 300;
/** The parser looks at all lines before for each line: what a report needs, with a photo attached, and no more. */
const MOST_LINES = 20_000;
type Fields = ReadonlyMap<string, string>;

/** Reads a report of mail that was not delivered. Throws Invalid, with what to do, where the file is none. */
export async function readReturnedMail(text: string): Promise<ReadReturned> {
  const mail = await parsed(text);
  const status = mail.attachments.find(({ mimeType }) => mimeType === 'message/delivery-status');
  if (!status)
    throw new Invalid(
      'This is no report of mail that could not be delivered. Open the message from the mail system (often "Undeliverable"), save that as .eml, and choose it.',
    );
  // RFC 3464, 2.1: fields of the whole message, then a group for each recipient, apart by empty lines.
  const people = groupsOf(textOf(status)).filter((group) => group.has('final-recipient'));
  if (people.length > MOST_PEOPLE) throw new Invalid(`This report names more than ${MOST_PEOPLE} people.`);
  const sentTo = people.length === 1 ? await firstSentTo(mail.attachments) : null;
  const failed = people.filter(isFinal).map((group) => ({
    addresses: addressesOf(group),
    sentTo,
    because: wordsOf(group),
  }));
  return { failed, others: people.length - failed.length };
}

async function parsed(text: string): Promise<Email> {
  mustBeShort(text);
  try {
    return await PostalMime.parse(text, { maxNestingDepth: 20 });
  } catch (error) {
    throw new Invalid('This mail cannot be read. Save the message again as .eml.', {}, error);
  }
}

function mustBeShort(text: string): void {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  if (lines <= MOST_LINES) return;
  throw new Invalid(
    `This mail has more than ${MOST_LINES.toLocaleString('en-US')} lines, and no report of mail that could not be delivered is so long. Choose the report itself, saved as .eml without other messages.`,
  );
}

function textOf({ content }: Attachment): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}

function groupsOf(text: string): Fields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+(?=\S)/g, ' ')
    .split(/\n[ \t]*\n/)
    .map((group) => {
      const fields = group.split('\n').flatMap((line): [string, string][] => {
        const colon = line.indexOf(':');
        return colon > 0 ? [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]] : [];
      });
      return new Map(fields);
    });
}

/** RFC 3464, 2.3.3 and 2.3.4: it failed, and not for the moment (class 4 of RFC 3463) only. */
function isFinal(group: Fields): boolean {
  return /^failed\b/i.test(group.get('action') ?? '') && !(group.get('status') ?? '').startsWith('4.');
}

function addressesOf(group: Fields): string[] {
  // RFC 3464, 2.3.1: `Original-Recipient: rfc822; somebody@example.org`.
  const named = ['original-recipient', 'final-recipient'].map((field) =>
    (group.get(field) ?? '')
      .replace(/^[^;]*;/, '')
      .replace(/[<>\s\p{Cc}]/gu, '')
      .toLowerCase(),
  );
  return [...new Set(named)].filter((each) => each !== '');
}

function wordsOf(group: Fields): string {
  const words = (group.get('diagnostic-code') ?? '').replace(/^[\w-]+;\s*/, '');
  const status = group.get('status') ?? '';
  return inertText(words === '' ? `not delivered (${status === '' ? 'no reason given' : status})` : words, MOST_WORDS);
}

/** To whom the mail went at first, from its own headers, which the report brings along; null where it went to several, of whom any may be meant. */
async function firstSentTo(attachments: readonly Attachment[]): Promise<string | null> {
  const original = attachments.find(({ mimeType }) => /^(message\/rfc822|text\/rfc822-headers)$/.test(mimeType));
  if (!original) return null;
  const { to = [], cc = [], bcc = [] } = await parsed(textOf(original));
  const everybody = [...to, ...cc, ...bcc];
  return everybody.length === 1 ? (to[0]?.address?.toLowerCase() ?? null) : null;
}
