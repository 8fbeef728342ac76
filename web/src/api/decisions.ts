// What people decide about findings, and what makers are asked.
import type { z } from 'zod';
import { api, type DecisionDone, type DecisionPolicy } from '#contracts/index.ts';
import { type Query, read, write } from './http.ts';

/** What can be done about a finding. */
export type DecisionStep = 'accept' | 'approve' | 'refuse' | 'withdraw' | 'ask-maker' | 'maker-answer';

/** Does one step. */
export function decide(finding: string, step: DecisionStep, body: unknown): Promise<DecisionDone> {
  const path = `findings/${encodeURIComponent(finding)}/${step}`;
  return write({ method: 'POST', path, body, shape: api.decisionDone });
}

/** Everything that was decided about a finding. */
export function loadDecisions(finding: string, signal?: AbortSignal): Promise<z.output<typeof api.decisionsOfFinding>> {
  const path = `findings/${encodeURIComponent(finding)}/decisions`;
  return read(api.decisionsOfFinding, path, signal ? { signal } : {});
}

/** Every maker with what it owes. */
export function loadMakers(signal?: AbortSignal) {
  return read(api.makerList, 'makers', signal ? { signal } : {});
}

/** A page of questions to one maker. */
export function loadMakerQuestions(query: Query, signal?: AbortSignal) {
  return read(api.makerQuestionList, 'makers/questions', { query, ...(signal ? { signal } : {}) });
}

/** The days that each finding has. */
export function loadPolicy(signal?: AbortSignal) {
  return read(api.policyAnswer, 'policy', signal ? { signal } : {});
}

/** Changes the policy; null goes back to the one that ships. */
export function changePolicy(policy: DecisionPolicy | null) {
  return write({ method: 'POST', path: 'policy', body: { policy }, shape: api.policyAnswer });
}
