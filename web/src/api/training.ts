// Staff and their training, and the lesson behind a link.
import {
  type AssignInput,
  type DrillInput,
  type MailInput,
  type ReturnedInput,
  roster,
  type StaffChange,
  type StaffInput,
  training,
  trainingRecord,
} from '#contracts/index.ts';
import { type Query, read, tell, write } from './http.ts';

const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

/** Lessons, totals, drills. */
export function loadTraining(signal?: AbortSignal) {
  return read(trainingRecord.trainingState, 'training', withSignal(signal));
}

/** Who is asked to read what, a page at a time. */
export function loadTrainees(query: Query, signal?: AbortSignal) {
  return read(trainingRecord.traineeList, 'training/people', { query, ...withSignal(signal) });
}

/** A lesson as it is sent, with its answers. */
export function loadLesson(id: string, signal?: AbortSignal) {
  return read(training.lesson, `training/lessons/${encodeURIComponent(id)}`, withSignal(signal));
}

/** The roster, a page at a time. */
export function loadStaff(query: Query, signal?: AbortSignal) {
  return read(roster.staffList, 'staff', { query, ...withSignal(signal) });
}

/** Adds a person. */
export function addStaff(body: StaffInput) {
  return write({ method: 'POST', path: 'staff', body, shape: roster.staffMember });
}

/** Changes a person. */
export function changeStaff({ id, ...body }: StaffChange & { readonly id: string }) {
  return write({ method: 'PATCH', path: `staff/${encodeURIComponent(id)}`, body, shape: roster.staffMember });
}

/** Takes in a list of staff. */
export function importStaff(csv: string) {
  return write({ method: 'POST', path: 'staff/import', body: { csv }, shape: roster.rosterReport });
}

/** Takes in completions of elsewhere. */
export function importCompletions(text: string) {
  return write({
    method: 'POST',
    path: 'training/completions',
    body: { text },
    shape: trainingRecord.completionsReport,
  });
}

/** Takes in mail that came back. */
export function takeReturnedMail(body: ReturnedInput) {
  return write({ method: 'POST', path: 'training/returned-mail', body, shape: trainingRecord.returnedReport });
}

/** Assigns lessons. */
export function assignLessons(body: AssignInput) {
  return write({ method: 'POST', path: 'training/assign', body, shape: trainingRecord.assigned });
}

/** Takes a lesson back from a person. */
export function dropLesson({ staff, lesson }: { readonly staff: string; readonly lesson: string }) {
  return tell({
    method: 'DELETE',
    path: `training/people/${encodeURIComponent(staff)}/lessons/${encodeURIComponent(lesson)}`,
  });
}

/** Fresh links to the lessons that wait. */
export function makeLinks() {
  return write({ method: 'POST', path: 'training/links', body: {}, shape: trainingRecord.madeLinks });
}

/** Mails the links to people who have none yet. */
export function mailLinks() {
  return write({ method: 'POST', path: 'training/mail', body: {}, shape: trainingRecord.mailSent });
}

/** The mail server. */
export function loadMailServer(signal?: AbortSignal) {
  return read(trainingRecord.mailState, 'training/mail-server', withSignal(signal));
}

/** Sets the mail server; null removes it. */
export function saveMailServer(body: MailInput | null) {
  const method = body === null ? 'DELETE' : 'PUT';
  return write({ method, path: 'training/mail-server', ...(body ? { body } : {}), shape: trainingRecord.mailState });
}

/** Records a drill. */
export function addDrill(body: DrillInput) {
  return tell({ method: 'POST', path: 'training/drills', body });
}

/** Takes a drill out. */
export function dropDrill(id: string) {
  return tell({ method: 'DELETE', path: `training/drills/${encodeURIComponent(id)}` });
}

/** A new token for the directory, in place of the one before. */
export function makeScimToken() {
  return write({ method: 'POST', path: 'training/scim-token', shape: trainingRecord.scimToken });
}

/** Ends the token of the directory. */
export function dropScimToken() {
  return tell({ method: 'DELETE', path: 'training/scim-token' });
}

/** The lesson behind a link. */
export function loadLearn(token: string, signal?: AbortSignal) {
  return read(trainingRecord.learnPage, `learn/${encodeURIComponent(token)}`, withSignal(signal));
}

/** Sends the answers of a person. */
export function answerLearn(token: string, answers: readonly (number | null)[]) {
  return write({
    method: 'POST',
    path: `learn/${encodeURIComponent(token)}/answers`,
    body: { answers },
    shape: trainingRecord.learnResult,
  });
}
