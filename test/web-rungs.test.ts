// The web branch of the ladder against imitations of what archives serve: Orthanc with its DICOMweb plugin, dcm4chee,
// locked ones, and pages that mean nothing.
import http from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { ScanEndpoint } from '#contracts/index.ts';
import { type ScanOne, scanOne } from './support/scan-one.ts';

interface Page {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

const servers: http.Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Serves pages by path and returns what a scan said and asked. */
async function scanWeb(
  pages: (path: string, query: URLSearchParams) => Page,
  options: Omit<ScanOne, 'ports'> = {},
): Promise<{ found: ScanEndpoint; asked: string[]; connections: number }> {
  const asked: string[] = [];
  let connections = 0;
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://peer');
    asked.push(`${request.method} ${url.pathname}`);
    const { status = 200, headers = {}, body } = pages(url.pathname, url.searchParams);
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const type = typeof body === 'string' ? 'text/html' : 'application/dicom+json';
    response.writeHead(status, { 'content-type': type, ...headers }).end(text);
  });
  server.on('connection', () => connections++);
  servers.push(server);
  // A port that is tried as a web server first.
  await new Promise<void>((resolve) => server.listen(8042, '127.99.7.3', resolve));
  const { endpoints } = await scanOne({ ...options, address: '127.99.7.3', ports: [8042] });
  const [found] = endpoints;
  if (!found) throw new Error('nothing was found');
  for (const line of asked) expect(line).toMatch(/^GET /);
  expect(asked.length).toBeLessThanOrEqual(6);
  return { found, asked, connections };
}

const missing: Page = { status: 404, body: 'no' };
const system: Page = { body: { Version: '1.12.4', DicomAet: 'ORTHANC', ApiVersion: 24 } };

function orthanc(search: (query: URLSearchParams) => Page) {
  return (path: string, query: URLSearchParams): Page => {
    if (path === '/system') return system;
    return path === '/dicom-web/studies' ? search(query) : missing;
  };
}

const emptyUnlessAll = (query: URLSearchParams): Page => ({
  body: query.has('StudyInstanceUID') ? [] : [{ '0020000D': { vr: 'UI', Value: ['1.2.3.CANARY'] } }],
});

describe('the web ladder', () => {
  it('W1: a web server that knows nothing of imaging, by its own words', async () => {
    const { found } = await scanWeb((path) =>
      path === '/' ? { body: '<html><title>Printer &amp; more</title>', headers: { server: 'tiny' } } : missing,
    );
    expect(found).toMatchObject({ protocol: 'http', web: 'W1', exposure: null, banner: 'tiny; Printer &amp; more' });
  });

  it('W2: the identity page asks for a password', async () => {
    const { found, asked } = await scanWeb(() => ({
      status: 401,
      headers: { 'www-authenticate': 'Basic realm="Orthanc Secure Area"' },
    }));
    expect(found).toMatchObject({ web: 'W2', banner: 'Orthanc Secure Area' });
    expect(asked).toEqual(['GET /', 'GET /system']);
  });

  it('W2: the search of an unknown server asks for a password', async () => {
    const { found } = await scanWeb((path) => (path === '/dicom-web/studies' ? { status: 401 } : missing));
    expect(found.web).toBe('W2');
  });

  it('W3: Orthanc tells what it is, and its search is not served', async () => {
    const { found, connections } = await scanWeb(orthanc(() => missing));
    expect(found).toMatchObject({ web: 'W3', banner: 'Orthanc 1.12.4' });
    expect(connections).toBe(1);
  });

  it('W3 under handshake: nothing is searched', async () => {
    const { found, asked } = await scanWeb(orthanc(emptyUnlessAll), { level: 'handshake' });
    expect(found.web).toBe('W3');
    expect(asked.join()).not.toContain('studies');
  });

  it('W3: a search that wants a password', async () => {
    const { found } = await scanWeb(orthanc(() => ({ status: 403 })));
    expect(found.web).toBe('W3');
  });

  it('W4: Orthanc searches for a study that does not exist', async () => {
    const { found, asked } = await scanWeb(orthanc(emptyUnlessAll));
    expect(found.web).toBe('W4');
    expect(asked).toEqual(['GET /', 'GET /system', 'GET /dicom-web/studies']);
  });

  it('W4: dcm4chee answers with no content', async () => {
    const { found, asked } = await scanWeb((path) => {
      if (path === '/dcm4chee-arc/aets') return { body: [{ dicomAETitle: 'DCM4CHEE' }] };
      return path === '/dcm4chee-arc/aets/DCM4CHEE/rs/studies' ? { status: 204 } : missing;
    });
    expect(found).toMatchObject({ web: 'W4', banner: 'dcm4chee-arc' });
    expect(asked.length).toBe(4);
  });

  it('W5 under full: one entry is asked for, counted, not kept', async () => {
    const { found } = await scanWeb(orthanc(emptyUnlessAll), { level: 'full', plan: { clearance: 'full' } });
    expect(found.web).toBe('W5');
    expect(JSON.stringify(found)).not.toContain('CANARY');
  });

  it('no higher than the search where the archive is empty', async () => {
    const { found } = await scanWeb(
      orthanc(() => ({ body: [] })),
      { level: 'full', plan: { clearance: 'full' } },
    );
    expect(found.web).toBe('W4');
  });

  it('is not climbed by a page that answers everything alike', async () => {
    for (const page of [{ body: '<html>app</html>' }, { body: [] }, { status: 204 }, { body: {} }]) {
      const { found } = await scanWeb(() => page);
      expect(found.web).toBe('W1');
      for (const server of servers.splice(0)) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    }
  });

  it('goes on where a server closes a kept connection between two pages', async () => {
    const { found } = await scanWeb((path) => {
      if (path === '/') setTimeout(() => servers.at(-1)?.closeAllConnections(), 5);
      return orthanc(emptyUnlessAll)(path, new URLSearchParams('StudyInstanceUID=1'));
    });
    expect(found.web).toBe('W4');
  });
});
