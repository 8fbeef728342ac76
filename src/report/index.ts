// The door of report: what people take away.
export type { AssessmentInput } from './assessment.ts';
export { buildAssessment } from './assessment.ts';
export { htmlReport } from './html-report.ts';
export { pdfReport } from './pdf-report.ts';
export { registerCsv } from './register-csv.ts';
export { REPORT_FILES, writeReport } from './write-report.ts';
