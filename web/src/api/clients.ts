// The sites of the account side by side, and what a site puts on its reports.
import { type BrandingInput, branding, type ClientQuery, clients } from '#contracts/index.ts';
import { read, tenantHref, write } from './http.ts';

type Asked = Partial<Pick<ClientQuery, 'q' | 'sort' | 'order'>>;

/** A page of the sites. */
export function loadClients(asked: Asked, cursor: string | undefined, signal: AbortSignal) {
  return read(clients.clientList, 'clients', { query: { ...asked, cursor, limit: 50 }, signal });
}

/** Where the table for spreadsheets is. */
export function clientsHref(asked: Asked): string {
  return tenantHref('clients', { ...asked, format: 'csv' });
}

/** What stands on reports. */
export function loadBranding(signal: AbortSignal) {
  return read(branding.brandingState, 'branding', { signal });
}

/** Keeps it. Refused where somebody changed it in the meantime. */
export function saveBranding(body: BrandingInput) {
  return write({ method: 'PUT', path: 'branding', body, shape: branding.brandingState });
}
