// What must be known of a device, and be good, before a check holds. Each need looks at the snapshot of the device; what nobody saw or
// said is a gap with its reason, never good. A look that is older than a year is a gap, too.
import { HARDENING, HARDENING_TOPICS, type HardeningTopic, hardeningEntry } from '#contracts/index.ts';
import type { DeviceSnapshot, HardeningBelief } from '#inventory/model.ts';
import { lookup } from '#kit/index.ts';

/** The facts that show it; or what is missing, as a sentence. */
export type Look = { readonly facts: readonly string[] } | { readonly gap: string };

export interface Need {
  /** In words: what must be known. */
  readonly label: string;
  /** `now` is a time of ISO 8601. */
  readonly look: (device: DeviceSnapshot, now: string) => Look;
}

const DAY_MS = 86_400_000;
/** Settings change with every visit of the service; rules of findings use the same figure. */
const OLD_DAYS = 366;
/** A machine without a security update for so long is behind; rules of findings use the same figure. */
const BEHIND_DAYS = 183;
/** An operating system that was only guessed at proves nothing. */
const SURE_ENOUGH = 0.5;

type Service = DeviceSnapshot['services'][number];

const topicNeeds = Object.fromEntries(
  HARDENING_TOPICS.map((topic) => [
    `hardening.${topic}`,
    need(`${hardeningEntry(topic).label}: somebody looked, and it is as it should be`, (device, now) =>
      lookAtTopic(device, topic, now),
    ),
  ]),
);

/** Every need by its name. */
export const NEEDS: Readonly<Record<string, Need>> = lookup({
  ...topicNeeds,
  'hardening.remoteService=none': need('No program for remote service is there', (device, now) => {
    const found = lookAtTopic(device, 'remoteService', now);
    const belief = beliefOf(device, 'remoteService');
    if ('gap' in found || belief?.value === 'none') return found;
    return { gap: `${HARDENING.remoteService.label}: ${belief?.words ?? 'not known'}, so that there is one.` };
  }),
  'hardening.patched': need('Its last security update is less than half a year old', lookAtUpdates),
  'ports.listed': need('Every open port is on the list of the maker', lookAtPorts),
  'os.supported': need('Its operating system is known', lookAtSystem),
  'dicom.strangers-refused': need('Each of its DICOM services turned a stranger away', (device, now) =>
    lookAtDicom(device, now, turnsAway, 'was not seen to turn a stranger away'),
  ),
  'dicom.searches-refused': need('None of its DICOM services searches for strangers', (device, now) =>
    lookAtDicom(device, now, refusesSearches, 'was not seen to refuse searches of strangers'),
  ),
  'dicom.images-refused': need('None of its DICOM services gives or takes images of strangers', (device, now) =>
    lookAtDicom(device, now, refusesImages, 'was not seen to refuse images of strangers'),
  ),
  'dicom.encrypted': need('Each of its DICOM services is encrypted as the standard asks today', (device, now) =>
    lookAtDicom(device, now, isEncrypted, 'was not seen to be encrypted as the standard asks today'),
  ),
});

function need(label: string, look: Need['look']): Need {
  return { label, look };
}

function isOld(observedAt: string, now: string, days = OLD_DAYS): boolean {
  return (Date.parse(now) - Date.parse(observedAt)) / DAY_MS > days;
}

function beliefOf(device: DeviceSnapshot, topic: HardeningTopic): HardeningBelief | undefined {
  return device.hardening.topics.find((belief) => belief.topic === topic);
}

function lookAtTopic(device: DeviceSnapshot, topic: HardeningTopic, now: string): Look {
  const { label } = hardeningEntry(topic);
  const belief = beliefOf(device, topic);
  if (!belief) return { gap: `${label}: nobody has looked.` };
  if (!belief.good) return { gap: `${label}: ${belief.words}.` };
  if (belief.against) return { gap: `${label}: two sources say otherwise.` };
  if (isOld(belief.observedAt, now))
    return { gap: `${label}: the last look was on ${belief.observedAt.slice(0, 10)}.` };
  return { facts: belief.facts };
}

