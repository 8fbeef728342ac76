// The second door of evidence: its types and pure functions, free of the store.
export { admitPosted, signatureOf } from './admit-posted.ts';
export type { ClearanceDecision, ClearanceRequest, ClearanceRule } from './clearance.ts';
export { decideClearance } from './clearance.ts';
export type { CurrentFact } from './current-fact.ts';
export { endOfLetter } from './letter-window.ts';
export type { FactInput } from './make-fact.ts';
export { admitValue, factId, makeFact } from './make-fact.ts';
export type { ObservationSource, ObservedStatement } from './observations.ts';
export { Observations } from './observations.ts';
export { looksLikePatientData, namesPatientData } from './patient-gate.ts';
export type { FlowRef, ServiceRef, SubjectKind, SubjectRef } from './subject.ts';
export {
  compareSubjects,
  flowSubject,
  isSubjectKind,
  mds2Subject,
  parseFlowKey,
  parseServiceKey,
  SUBJECT_KINDS,
  serviceSubject,
  subjectId,
} from './subject.ts';
export type { Attribute, AttributeInput, AttributeName } from './vocabulary.ts';
export { ATTRIBUTE_NAMES, attributeNamed, VOCABULARY, WIRE_WEAKNESSES } from './vocabulary.ts';
