// Services beside imaging: remote login, file sharing, databases, and the port for patient messages.
import type { Severity } from '#contracts/index.ts';
import { closeServices, guardMessages } from '../advice.ts';
import { aboutOf, type Draft, type Rule, seenBy, sureness, whereOf } from '../draft.ts';
import { serviceEntry } from '../service-table.ts';

/** Connecting proves an open port; its name rests on the number unless it introduced itself. */
const BY_PORT_ALONE = 0.7;
const INTRODUCED = 0.95;
const SILENT_LISTENER = 0.6;

const LESS: Readonly<Record<Severity, Severity>> = {
  critical: 'high',
  high: 'medium',
  medium: 'low',
  low: 'low',
  none: 'none',
};

/** Findings on services that imaging does not need. */
export const openServices: Rule = (review) =>
  review.device.services.flatMap((service) => {
    const { endpoint } = service;
    if (endpoint.service === null) return [];
    const entry = serviceEntry(endpoint.service, endpoint.port);
    const introduced = endpoint.banner !== null;
    const text = introduced
      ? `On ${service.observedAt.slice(0, 10)} ${whereOf(service)} introduced itself as "${endpoint.banner}": ${entry.because}.`
      : `On ${service.observedAt.slice(0, 10)} ${whereOf(service)} took a connection. Nothing was sent; the name of the service rests on the port number. If it is that: ${entry.because}.`;
    const onServer = review.role === 'server';
    const found: Draft = {
      rule: 'service-reachable',
      about: aboutOf(service),
      title: entry.title,
      state: introduced ? 'confirmed' : 'potential',
      severity: onServer ? LESS[entry.severity] : entry.severity,
      confidence: sureness(review, service, introduced ? INTRODUCED : BY_PORT_ALONE),
      because: [{ text, facts: service.facts }],
      fix: closeServices(review),
      sources: seenBy(service),
      proven: { points: entry.proven, because: entry.title },
      opens: { points: onServer ? entry.opens / 2 : entry.opens, because: entry.because },
    };
    return [found];
  });

/** Findings on ports that take messages about patients. */
export const messageListeners: Rule = (review) =>
  review.device.services.flatMap((service) => {
    if (service.endpoint.protocol !== 'hl7') return [];
    const text = `On ${service.observedAt.slice(0, 10)} ${whereOf(service)}, usual for patient messages (HL7), took a connection and waited. Nothing was sent to it.`;
    const found: Draft = {
      rule: 'hl7-listener',
      about: aboutOf(service),
      title: 'Port for patient messages (HL7) is reachable',
      state: 'potential',
      confidence: sureness(review, service, SILENT_LISTENER),
      because: [{ text, facts: service.facts }],
      fix: guardMessages(),
      sources: seenBy(service),
    };
    return [found];
  });
