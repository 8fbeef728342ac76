// What a recorded conversation carries, and how to say it. By the protocol that was recognized; where none was, by the ports that the
// standards name (PS3.8 9.1, PS3.15 B, HL7 MLLP, IANA).
import type { Carried } from '#contracts/index.ts';
import type { RecordedFlow } from './input.ts';

const CLINICAL = /^(?:dicom|acr-nema|hl7|mllp|dicomweb|wado)/;
/** Without these an exam does not begin: time, names, addresses, sign-in; and the log that somebody is bound to keep. */
const SUPPORT = /^(?:s?ntp|dns|domain|dhcp|bootp|kerberos|ldap|syslog|radius|netbios|llmnr|mdns)/;
/** What nobody recognized, or what may carry anything. */
const VAGUE = /^(?:tcp|udp|unknown|ssl|tls|https?|web-browsing|postgresql|mssql|oracle|smb)/;
const REMOTE = /^remote (?:service|network): |^teamviewer$|^vpn$/i;

const CLINICAL_PORTS = new Set([104, 2575, 2761, 2762, 11112]);
const SUPPORT_PORTS = new Set([53, 67, 68, 88, 123, 389, 464, 546, 547, 636]);

/** What an exam may hang on, of one conversation; `isImaging`: one of its ends takes, keeps or shows images. */
export function carriedBy(flow: RecordedFlow, isImaging: boolean): Carried {
  const { protocols, operations, port } = flow;
  if (flow.turnedAway) return 'turned away';
  if (
    protocols.some((name) => CLINICAL.test(name)) ||
    operations.some((name) => /^HTTP (?:DICOMweb|WADO|Orthanc|dcm4chee|FHIR)$/.test(name))
  )
    return 'clinical';
  const isVague = protocols.every((name) => VAGUE.test(name));
  if (isVague && flow.transport === 'tcp' && CLINICAL_PORTS.has(port)) return 'clinical';
  if (protocols.some((name) => SUPPORT.test(name)) || (isVague && SUPPORT_PORTS.has(port))) return 'support';
  return isVague && isImaging ? 'unsure' : 'other';
}

/** Whether somebody outside reaches in this way: remote control, a maker's service, a tunnel. */
export function isRemoteService({ protocols, operations }: RecordedFlow): boolean {
  return protocols.some((name) => REMOTE.test(name)) || operations.some((name) => REMOTE.test(name));
}

/** Whether an exam depends on it. */
export function isClinical(carries: Carried): boolean {
  return carries === 'clinical' || carries === 'support';
}

type Verb = readonly [one: string, several: string];

const OPERATIONS: readonly (readonly [RegExp, Verb])[] = [
  [/^(?:c-)?store$/i, ['sends images to', 'send images to']],
  [/^(?:c-)?find$/i, ['queries', 'query']],
  [/^(?:c-)?move$/i, ['has images sent by', 'have images sent by']],
  [/^(?:c-)?get$/i, ['fetches images from', 'fetch images from']],
  [/^[A-Z]{3}\^[A-Z]\d\d/, ['sends HL7 messages to', 'send HL7 messages to']],
  [/^HTTP (?:DICOMweb|WADO|Orthanc|dcm4chee|FHIR)$/, ['uses the image web service of', 'use the image web service of']],
];
const ECHO: Verb = ['tests its connection to', 'test their connection to'];
const PROTOCOLS: readonly (readonly [RegExp, Verb])[] = [
  [/^(?:dicom|acr-nema)/, ['opens DICOM associations with', 'open DICOM associations with']],
  [/^(?:hl7|mllp)/, ['sends HL7 messages to', 'send HL7 messages to']],
  [/^s?ntp/, ['takes the time from', 'take the time from']],
  [/^(?:dns|domain)/, ['looks up names at', 'look up names at']],
  [/^(?:dhcp|bootp)/, ['gets its address from', 'get their addresses from']],
  [/^(?:kerberos|ldap|radius)/, ['signs in at', 'sign in at']],
  [/^syslog/, ['sends its log to', 'send their logs to']],
];
const OPENS: Verb = ['opens a port of', 'open a port of'];

/** What clients do with a server, as verbs: `[one, several]`. */
export function verbsOf(operations: ReadonlySet<string>, protocols: ReadonlySet<string>, isWorklist: boolean): Verb[] {
  const done = OPERATIONS.filter(([pattern]) => [...operations].some((name) => pattern.test(name))).map(([, verb]) =>
    isWorklist && verb[0] === 'queries' ? (['asks for its worklist at', 'ask for their worklists at'] as const) : verb,
  );
  if (done.length > 0) return [...new Map(done.map((verb) => [verb[0], verb])).values()];
  if ([...operations].some((name) => /^(?:c-)?echo$/i.test(name))) return [ECHO];
  const spoken = PROTOCOLS.filter(([pattern]) => [...protocols].some((name) => pattern.test(name)));
  return spoken.length > 0 ? spoken.map(([, verb]) => verb) : [OPENS];
}
