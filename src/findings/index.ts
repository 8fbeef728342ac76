// The door of findings: a device against knowledge and rules, with reasons. Pure.
export type { DoFirst } from './do-first.ts';
export { actionWeight, doFirst, doFirstTexts, firstSentence, isOpen } from './do-first.ts';
export { ANSWERS_ONLY, exposureRows, FIRST_OPEN_RUNG, isOpenRung } from './exposure-rows.ts';
export type { ComponentFlaw, ListedComponent } from './flaws-of-components.ts';
export { flawsOfComponents } from './flaws-of-components.ts';
export type { HeadlineCounts } from './headline.ts';
export { GIVES_PATIENT_DATA, headline, MAY_GIVE_PATIENT_DATA, SURE_ENOUGH } from './headline.ts';
export { compareFindings, judge } from './judge.ts';
export { lifeCyclesOf } from './life-cycles.ts';
export type { Gaps, NarrowingFact, OpenQuestion } from './narrowing-facts.ts';
export { narrowingFacts } from './narrowing-facts.ts';
export { ORDER } from './priority.ts';
export { productsOf } from './products-of.ts';
export type { Candidate } from './purchase.ts';
export { checkPurchase } from './purchase.ts';
export type { JudgeContext } from './review.ts';
export type { RuleId } from './rule-table.ts';
export { RULES } from './rule-table.ts';
