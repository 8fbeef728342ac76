// The door of program: the register of findings.

export { addParty, answersOf, answersToChange, dropParty, keepSaid, partiesOf } from './assessments/answers.store.ts';
export { countsOf, isStale, rowsOfFramework } from './assessments/framework-standing.ts';
export { QUESTIONS } from './assessments/questionnaires.data.ts';
export type { RemoteAccessOfDevice } from './assessments/remote-access.store.ts';
export {
  addRemoteAccess,
  changeRemoteAccess,
  endRemoteAccess,
  remoteAccessList,
  remoteAccessOf,
  settleRemoteAccess,
  sitesToSettle,
} from './assessments/remote-access.store.ts';
export type { AnalysisInput } from './assessments/risk-analysis.ts';
export { riskAnalysisParts } from './assessments/risk-analysis.ts';
export type { AttestationActor, AttestationsKept } from './attestations.store.ts';
export { attestationHistory, attestationsOf, keepAttestations, saidBetween } from './attestations.store.ts';
export type { SiteShare } from './benchmark/agreements.store.ts';
export { agreementOf, keepAgreement, shareOf } from './benchmark/agreements.store.ts';
export { amongOthers, newestOfEach } from './benchmark/among-others.ts';
export { amongClients, binOf, sizeOf, valuesOf } from './benchmark/bins.ts';
export {
  benchmarkKey,
  dropSigner,
  filesThatCount,
  keepRelease,
  listReleases,
  listSigners,
  ownFingerprint,
  releaseOf,
  takeBenchmark,
  trustSigner,
} from './benchmark/exchange.store.ts';
export { periodOf } from './benchmark/periods.ts';
export { makeRelease } from './benchmark/release.ts';
export { signRelease } from './benchmark/signed-file.ts';
export type { RiskOfDay } from './board.store.ts';
export { decidedUntil, exceptionsOn, firstRiskAt, reviewBefore, riskAt } from './board.store.ts';
export { brandingOf, brandingState, keepBranding } from './branding/branding.store.ts';
export type { Checked } from './check-results.store.ts';
export { checkedBatch, eachChecked, siteChecks } from './check-results.store.ts';
export { nextDutyOf, type SiteFigures, siteFigure, siteFigures } from './client-figures.store.ts';
export { importCompletions } from './completions.store.ts';
export type { OtherEvidence, SiteEvidence } from './control-evidence.ts';
export { evidenceOfControl, linkOf, statusOfControl } from './control-evidence.ts';
export { CONTROL_LINKS } from './control-links.data.ts';
export { controlStatusOf, KNOWN_SHARE, STATED_DAYS, threatControlsInPlace } from './control-status.ts';
export { daysToKeep, firstKeptDay, keepStanding, standingOn } from './day-standing.store.ts';
export type { KnownPolicy } from './decision-policy.store.ts';
export { decisionPolicy, setDecisionPolicy } from './decision-policy.store.ts';
export { DEFAULT_POLICY } from './decision-policy.ts';
export {
  approvalAdvice,
  approveAcceptance,
  askAcceptance,
  decisionsOf,
  openDecisions,
  refuseAcceptance,
  withdrawDecision,
} from './decisions.store.ts';
export { answerOfMaker, askMaker, listMakers, makerQuestions } from './decisions-maker.store.ts';
export { settleDecisions } from './decisions-settle.store.ts';
export { doneInputs, doneSteps, dropDone, keepDone } from './done.store.ts';
export { addDrill, drillsOf, dropDrill } from './drills.store.ts';
export {
  beginEngagement,
  changeEngagement,
  engagementOf,
  listEngagements,
  moveEngagement,
} from './engagements/engagements.store.ts';
export { allHours, enterHours, hoursPage } from './engagements/hours.store.ts';
export { clearFromLetter } from './engagements/letter-clearance.store.ts';
export type { LetterMatter } from './engagements/letters.store.ts';
export { issueLetter, letterAsIssued, signLetter, withdrawLetter } from './engagements/letters.store.ts';
export {
  dropTemplate,
  exportTemplate,
  importTemplate,
  listTemplates,
  saveTemplate,
} from './engagements/templates.store.ts';
export { advisoriesHere, countedAbout, findingGroups } from './finding-groups.store.ts';
export type { FindingState } from './finding-states.store.ts';
export { findingStates } from './finding-states.store.ts';
export {
  calendarSettings,
  calendarState,
  dropDutyDone,
  dutyHistory,
  keepCalendar,
  keepDutyDone,
  siteDay,
} from './governance/calendar.store.ts';
export { addDays, dayIn, endOfDayIn } from './governance/calendar-days.ts';
export { calendarItems, calendarPage } from './governance/calendar-items.store.ts';
export { checkChain, checkLogText } from './governance/decision-chain.ts';
export {
  checkDecisionLog,
  decisionLogPage,
  exportDecisionLog,
  logDecision,
  writeDecision,
} from './governance/decision-log.store.ts';
export { isToldTo } from './governance/duty-holders.ts';
export {
  metricDetail,
  metricsDue,
  metricsOf,
  takeMetrics,
  trainedPeople,
} from './governance/metrics.store.ts';
export type { DueItem } from './governance/reminders.store.ts';
export { noteReminders, takeReminders } from './governance/reminders.store.ts';
export { keepResponsibilities, responsibilitiesOf } from './governance/responsibilities.store.ts';
export { harmMatrix, setHarmMatrix } from './harm-matrix.store.ts';
export {
  allDevicesDue,
  countDue,
  dueDevices,
  flawsNamed,
  judged,
  judgementsDue,
  namingDevicesDue,
} from './judgements-due.store.ts';
export { claimLessons, giveLessonsBack, noteMail, noteReturned } from './lesson-mail.store.ts';
export type { FindingPage, FindingQuery, RegisteredFinding } from './list.store.ts';
export {
  allFindings,
  type FindingPlace,
  type FindingsOnPage,
  findingsAfter,
  getFinding,
  listFindings,
  severityCounts,
  topFindings,
} from './list.store.ts';
export type { Picture } from './overview.store.ts';
export { overviewOf } from './overview.store.ts';
export type { Actor } from './own-words.ts';
export type { AskedOfPolicies } from './policy-answers.store.ts';
export { listPolicies, policyAdvice, policyEvidence, sitePolicy, textOf } from './policy-answers.store.ts';
export type { CheckSums } from './policy-checks.store.ts';
export {
  approveException,
  askException,
  endException,
  exceptedNow,
  exceptedOn,
  exceptionOf,
  listExceptions,
  refuseException,
} from './policy-exceptions.store.ts';
export { policiesAt } from './policy-history.store.ts';
export { claimLinkMail, giveLinkMailBack, noteLinkMail } from './policy-mail.store.ts';
export {
  policyLinks,
  policyToMail,
  policyToRead,
  readByLink,
  readersPage,
  readOnPaper,
  readPolicy,
} from './policy-reads.store.ts';
export {
  approvePolicy,
  askPolicyApproval,
  beginPolicy,
  policyDifferences,
  policyHeads,
  policyText,
  refusePolicy,
  retirePolicy,
  savePolicy,
} from './policy-texts.store.ts';
export type { ProgramLibrary } from './program-library.ts';
export { lessonLibrary, policyLibrary, programLibrary } from './program-library.ts';
export type { RatingActor } from './ratings.store.ts';
export { elicitedRatings, keepRating, ratingsFor } from './ratings.store.ts';
export type { Judgements, RegisterChange } from './register.store.ts';
export { recordFindings } from './register.store.ts';
export {
  changeRiskSettings,
  keepRisk,
  listRisk,
  newestRisk,
  riskInputsOf,
  riskOf,
  riskSettings,
  setRiskSettings,
} from './risk.store.ts';
export type { SaidText } from './risk-file-texts.store.ts';
export { keepRiskFileTexts, riskFileTexts } from './risk-file-texts.store.ts';
export { rolesIn } from './roster/read-roster.ts';
export {
  addStaff,
  changeStaff,
  importRoster,
  listStaff,
  rosterOf,
  staffByEmail,
  staffMember,
  staffPage,
} from './roster.store.ts';
export { dropScimToken, makeScimToken, scimTokenState, siteOfScimToken } from './scim-token.store.ts';
export type { MadeLink, OpenLink } from './staff-links.store.ts';
export { LINK_DAYS, LinkEnded, makeLinks, noteOpened, openLink, spendLink } from './staff-links.store.ts';
export { settleSettings } from './start/settle-settings.ts';
export type { StartStated } from './start/walk.store.ts';
export { keepStartField, keepStartStated, startFields, startStated } from './start/walk.store.ts';
export { type ReturnedMail, readReturnedMail } from './training/read-returned-mail.ts';
export type { Waiting } from './training.store.ts';
export {
  assignFirstLessons,
  assignLessons,
  dropAssignment,
  keepAnswers,
  listTrainees,
  ownTries,
  trainingCounts,
  trainingEvidence,
  waitingLessons,
} from './training.store.ts';
export type { VexStatement } from './vex-statements.store.ts';
export { vexStatements } from './vex-statements.store.ts';
