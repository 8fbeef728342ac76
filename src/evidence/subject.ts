// What a fact is about: a service as seen from somewhere, an address, a row of a list, or a device that a person means.
import { Invalid } from '#kit/index.ts';

/** The kinds of thing that facts speak of. */
export const SUBJECT_KINDS = ['service', 'address', 'asset', 'device'] as const;
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
  const host = service.address.includes(':') ? `[${service.address}]` : service.address;
  return { kind: 'service', key: `tcp/${host}:${service.port}@${service.vantage}` };
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
