// The door of report: what people take away.

export type { Branding } from '#contracts/index.ts';
export type { AssessmentInput } from './assessment.ts';
export { buildAssessment } from './assessment.ts';
export { type BoardInput, buildBoard } from './board.ts';
export { boardHtml } from './board-html.ts';
export { type Between, movedSince } from './board-moved.ts';
export { boardPdf } from './board-pdf.ts';
export { type ApprovalThen, type StandingOfDay, standingsOf } from './board-standing.ts';
export { calendarIcs, type DueEvent } from './calendar-ics.ts';
export { clearanceLetter, clearanceLetterText } from './clearance-letter.ts';
export { type ClearancePaper, clearanceHtml, clearancePdf } from './clearance-letter-paper.ts';
export { clientsCsv } from './clients-csv.ts';
export { devicesCsvParts } from './devices-csv.ts';
export { findingsCsv, findingsCsvParts } from './findings-csv.ts';
export { standingCsv, standingHtml } from './framework-standing.ts';
export { hoursCsv } from './hours-csv.ts';
export { htmlReport } from './html-report.ts';
export { type Letter, letterText, makerLetter } from './maker-letter.ts';
export { letterPdf } from './maker-letter-pdf.ts';
export { componentsOfPlace, OSCAL_FILE_NAMES, OSCAL_FILES, type OscalFileName } from './oscal/place-components.ts';
export { assessmentResults, planOfAction, systemSecurityPlan } from './oscal/place-documents.ts';
export { programComponentOf } from './oscal/place-parts.ts';
export { pdfReport } from './pdf-report.ts';
export type { PolicyPaper } from './policy-document.ts';
export { policyHtml, policyPdf } from './policy-document.ts';
export { registerCsv } from './register-csv.ts';
export {
  buildRiskFile,
  type RiskFileAction,
  type RiskFileDecision,
  type RiskFileGroup,
  type RiskFileInput,
  type RiskFileScenario,
  TOP_MANAGEMENT,
} from './risk-file.ts';
export { riskFileHtml } from './risk-file-html.ts';
export { riskFilePdf } from './risk-file-pdf.ts';
export { starterPoliciesHtml } from './starter-policies.ts';
export { VEX_FORMATS, type VexDevice, type VexFormat, type VexInput } from './vex.ts';
export { vexCsaf } from './vex-csaf.ts';
export { vexCycloneDx } from './vex-cyclonedx.ts';
export { vexOpenVex } from './vex-openvex.ts';
export { REPORT_FILES, writeReport } from './write-report.ts';
