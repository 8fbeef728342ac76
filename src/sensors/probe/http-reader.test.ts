// Reading HTTP answers of strangers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_RESPONSE, readResponse } from './http-reader.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

function response(text: string, ended = false) {
  const reading = readResponse(bytes(text), ended);
  if (reading.kind !== 'response') throw new Error(reading.kind);
  return reading.response;
}

describe('an HTTP answer', () => {
  it('with a length is whole when that many bytes came', () => {
    const text = 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\nServer: x\r\n\r\nabcd';
    expect(response(text)).toMatchObject({ status: 200, body: 'abcd', keepAlive: true });
    expect(readResponse(bytes(text.slice(0, -1)), false).kind).toBe('more');
    expect(response(text.slice(0, -1), true)).toMatchObject({ body: 'abc', keepAlive: false });
  });

  it('in chunks is put together', () => {
    const text = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n';
    expect(response(text)).toMatchObject({ body: 'abcde', keepAlive: true });
    expect(readResponse(bytes(text.slice(0, -7)), false).kind).toBe('more');
  });

  it('without a length ends with the connection', () => {
    const text = 'HTTP/1.0 401 No\r\nWWW-Authenticate: Basic realm="x"\r\n\r\nno';
    expect(readResponse(bytes(text), false).kind).toBe('more');
    expect(response(text, true)).toMatchObject({ status: 401, body: 'no', keepAlive: false });
  });

  it('without content is whole at its head', () => {
    expect(response('HTTP/1.1 204 No Content\r\n\r\n')).toMatchObject({ status: 204, keepAlive: true });
  });

  it('that says close is not kept', () => {
    expect(response('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n').keepAlive).toBe(false);
  });

  it('keeps the first of a repeated header and makes values inert', () => {
    const { headers } = response('HTTP/1.1 200 OK\r\nServer: a\u009b1m\r\nServer: b\r\nContent-Length: 0\r\n\r\n');
    expect(headers.get('server')).toBe('a\\u{9b}1m');
  });

  it('of a lying length keeps no more than the bound', () => {
    const huge = `HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n${'x'.repeat(MAX_RESPONSE)}`;
    expect(response(huge).body.length).toBeLessThanOrEqual(64 * 1024);
  });

  it('is told from everything else by its first bytes', () => {
    for (const text of ['', 'HTT', 'HTTP/1.', 'HTTP/1.1 2']) expect(readResponse(bytes(text), false).kind).toBe('more');
    for (const text of ['x', 'HTTP/2', 'SSH-2.0', '\u0002\u0000\u0000']) {
      expect(readResponse(bytes(text), false).kind).toBe('not http');
    }
  });

  it('never throws and never grows, whatever comes', () => {
    const head = fc.constantFrom('', 'HTTP/1.1 200 OK\r\n', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 2000 }), fc.boolean(), (start, rest, ended) => {
        const reading = readResponse(Buffer.concat([bytes(start), rest]), ended);
        if (reading.kind === 'response') expect(reading.response.body.length).toBeLessThanOrEqual(2000);
        if (ended) expect(reading.kind).not.toBe('more');
      }),
    );
  });
});
