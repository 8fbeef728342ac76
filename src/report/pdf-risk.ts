// Risk in detail on paper.
import type { Content } from 'pdfmake/interfaces.js';
import type { RiskDocument } from '#contracts/index.ts';

/** The pages. */
export function pdfRisk(risk: RiskDocument): Content[] {
  return [{ text: `Risk in detail ${risk.id}`, style: 'h1', pageBreak: 'before' }];
}
