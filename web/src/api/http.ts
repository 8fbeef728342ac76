// The one way to the server: same-origin JSON under /api/v1, cookie session, every answer parsed by its contract.
import type { z } from 'zod';
import { api } from '#contracts/index.ts';
import { ApiFault } from './fault.ts';
import { currentTenant } from './tenant.ts';

const BASE = '/api/v1';

let csrfToken: string | null = null;

/** Keeps the token that the session answer carries; it goes back with every write. */
export function keepCsrf(token: string | null): void {
  csrfToken = token;
}

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The address of a resource, with its query. */
export function href(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const written = search.toString();
  return `${BASE}/${path}${written === '' ? '' : `?${written}`}`;
}

/** The address of something the browser fetches by itself, which can send no headers: the tenant goes in the query. */
export function tenantHref(path: string, query: Query = {}): string {
  return href(path, { ...query, tenant: currentTenant() ?? undefined });
}

interface ReadOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal;
}

/** GET, parsed by `shape`. */
export async function read<S extends z.ZodType>(
  shape: S,
  path: string,
  options: ReadOptions = {},
): Promise<z.output<S>> {
  const response = await send(href(path, options.query), {
    headers: headers(),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return parse(shape, await response.json(), path);
}

/** GET of plain text. */
export async function readText(path: string, options: ReadOptions = {}): Promise<string> {
  const response = await send(href(path, options.query), {
    headers: { ...headers(), accept: 'text/plain, text/csv' },
    ...(options.signal ? { signal: options.signal } : {}),
  });
  return response.text();
}

export interface WriteOptions<S extends z.ZodType> {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly form?: FormData;
  readonly signal?: AbortSignal;
  /** Shape of the answer; leave it out when the answer has no body. */
  readonly shape: S;
}

/** A write whose answer is parsed by `shape`. */
export async function write<S extends z.ZodType>(options: WriteOptions<S>): Promise<z.output<S>> {
  const response = await sendWrite(options);
  return parse(options.shape, await response.json(), options.path);
}

/** A write whose answer does not matter. */
export async function tell(options: Omit<WriteOptions<z.ZodType>, 'shape'>): Promise<void> {
  await sendWrite(options);
}

function sendWrite(options: Omit<WriteOptions<z.ZodType>, 'shape'>): Promise<Response> {
  const extra: Record<string, string> = { 'idempotency-key': freshKey() };
  if (csrfToken) extra['x-csrf-token'] = csrfToken;
  if (options.body !== undefined) extra['content-type'] = 'application/json';
  return send(href(options.path), {
    method: options.method,
    headers: { ...headers(), ...extra },
    ...(options.form ? { body: options.form } : {}),
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
}

export interface UploadOptions<S extends z.ZodType> {
  readonly path: string;
  readonly form: FormData;
  readonly shape: S;
  /** Told how many bytes have left, of how many. */
  readonly onSent: (sent: number, whole: number) => void;
}

/** POST of a form that may be large, with word of how far it is; fetch cannot tell. */
export function upload<S extends z.ZodType>(options: UploadOptions<S>): Promise<z.output<S>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', href(options.path));
    const extra = { ...headers(), 'idempotency-key': freshKey(), ...(csrfToken ? { 'x-csrf-token': csrfToken } : {}) };
    for (const [name, value] of Object.entries(extra)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => options.onSent(loaded, total);
    request.onerror = () => reject(ApiFault.unreachable());
    request.onload = () => {
      const response = new Response(request.responseText, { status: request.status });
      answerOf(response, options).then(resolve, reject);
    };
    request.send(options.form);
  });
}

async function answerOf<S extends z.ZodType>(response: Response, options: UploadOptions<S>): Promise<z.output<S>> {
  if (!response.ok) throw await faultOf(response);
  return parse(options.shape, await response.json(), options.path);
}

function headers(): Record<string, string> {
  const tenant = currentTenant();
  return { accept: 'application/json', ...(tenant ? { 'x-tenant': tenant } : {}) };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw ApiFault.unreachable();
  }
  if (!response.ok) throw await faultOf(response);
  return response;
}

async function faultOf(response: Response): Promise<ApiFault> {
  const problem = api.problem.safeParse(await response.json().catch(() => null));
  if (problem.success) return ApiFault.fromProblem(problem.data);
  return response.status >= 502 ? ApiFault.unreachable() : ApiFault.unexpected(`HTTP ${response.status}`);
}

function parse<S extends z.ZodType>(shape: S, value: unknown, path: string): z.output<S> {
  const parsed = shape.safeParse(value);
  if (parsed.success) return parsed.data;
  throw ApiFault.unexpected(`${path}: ${parsed.error.issues[0]?.path.join('.') ?? ''}`);
}

/** 128 random bits; crypto.randomUUID is absent on pages that came over plain HTTP. */
export function freshKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
