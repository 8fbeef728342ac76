// Claims about mail that came back: whom it names, by which words, and what is no such report. Shapes as several mail systems write them.
import { describe, expect, test } from 'vitest';
import { readReturnedMail } from './read-returned-mail.ts';

const HEAD =
  'From: MAILER-DAEMON@mx.center.example\r\nTo: dosimeter@center.example\r\nSubject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n';

/** A report of RFC 6522 with its parts. */
function report(status: string, original = ''): string {
  return [
    `${HEAD}Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="b1"`,
    '',
    '--b1',
    'Content-Type: text/plain',
    '',
    'I am sorry to have to inform you that your message could not be delivered.',
    '--b1',
    'Content-Type: message/delivery-status',
    '',
    status,
    ...(original === '' ? [] : ['--b1', original]),
    '--b1--',
    '',
  ].join('\r\n');
}

const MESSAGE = 'Reporting-MTA: dns; mx.center.example\r\nArrival-Date: Fri, 27 Nov 2026 10:00:00 +0000';
const ORIGINAL =
  'Content-Type: message/rfc822\r\n\r\nFrom: dosimeter@center.example\r\nTo: Kim@center.example\r\nSubject: A short lesson\r\n\r\nHello Kim';

describe('who is not reached', () => {
  test.each([
    {
      name: 'as Postfix writes it, with folded words',
      text: report(
        `${MESSAGE}\r\n\r\nFinal-Recipient: rfc822; kim@center.example\r\nOriginal-Recipient: rfc822;Kim@Center.example\r\nAction: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx2.center.example\r\nDiagnostic-Code: smtp; 550 5.1.1 <kim@center.example>: Recipient\r\n    address rejected: User unknown`,
      ),
      failed: [
        {
          addresses: ['kim@center.example'],
          sentTo: null,
          because: '550 5.1.1 <kim@center.example>: Recipient address rejected: User unknown',
        },
      ],
      others: 0,
    },
    {
      name: 'as Exchange writes it, with no words of the other server',
      text: report(
        'Reporting-MTA: dns;mail.center.example\r\n\r\nFinal-Recipient: RFC822;kim@center.example\r\nAction: failed\r\nStatus: 5.7.1',
      ),
      failed: [{ addresses: ['kim@center.example'], sentTo: null, because: 'not delivered (5.7.1)' }],
      others: 0,
    },
    {
      name: 'by the address to which it went at first, where it was forwarded',
      text: report(
        `${MESSAGE}\r\n\r\nFinal-Recipient: rfc822; home@elsewhere.example\r\nAction: failed\r\nStatus: 5.2.1\r\nDiagnostic-Code: X-Local; mailbox disabled`,
        ORIGINAL,
      ),
      failed: [{ addresses: ['home@elsewhere.example'], sentTo: 'kim@center.example', because: 'mailbox disabled' }],
      others: 0,
    },
    {
      name: 'one of three: the mail to the others is late, or came',
      text: report(
        `${MESSAGE}\r\n\r\nFinal-Recipient: rfc822; a@center.example\r\nAction: delayed\r\nStatus: 4.4.1\r\n\r\nFinal-Recipient: rfc822; b@center.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\nFinal-Recipient: rfc822; c@center.example\r\nAction: failed\r\nStatus: 5.1.1`,
        ORIGINAL,
      ),
      failed: [{ addresses: ['c@center.example'], sentTo: null, because: 'not delivered (5.1.1)' }],
      others: 2,
    },
    {
      name: 'nobody, where the last word is of the moment only',
      text: report(`${MESSAGE}\n\nFinal-Recipient: rfc822; kim@center.example\nAction: failed\nStatus: 4.4.7`),
      failed: [],
      others: 1,
    },
    {
      name: 'control characters of a hostile server are shown, not obeyed',
      text: report(
        `${MESSAGE}\r\n\r\nFinal-Recipient: rfc822; kim\u0000@center.example\r\nAction: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; gone\u001b[31m\u202eaway`,
      ),
      failed: [
        { addresses: ['kim@center.example'], sentTo: null, because: expect.not.stringMatching(/[\u001b\u202e]/) },
      ],
      others: 0,
    },
    {
      name: 'where the file was cut within the original',
      text: report(
        `${MESSAGE}\r\n\r\nFinal-Recipient: rfc822; kim@center.example\r\nAction: failed\r\nStatus: 5.1.1`,
        `${ORIGINAL}${'\r\nand so on'.repeat(100)}`,
      ).slice(0, 1200),
      failed: [{ addresses: ['kim@center.example'], sentTo: 'kim@center.example', because: 'not delivered (5.1.1)' }],
      others: 0,
    },
    ...[
      ['To: Kim@center.example, Bo@center.example', 'two'],
      ['To: Kim@center.example\r\nCc: bo@center.example', 'one, and another by Cc'],
      ['To: Kim@center.example\r\nBcc: bo@center.example', 'one, and another by Bcc'],
      ['To: Team: kim@center.example, bo@center.example;', 'a group'],
    ].map(([to = '', whom]) => ({
      name: `by what the server reports alone, where the mail went to ${whom}`,
      text: report(
        `${MESSAGE}\r\n\r\nFinal-Recipient: rfc822; home@elsewhere.example\r\nAction: failed\r\nStatus: 5.1.1`,
        ORIGINAL.replace('To: Kim@center.example', to),
      ),
      failed: [{ addresses: ['home@elsewhere.example'], sentTo: null, because: 'not delivered (5.1.1)' }],
      others: 0,
    })),
  ])('$name', async ({ text, failed, others }) => {
    expect(await readReturnedMail(text)).toEqual({ failed, others });
  });
});

test.each<[string, string, RegExp?]>([
  ['an answer of a person', `${HEAD}\r\nI am on holiday until Monday.`],
  ['a file of another kind', '\u00d0\u00cf\u0011\u00e0\u00a1\u00b1'],
  [
    'a mail of 200,000 empty lines, before it is read',
    `${HEAD}${'\r\n'.repeat(200_000)}`,
    /more than 20,000 lines.*\.eml/,
  ],
  ['a mail nested deeper than anybody writes', nested(60)],
])('%s is told of with what to do', async (_name, text, words = /\.eml/) => {
  await expect(readReturnedMail(text)).rejects.toThrow(words);
});

function nested(levels: number): string {
  const opened = Array.from(
    { length: levels },
    (_, level) => `Content-Type: multipart/mixed; boundary="n${level}"\r\n\r\n--n${level}\r\n`,
  );
  return `${HEAD}${opened.join('')}`;
}
