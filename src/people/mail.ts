// Mail to people through the site's own server (SMTP, RFC 5321; STARTTLS, RFC 3207; implicit TLS, RFC 8314). Used only where a site set one.
import { createTransport } from 'nodemailer';
import type { MailServer } from '#contracts/index.ts';
import { inertText, Unavailable } from '#kit/index.ts';

const TIMEOUT_MS = 15_000;

/** A mail of plain text to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** A connection to the server; close it when done. */
export interface Post {
  /** Sends; null when the server took the mail, its words when it refused this address for good. Throws Unavailable when nothing can be sent. */
  send(mail: Mail): Promise<string | null>;
  close(): void;
}

/** Opens the way to a mail server; the connection is made with the first mail. The server's certificate is checked. */
export function openPost(server: MailServer & { readonly password: string | null }): Post {
  const { host, port, security, user, password, from } = server;
  const transport = createTransport({
    pool: true,
    maxConnections: 1,
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === '' ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      try {
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
        return null;
      } catch (error) {
        const { responseCode, command, message } = errorOf(error);
        // RFC 5321, 4.2.1: 5yz to RCPT or DATA is final, and about this mail.
        if (responseCode >= 500 && /^(RCPT|DATA)/.test(command)) return inertText(message, 300);
        throw new Unavailable(
          `The mail server ${host} did not take the mail: ${inertText(message, 200)}`,
          undefined,
          error,
        );
      }
    },
    close: () => transport.close(),
  };
}

function errorOf(error: unknown): { responseCode: number; command: string; message: string } {
  const known: { responseCode?: unknown; command?: unknown } = typeof error === 'object' && error !== null ? error : {};
  return {
    responseCode: typeof known.responseCode === 'number' ? known.responseCode : 0,
    command: typeof known.command === 'string' ? known.command : '',
    message: error instanceof Error ? error.message : String(error),
  };
}
