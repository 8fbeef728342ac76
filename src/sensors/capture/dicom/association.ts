// What is remembered of one DICOM association: who called whom by which names, what was agreed, what was done how often and
// with what outcome. Nothing of what the messages were about.

/** Names of the operations that are counted. */
export const OPERATIONS = ['echo', 'store', 'find', 'move', 'get'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** One association, as the capture document shows it. */
export interface DicomAssociation {
  readonly client: string;
  readonly server: string;
  calling: string | null;
  called: string | null;
  outcome: 'accepted' | 'rejected' | 'unseen';
  ended: 'released' | 'aborted' | 'reset' | 'closed' | 'open';
  tls: boolean;
  /** The version that was agreed, when it is encrypted. */
  tlsVersion: string | null;
  contexts: { id: number; abstractSyntax: string; result: number | null; transferSyntax: string | null }[];
  reject: { result: number; source: number; reason: number; meaning: string } | null;
  /** Whether the caller said who the user is, and how (PS3.7 D.3.3.7); never the name. */
  userIdentity: number | null;
  clientImplementation: { classUid: string | null; versionName: string | null } | null;
  serverImplementation: { classUid: string | null; versionName: string | null } | null;
  operations: Record<Operation, number>;
  /** Other services by name: N-CREATE, N-ACTION and their kin. */
  otherOperations: Record<string, number>;
  /** Responses by status, four hexadecimal digits (PS3.7 annex C). */
  statuses: Record<string, number>;
  sopClasses: Record<string, number>;
  objects: number;
  /** Bytes of data sets. */
  bytes: number;
  /** Something of it is not in the capture. */
  partial: boolean;
  firstMs: number;
  lastMs: number;
}

/** An association of which nothing is known yet. */
export function newAssociation(client: string, server: string, atMs: number): DicomAssociation {
  return {
    client,
    server,
    calling: null,
    called: null,
    outcome: 'unseen',
    ended: 'open',
    tls: false,
    tlsVersion: null,
    contexts: [],
    reject: null,
    userIdentity: null,
    clientImplementation: null,
    serverImplementation: null,
    operations: { echo: 0, store: 0, find: 0, move: 0, get: 0 },
    otherOperations: {},
    statuses: {},
    sopClasses: {},
    objects: 0,
    bytes: 0,
    partial: false,
    firstMs: atMs,
    lastMs: atMs,
  };
}