/** By the day of the last update where anything names it, as the rule of findings does; otherwise by what people say. */
function lookAtUpdates(device: DeviceSnapshot, now: string): Look {
  const { lastUpdate } = device.hardening;
  if (!lastUpdate) return lookAtTopic(device, 'patched', now);
  if (isOld(lastUpdate.value, now, BEHIND_DAYS))
    return { gap: `The last update that is known is of ${lastUpdate.value}.` };
  return { facts: lastUpdate.facts };
}

/** What listens, by a program on the machine, against the list of the maker; what a scan met must be on the list, too. */
function lookAtPorts(device: DeviceSnapshot, now: string): Look {
  const { openPorts, makerPorts } = device.hardening;
  if (!openPorts || !makerPorts) {
    const found = lookAtTopic(device, 'ports', now);
    const missing = openPorts ? "The maker's list of ports is not known." : 'Nobody has listed the open ports.';
    return 'gap' in found && beliefOf(device, 'ports') === undefined ? { gap: missing } : found;
  }
  if (isOld(openPorts.observedAt, now))
    return { gap: `The open ports were listed on ${openPorts.observedAt.slice(0, 10)}.` };
  const listed = new Set(makerPorts.value);
  const met = device.services.map(({ endpoint }) => `tcp/${endpoint.port}`);
  const more = [...new Set([...openPorts.value, ...met])].filter((port) => !listed.has(port)).sort();
  const [first] = more;
  if (first !== undefined) return { gap: `${more.join(', ')}: not on the list of the maker.` };
  return { facts: [...openPorts.facts, ...makerPorts.facts] };
}

/** That updates still come is for rules of findings to say; here that the system is known at all. */
function lookAtSystem({ os }: DeviceSnapshot): Look {
  if (!os) return { gap: 'Its operating system is not known.' };
  if (os.confidence < SURE_ENOUGH) return { gap: 'Its operating system was only guessed at.' };
  return { facts: os.facts };
}

/** Every DICOM service of the device must pass; a device of which none was met proves nothing. */
function lookAtDicom(device: DeviceSnapshot, now: string, passes: (service: Service) => boolean, words: string): Look {
  const services = device.services.filter(isDicom);
  if (services.length === 0) return { gap: 'No scan has met a DICOM service of it.' };
  for (const service of services) {
    const where = `Port ${service.endpoint.port} of ${service.endpoint.address}`;
    if (service.endpoint.honeypot !== null) return { gap: `${where} may be a decoy.` };
    if (isOld(service.observedAt, now))
      return { gap: `${where} was last looked at on ${service.observedAt.slice(0, 10)}.` };
    if (!service.endpoint.complete) return { gap: `${where}: the scan was stopped before it was done.` };
    if (!passes(service)) return { gap: `${where} ${words}.` };
  }
  return { facts: [...new Set(services.flatMap(({ facts }) => facts))] };
}

function isDicom({ endpoint }: Service): boolean {
  if (endpoint.protocol === 'dicom') return true;
  // A demand for a certificate on the port for DICOM over TLS: nobody gets further, and nothing else can be seen.
  if (endpoint.exposure === 'E1t') return endpoint.tls.mutual || endpoint.port === 2762;
  return endpoint.exposure !== null && endpoint.exposure >= 'E2' && endpoint.exposure <= 'E7';
}

/** By a list of callers, by policy, or by a demand for a certificate. A busy answer, or a wrong name of ours, says nothing. */
function turnsAway({ endpoint }: Service): boolean {
  if (endpoint.tls.mutual) return true;
  return endpoint.exposure === 'E2' && (endpoint.refusal === 'calling' || endpoint.refusal === 'policy');
}

function refusesSearches(service: Service): boolean {
  const { query, worklist } = service.endpoint;
  const isRefused = (answer: string) => answer === 'refused' || answer === 'not offered';
  return turnsAway(service) || (isRefused(query) && isRefused(worklist));
}

function refusesImages(service: Service): boolean {
  const { read, write } = service.endpoint;
  const isRefused = (answer: string) => answer === 'refused' || answer === 'not offered';
  return turnsAway(service) || (isRefused(read) && isRefused(write));
}

/** Grade 2 is the profile of BCP 195 (PS3.15 B.12). */
function isEncrypted({ endpoint }: Service): boolean {
  return endpoint.tls.grade >= 2;
}
