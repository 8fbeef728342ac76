// Policies of the site: the list, one with its versions, and what is done about it.
import { type PolicyEdit, policyTexts, trainingRecord } from '#contracts/index.ts';
import { read, write } from './http.ts';
import { useLoad, usePages } from './use-load.ts';

const at = (id: string) => `program/policies/${encodeURIComponent(id)}`;

/** Every policy, begun or not. */
export function usePolicies() {
  return useLoad(['policies'], (signal) => read(policyTexts.policyList, 'program/policies', { signal }));
}

/** One that the site has begun. */
export function usePolicy(id: string) {
  return useLoad(['policies', id], (signal) => read(policyTexts.sitePolicy, at(id), { signal }));
}

/** What two versions do not have in common. */
export function useDifferences(id: string, from: number, to: number) {
  return useLoad(['policies', id, 'differences', from, to], (signal) =>
    read(policyTexts.policyDifferences, `${at(id)}/differences`, { query: { from, to }, signal }),
  );
}

/** Begins one from the library, or takes a retired one up again. */
export function beginPolicy(policy: string) {
  return write({ method: 'POST', path: 'program/policies', body: { policy }, shape: policyTexts.sitePolicy });
}

/** Keeps an edit as the next version. */
export function savePolicy({ id, edit }: { readonly id: string; readonly edit: PolicyEdit }) {
  return write({ method: 'PUT', path: at(id), body: edit, shape: policyTexts.sitePolicy });
}

/** Asks that a version be approved. */
export function askApproval({
  id,
  ...body
}: {
  readonly id: string;
  readonly version: number;
  readonly meaning: boolean;
  readonly note: string;
}) {
  return write({ method: 'POST', path: `${at(id)}/ask`, body, shape: policyTexts.policyDone });
}

/** Approves or refuses a version, or retires the policy. */
export function settlePolicy({
  id,
  step,
  body,
}: {
  readonly id: string;
  readonly step: 'approve' | 'refuse' | 'retire';
  readonly body: object;
}) {
  return write({ method: 'POST', path: `${at(id)}/${step}`, body, shape: policyTexts.sitePolicy });
}

/** Who is asked to read it, and who has. */
export function useReaders(id: string) {
  return usePages(['policies', id, 'readers'], (cursor, signal) =>
    read(policyTexts.policyReaders, `${at(id)}/readers`, { query: { cursor }, signal }),
  );
}

/** Says that one has read the version that counts. */
export function sayRead({ id, version }: { readonly id: string; readonly version: number }) {
  return write({ method: 'POST', path: `${at(id)}/read`, body: { version }, shape: policyTexts.sitePolicy });
}

/** Types in who signed a list. */
export function typePaper({
  id,
  ...body
}: {
  readonly id: string;
  readonly staff: readonly string[];
  readonly on: string;
}) {
  return write({ method: 'POST', path: `${at(id)}/paper`, body, shape: policyTexts.sitePolicy });
}

/** Makes links for everybody who is asked and has not read it; they are shown this once. */
export function makePolicyLinks(id: string) {
  return write({ method: 'POST', path: `${at(id)}/links`, body: { staff: null }, shape: policyTexts.policyLinks });
}

/** Mails a link to everybody who is asked, has not read it, and had none yet. */
export function mailPolicyLinks(id: string) {
  return write({ method: 'POST', path: `${at(id)}/mail`, body: {}, shape: trainingRecord.mailSent });
}

/** What a link shows. */
export function usePolicyByLink(token: string) {
  return useLoad(['policy by link', token], (signal) =>
    read(policyTexts.policyToRead, `learn/${encodeURIComponent(token)}/policy`, { signal }),
  );
}

/** Says by a link that one has read it. */
export function sayReadByLink({ token, version }: { readonly token: string; readonly version: number }) {
  const path = `learn/${encodeURIComponent(token)}/read`;
  return write({ method: 'POST', path, body: { version }, shape: policyTexts.policyToRead });
}
