// Assessments against frameworks, questionnaires to those outside, and the register of remote access.
import {
  type AnswerInput,
  assessments,
  type PartyInput,
  type RemoteAccessInput,
  remoteAccess,
} from '#contracts/index.ts';
import { read, tell, write } from './http.ts';

/** Every framework with how the site stands. */
export function loadAssessments(signal?: AbortSignal) {
  return read(assessments.assessmentList, 'program/assessments', signal ? { signal } : {});
}

/** One framework, row by row. */
export function loadFramework(id: string, signal?: AbortSignal) {
  return read(assessments.frameworkStanding, `program/assessments/${encodeURIComponent(id)}`, signal ? { signal } : {});
}

/** Keeps an answer; `unknown` takes it back. */
export function sayAnswer(answer: AnswerInput) {
  return tell({ method: 'PUT', path: 'program/assessments/answers', body: { answers: [answer] } });
}

/** Takes answers over from an export of the SRA Tool. */
export function sendSra(file: File) {
  const form = new FormData();
  form.set('file', file);
  return write({ method: 'POST', path: 'program/assessments/sra-tool', form, shape: assessments.sraImport });
}

/** Every party with its questions and answers. */
export function loadParties(signal?: AbortSignal) {
  return read(assessments.partyList, 'program/questionnaires', signal ? { signal } : {});
}

/** Begins a questionnaire to a party. */
export function addParty(body: PartyInput) {
  return write({ method: 'POST', path: 'program/questionnaires', body, shape: assessments.partyList });
}

/** Removes a party with its answers. */
export function dropParty(id: string) {
  return write({
    method: 'DELETE',
    path: `program/questionnaires/${encodeURIComponent(id)}`,
    shape: assessments.partyList,
  });
}

const ACCESS = 'program/remote-access';

/** The register of remote access. */
export function loadRemoteAccess(signal?: AbortSignal) {
  return read(remoteAccess.remoteAccessList, ACCESS, signal ? { signal } : {});
}

/** Enters an access, or changes one. */
export function keepRemoteAccess({ id, body }: { readonly id: string | null; readonly body: RemoteAccessInput }) {
  const path = id === null ? ACCESS : `${ACCESS}/${encodeURIComponent(id)}`;
  return write({ method: id === null ? 'POST' : 'PUT', path, body, shape: remoteAccess.remoteAccessList });
}

/** Ends an access today. */
export function endRemoteAccess(id: string) {
  return write({
    method: 'POST',
    path: `${ACCESS}/${encodeURIComponent(id)}/end`,
    shape: remoteAccess.remoteAccessList,
  });
}
