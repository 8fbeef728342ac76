// A sensor's way to its hub: one kind of request, over TLS (plain only on this machine), with a token that may post facts and nothing else.
import http from 'node:http';
import https from 'node:https';
import { api, type SensorBatch, type SensorReceipt } from '#contracts/index.ts';
import { carriesLogin, Invalid, inertText, withoutLogin } from '#kit/index.ts';

const TIMEOUT_MS = 60_000;
/** However long a hub asks to wait. */
const MOST_RETRY_MS = 600_000;
const MOST_ANSWER = 4 << 20;

/** What became of a batch. */
export type Delivery =
  /** The hub keeps it, but for what it refused. */
  | { readonly kind: 'kept'; readonly receipt: SensorReceipt }
  /** Try again; after so many milliseconds when the hub says. */
  | { readonly kind: 'later'; readonly because: string; readonly afterMs: number | null }
  /** The hub cannot use it, now or later. */
  | { readonly kind: 'unusable'; readonly because: string };

/** Where and as whom a sensor posts. */
export interface HubAddress {
  readonly url: URL;
  readonly token: string;
  /** Certificates to trust besides the machine's, in PEM form. */
  readonly ca: string | null;
}

/** The address of a hub. Throws Invalid for one that others could listen to, or for a token that is none. */
export function hubAddress(url: string, token: string, ca: string | null): HubAddress {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const isHere = parsed !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(parsed.hostname);
  if (carriesLogin(url)) throw new Invalid('Leave name and password out of the address: the token is enough.');
  if (!parsed || !(parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isHere))) {
    throw new Invalid(
      `'${inertText(withoutLogin(url), 100)}' is no address of a hub. Write https://NAME:PORT; http is for this machine alone.`,
    );
  }
  if (!api.sensorName.safeParse(nameIn(token)).success || !/^[a-z0-9-]+\.[\w-]{20,100}$/.test(token)) {
    throw new Invalid("This is no token of a sensor. 'dosimeter sensor add NAME' on the hub makes one.");
  }
  return { url: new URL('/api/v1/sensor/facts', parsed), token, ca };
}

/** The name that a token begins with. */
export function nameIn(token: string): string {
  return token.split('.')[0] ?? '';
}

/** Posts a batch and waits for the receipt; never throws for what the network or the hub does. */
export async function deliver(hub: HubAddress, batch: SensorBatch, signal: AbortSignal): Promise<Delivery> {
  let answer: Answer;
  try {
    answer = await post(hub, JSON.stringify(batch), signal);
  } catch (error) {
    const why = error instanceof Error ? error.message || (error as NodeJS.ErrnoException).code || '' : String(error);
    return { kind: 'later', because: `The hub does not answer (${inertText(why, 150)}).`, afterMs: null };
  }
  const { status, retryAfter, text } = answer;
  if (status === 200) {
    const receipt = api.sensorReceipt.safeParse(parsed(text));
    // What answers so is no hub; it keeps nothing.
    if (!receipt.success || receipt.data.batch !== batch.batch)
      return { kind: 'later', because: 'What answers there is no Dosimeter hub.', afterMs: null };
    return { kind: 'kept', receipt: receipt.data };
  }
  const problem = api.problem.safeParse(parsed(text)).data;
  const because = inertText(problem?.detail ?? `The hub answered with status ${status}.`, 300);
  if (status === 413 || (status === 400 && problem?.code === 'invalid')) return { kind: 'unusable', because };
  return { kind: 'later', because, afterMs: retryAfter };
}

interface Answer {
  readonly status: number;
  readonly retryAfter: number | null;
  readonly text: string;
}

function post({ url, token, ca }: HubAddress, body: string, signal: AbortSignal): Promise<Answer> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const options = { method: 'POST', headers, signal, timeout: TIMEOUT_MS };
  return new Promise((resolve, reject) => {
    const answered = (response: http.IncomingMessage) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > MOST_ANSWER) response.destroy(new Error('its answer has no end'));
        else parts.push(part);
      });
      response.on('error', reject);
      response.on('end', () => {
        const seconds = Number(response.headers['retry-after']);
        const retryAfter = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, MOST_RETRY_MS) : null;
        resolve({ status: response.statusCode ?? 0, retryAfter, text: Buffer.concat(parts).toString() });
      });
    };
    const request =
      url.protocol === 'https:'
        ? https.request(url, ca === null ? options : { ...options, ca }, answered)
        : http.request(url, options, answered);
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.end(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
