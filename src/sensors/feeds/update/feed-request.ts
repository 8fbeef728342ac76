// One question to a server that publishes feeds: HTTP (RFC 9110) over the machine's own way out or a proxy, redirects followed to a bound
// and never from https to plain http. What is sent says nothing about the site.
import http from 'node:http';
import https from 'node:https';
import { getCACertificates } from 'node:tls';
import { inertText, Unavailable } from '#kit/index.ts';
import type { UpdatePlan } from './update-settings.ts';

const MOST_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const AGENT_NAME = 'Dosimeter';

/** A way out to the network; dispose of it when all is fetched. */
export interface WayOut extends Disposable {
  readonly agents: { readonly 'http:': http.Agent; readonly 'https:': https.Agent };
  /** No byte for so long ends a request. */
  readonly idleMs: number;
}

/** An answer whose body is still to be read. */
export interface FeedAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: http.IncomingMessage;
}

/** Opens the way out that the settings name. */
export function openWayOut({ proxy, ca }: Pick<UpdatePlan, 'proxy' | 'ca'>, idleMs = 60_000): WayOut {
  const common = { keepAlive: true, maxSockets: 2, proxyEnv: proxy };
  const agents = {
    'http:': new http.Agent(common),
    'https:': new https.Agent({ ...common, ...(ca === null ? {} : { ca: [...getCACertificates('default'), ca] }) }),
  };
  return {
    agents,
    idleMs,
    [Symbol.dispose]: () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

/** Asks and follows redirects. Throws Unavailable when there is no answer. */
export async function askFor(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { way, signal }: { readonly way: WayOut; readonly signal: AbortSignal },
): Promise<FeedAnswer> {
  let at = url;
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(at, headers, { way, signal, credentials: at.origin === url.origin ? url : null });
    const { location } = answer.headers;
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
    answer.body.destroy();
    const next = URL.parse(location, at);
    if (next?.protocol !== 'https:' && next?.protocol !== 'http:')
      throw new Unavailable(`${hostOf(at)} sends us to an address that is none.`);
    if (at.protocol === 'https:' && next.protocol === 'http:')
      throw new Unavailable(`${hostOf(at)} sends us from https to plain http, where nobody proves who answers.`);
    if (redirects === MOST_REDIRECTS) throw new Unavailable(`${hostOf(url)} sends us on again and again.`);
    at = next;
  }
}

function ask(
  url: URL,
  headers: Readonly<Record<string, string>>,
  {
    way,
    signal,
    credentials,
  }: { readonly way: WayOut; readonly signal: AbortSignal; readonly credentials: URL | null },
): Promise<FeedAnswer> {
  const isTls = url.protocol === 'https:';
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(signal.aborted ? error : troubleOf(error, url));
    try {
      const request = (isTls ? https : http).request(
        {
          protocol: url.protocol,
          hostname: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port,
          path: `${url.pathname}${url.search}`,
          // Bytes as they lie there: a server that packs them on the way would change what ETag, Range and hashes mean.
          headers: { ...headers, 'user-agent': AGENT_NAME, accept: '*/*', 'accept-encoding': 'identity' },
          agent: way.agents[isTls ? 'https:' : 'http:'],
          timeout: way.idleMs,
          signal,
          ...(credentials !== null && credentials.username !== ''
            ? { auth: `${decodeURIComponent(credentials.username)}:${decodeURIComponent(credentials.password)}` }
            : {}),
        },
        (body) => resolve({ status: body.statusCode ?? 0, headers: body.headers, body }),
      );
      request.on('timeout', () => request.destroy(new Unavailable(`${hostOf(url)} did not answer in time.`)));
      request.on('error', fail);
      request.end();
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

/** What went wrong on the way, as a sentence. */
export function troubleOf(error: NodeJS.ErrnoException, url: URL): Error {
  if (error instanceof Unavailable) return error;
  const code = inertText(error.code ?? error.message, 100);
  const host = hostOf(url);
  if (/CERT|SELF_SIGNED|ISSUER|ALTNAME|UNABLE_TO_VERIFY/.test(code)) {
    return new Unavailable(
      `The certificate of ${host} cannot be checked (${code}). If your proxy opens TLS, name its certificate as 'ca' in feeds.json.`,
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new Unavailable(`${host} is not found. Does this machine need a proxy? Name it with --proxy.`);
  if (code === 'ECONNREFUSED') return new Unavailable(`No connection to ${host}, or to the proxy: refused.`);
  if (code === 'ERR_PROXY_TUNNEL') return new Unavailable(`The proxy lets nobody through to ${host}.`);
  return new Unavailable(`${host} broke off (${code}).`);
}

function hostOf({ host }: URL): string {
  return inertText(host, 200);
}
