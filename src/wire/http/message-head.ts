// The heads of HTTP/1 messages (RFC 9112): the first line and the fields that describe software. What a path asks for is reduced
// to its class, because paths and queries name patients.

/** The head of a request or a response. */
export interface MessageHead {
  readonly kind: 'request' | 'response';
  readonly method: string;
  readonly status: number;
  /** What the path is for, in a word: `dicomweb`, `orthanc`, `fhir`, `wado`, `other`. */
  readonly pathClass: string;
  readonly version: string;
  readonly server: string;
  readonly userAgent: string;
  /** A scheme of authentication that a request carried, in lower case; never what follows it. */
  readonly authorization: string;
  /** The scheme that a response asks for. */
  readonly challenge: string;
  /** A challenge or response of NTLM, when one stands in the fields. */
  readonly ntlm: Uint8Array | null;
}

const MAX_HEAD = 16_384;
const REQUEST =
  /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PROPFIND|PROPPATCH|MKCOL|REPORT|SEARCH|M-SEARCH|NOTIFY|SUBSCRIBE) (\S+) (HTTP\/1\.[01]|HTTP\/1\.1)$/;
const RESPONSE = /^(HTTP\/1\.[01]) (\d{3})(?: .*)?$/;

/** Whether bytes begin like a request or a response. */
export function beginsHttp(bytes: Uint8Array, start: number, end: number): boolean {
  const text = Buffer.from(bytes.subarray(start, Math.min(end, start + 16))).toString('latin1');
  return /^(GET|HEAD|POST|PUT|DELETE|OPTIONS|PATCH|TRACE|CONNECT|PROPFIND|PROPPATCH|MKCOL|REPORT|SEARCH) |^HTTP\/1\.[01] /.test(
    text,
  );
}

/** Reads a head from its bytes; null when they hold none. What is behind the blank line is not looked at. */
export function messageHead(bytes: Uint8Array): MessageHead | null {
  const text = Buffer.from(bytes.subarray(0, MAX_HEAD)).toString('latin1');
  const end = text.search(/\r?\n\r?\n/);
  const [first = '', ...lines] = (end < 0 ? text : text.slice(0, end)).split(/\r?\n/);
  const request = REQUEST.exec(first);
  const response = RESPONSE.exec(first);
  if (!request && !response) return null;
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  const authorization = fields.get('authorization') ?? fields.get('proxy-authorization') ?? '';
  const challenge = fields.get('www-authenticate') ?? '';
  return {
    kind: request ? 'request' : 'response',
    method: request?.[1] ?? '',
    status: Number(response?.[2] ?? 0),
    pathClass: request ? pathClassOf(request[2] ?? '') : '',
    version: request?.[3] ?? response?.[1] ?? '',
    server: (fields.get('server') ?? '').slice(0, 200),
    userAgent: (fields.get('user-agent') ?? '').slice(0, 200),
    authorization: schemeOf(authorization),
    challenge: schemeOf(challenge),
    ntlm: ntlmOf(authorization) ?? ntlmOf(challenge),
  };
}

function schemeOf(value: string): string {
  return /^[A-Za-z]{2,20}(?=\s|$)/.exec(value)?.[0].toLowerCase() ?? '';
}

function ntlmOf(value: string): Uint8Array | null {
  const token = /^(?:NTLM|Negotiate) ([A-Za-z0-9+/=]{24,8000})/i.exec(value)?.[1];
  if (token === undefined) return null;
  const bytes = Buffer.from(token, 'base64');
  return bytes.subarray(0, 7).toString('latin1') === 'NTLMSSP' ? bytes : null;
}

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/\/(?:studies|series|instances)(?:[/?]|$)(?!.*\/orthanc)/i, 'dicomweb'],
  [/\/wado(?:[/?-]|$)|requestType=WADO/i, 'wado'],
  [/^\/(?:system|modalities|patients|tools|plugins|peers|statistics)(?:[/?]|$)/i, 'orthanc'],
  [/\/dcm4chee-arc\//i, 'dcm4chee'],
  [/\/(?:fhir|r4|stu3)(?:[/?]|$)/i, 'fhir'],
];

function pathClassOf(target: string): string {
  return CLASSES.find(([pattern]) => pattern.test(target))?.[1] ?? 'other';
}
