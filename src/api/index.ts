// The door of api: the HTTP server.
export type { ApiContext } from './context.ts';
export { clearUploads } from './import-routes.ts';
export type { ServerOptions } from './server.ts';
export { buildServer, localServer } from './server.ts';
