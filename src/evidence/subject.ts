// What a fact is about: a service as seen from somewhere, an address, a row of a list, a device that a person means, who speaks to
// whom, or a document of a maker, which speaks of a product and not of one device.
import { Invalid } from '#kit/index.ts';

/** The kinds of thing that facts speak of. */
export const SUBJECT_KINDS = ['service', 'address', 'asset', 'device', 'flow', 'document'] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** A thing that facts are about, by its kind and its key within that kind. */
export interface SubjectRef {
  readonly kind: SubjectKind;
  readonly key: string;
}

/** An endpoint together with the place that it was seen from. */
export interface ServiceRef {
  readonly address: string;
  readonly port: number;
  readonly vantage: string;
}

/** The subject of a service: `tcp/ADDRESS:PORT@VANTAGE`, an IPv6 address in brackets. */
export function serviceSubject(service: ServiceRef): SubjectRef {
  return { kind: 'service', key: `tcp/${bracketed(service.address)}:${service.port}@${service.vantage}` };
}

/** The parts of a service subject's key; throws Invalid when it is none. */
export function parseServiceKey(key: string): ServiceRef {
  const found = /^tcp\/(?:\[([0-9a-f:.%]+)\]|([0-9.]+)):(\d{1,5})@(.*)$/is.exec(key);
  const address = found?.[1] ?? found?.[2];
  const port = Number(found?.[3]);
  if (!found || address === undefined || port > 65_535) {
    throw new Invalid(`'${key.slice(0, 80)}' is no service key; write tcp/10.1.2.3:104@vantage.`);
  }
  return { address, port, vantage: found[4] ?? '' };
}

/** Who opened a conversation, and with which service. */
export interface FlowRef {
  readonly transport: 'tcp' | 'udp';
  readonly client: string;
  readonly server: string;
  readonly port: number;
}

/** The subject of a flow: `TRANSPORT/CLIENT>SERVER:PORT`, IPv6 addresses in brackets. */
export function flowSubject({ transport, client, server, port }: FlowRef): SubjectRef {
  return { kind: 'flow', key: `${transport}/${bracketed(client)}>${bracketed(server)}:${port}` };
}

/** The parts of a flow subject's key; throws Invalid when it is none. */
export function parseFlowKey(key: string): FlowRef {
  const found = /^(tcp|udp)\/(?:\[([0-9a-f:.]+)\]|([0-9.]+))>(?:\[([0-9a-f:.]+)\]|([0-9.]+)):(\d{1,5})$/.exec(key);
  const [client, server] = [found?.[2] ?? found?.[3], found?.[4] ?? found?.[5]];
  const port = Number(found?.[6]);
  if (!found || client === undefined || server === undefined || port > 65_535) {
    throw new Invalid(`'${key.slice(0, 80)}' is no flow key; write tcp/10.1.2.3>10.1.2.4:104.`);
  }
  return { transport: found[1] === 'udp' ? 'udp' : 'tcp', client, server, port };
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** The subject of a maker's MDS2: `mds2/ID`, where the id is a hash of what it says. */
export function mds2Subject(id: string): SubjectRef {
  return { kind: 'document', key: `mds2/${id}` };
}

/** One text for a subject, for maps and sets; no two subjects share it. */
export function subjectId(subject: { readonly kind: string; readonly key: string }): string {
  return `${subject.kind} ${subject.key}`;
}

/** Whether a word names a kind of subject. */
export function isSubjectKind(kind: string): kind is SubjectKind {
  return SUBJECT_KINDS.some((known) => known === kind);
}

/** A stable order of subjects: by kind, then by key, by code unit. */
export function compareSubjects(a: SubjectRef, b: SubjectRef): number {
  const left = subjectId(a);
  const right = subjectId(b);
  return left < right ? -1 : left > right ? 1 : 0;
}
