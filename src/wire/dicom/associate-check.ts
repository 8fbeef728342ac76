// Whether an A-ASSOCIATE-AC is an answer to our request and not noise that begins with 0x02 (PS3.8 9.3.3).
import type { AssociateAc } from './pdu.ts';

/** The DICOM application context name (PS3.7 A.2.1). */
export const APPLICATION_CONTEXT = '1.2.840.10008.3.1.1.1';

/** What is wrong with the answer; empty when it is a valid one. Titles are echoed and are not to be tested. */
export function invalidAssociateAc(ac: AssociateAc, proposedIds: readonly number[]): string[] {
  const problems: string[] = [];
  if ((ac.protocolVersion & 1) === 0) problems.push('protocol version 1 is not among those answered');
  if (ac.applicationContext !== APPLICATION_CONTEXT) problems.push('the application context is not DICOM');
  if (!ac.contexts.some((context) => proposedIds.includes(context.id))) {
    problems.push('no presentation context that was proposed is answered');
  }
  return problems;
}
