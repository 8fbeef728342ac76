// The exposure ladder and the words of a scan, shared by the probe, the pages and the reports (docs/exposure-ladder.md).
import { z } from 'zod';

export const exposure = z.enum(['E0', 'E1', 'E1t', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7']);
export type Exposure = z.infer<typeof exposure>;

export const webExposure = z.enum(['W0', 'W1', 'W2', 'W3', 'W4', 'W5']);
export type WebExposure = z.infer<typeof webExposure>;

/** What each rung means, in plain words; the same sentence on every page and in every report. */
export const RUNG_MEANING: Readonly<Record<Exposure | WebExposure | 'E8o' | 'E8p', string>> = {
  E0: 'Does not answer on the network',
  E1: 'Answers, but not as a medical imaging service',
  E1t: 'Encrypted service that wants a certificate before it talks',
  E2: 'Imaging service that turned a stranger away',
  E3: 'Accepts a connection from any stranger',
  E4: 'Talks to strangers: answers a test message from anyone',
  E5: 'Offers its patient search to strangers',
  E6: 'Runs searches for strangers',
  E7: 'Gives patient data to strangers',
  E8o: 'Offers strangers to read or write images',
  E8p: 'Took a synthetic image from a stranger',
  W0: 'No web service',
  W1: 'Web service without imaging data',
  W2: 'Web service that asks for a password',
  W3: 'Web service that tells strangers what it is',
  W4: 'Web image search open to strangers',
  W5: 'Web service gives patient data to strangers',
};

/** Both ladders in one order, least open first: the rung of a device is the last of these that any of its services proved. */
export const RUNG_ORDER: readonly (Exposure | WebExposure)[] = [
  'E0',
  'W0',
  'W1',
  'E1',
  'E1t',
  'W2',
  'E2',
  'W3',
  'E3',
  'E4',
  'E5',
  'W4',
  'E6',
  'W5',
  'E7',
];

export const clearanceLevel = z.enum(['none', 'passive', 'handshake', 'query', 'full']);
export type ClearanceLevel = z.infer<typeof clearanceLevel>;

export const severity = z.enum(['none', 'low', 'medium', 'high', 'critical']);
export type Severity = z.infer<typeof severity>;
export const SEVERITY_ORDER: readonly Severity[] = ['none', 'low', 'medium', 'high', 'critical'];

export const basis = z.enum(['observed', 'inferred', 'attested']);
export type Basis = z.infer<typeof basis>;
