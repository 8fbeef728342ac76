// What is known of a flaw by its CVE number, from a dated source.

/** A dated table by CVE number. */
export interface FlawSource<T> {
  readonly name: string;
  readonly asOf: string | null;
  readonly size: number;
  about(cve: string): T | null;
}

/** What CISA's catalog of known exploited vulnerabilities says of one. */
export interface Exploited {
  /** Day on which it was added. */
  readonly added: string;
  readonly name: string;
  readonly isUsedByRansomware: boolean;
}

/** A source that knows nothing, as long as its feed is not there. */
export function nothingKnown<T>(name: string): FlawSource<T> {
  return { name, asOf: null, size: 0, about: () => null };
}
