// The door of risk: what could happen, and what it would cost.
export { quantify } from './loss/quantify.ts';
