// Errors as RFC 9457 problem documents: a sentence for the person who can act, never a stack.
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Problem } from '#contracts/index.ts';
import { Fault } from '#kit/index.ts';

const TITLE: Readonly<Record<number, string>> = {
  400: 'This cannot be used',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'In conflict with what is there',
  413: 'Too large',
  415: 'Wrong kind of content',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'Not available now',
};

/** A problem document. */
export function problemOf(status: number, code: string, detail: string, fields?: Record<string, string>): Problem {
  const title = TITLE[status] ?? 'Error';
  return { type: 'about:blank', title, status, detail, code, ...(fields ? { fields } : {}) };
}

/** Makes every error of the app a problem document; unexpected ones are logged and say nothing of the inside. */
export function installProblems(app: FastifyInstance, log: (error: unknown, where: string) => void): void {
  app.setErrorHandler((error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const problem = translate(error);
    if (problem.status >= 500 && !(error instanceof Fault))
      log(error, `${request.method} ${request.routeOptions.url ?? ''}`);
    const seconds = error instanceof Fault ? error.details['seconds'] : undefined;
    if (typeof seconds === 'number') void reply.header('retry-after', String(seconds));
    return reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  });
}

function translate(error: FastifyError): Problem {
  if (error instanceof Fault) return problemOf(error.status, error.code, error.message);
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = Object.fromEntries(
      error.validation.map((issue) => [
        issue.instancePath.replace(/^\//, '') || 'body',
        issue.message ?? 'is not valid',
      ]),
    );
    const first = Object.entries(fields)[0];
    return problemOf(
      400,
      'invalid',
      first ? sentence(`${first[0]}: ${first[1]}`) : 'The request is not valid.',
      fields,
    );
  }
  // SQLSTATE 22021 and 22P05: the database takes no NUL in a text.
  if (['22021', '22P05'].includes(error.code))
    return problemOf(400, 'invalid', 'A text must not contain the character NUL.');
  const status = error.statusCode ?? 500;
  if (status === 429) return problemOf(429, 'too-many', 'Too many requests. Wait a moment and try again.');
  if (status === 413) return problemOf(413, 'too-large', 'This is larger than the server takes. Split it into parts.');
  // Fastify's own 4xx (broken JSON, unknown content type) have safe messages.
  if (status >= 400 && status < 500) return problemOf(status, 'invalid', sentence(error.message));
  return problemOf(500, 'internal', 'Something unexpected went wrong. The log of the server says more.');
}

/** A library's message as a sentence. */
function sentence(message: string): string {
  const text = message.replace(/Invalid (input|option): /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
