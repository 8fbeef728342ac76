// The door of contracts: zod shapes of the documents and of the HTTP API.
import './say-what-is-wrong.ts';

export type { StepCost, StepKind } from './action-costs.ts';
export { expectedCost, STEP_KINDS } from './action-costs.ts';
export type {
  AeTitleRow,
  ArchiveInput,
  Clearance,
  DeviceCoverage,
  DeviceDetail,
  DeviceRow,
  FlowRow,
  ImportPreview,
  InternetFlow,
  Job,
  NetworkMap,
  Overview,
  Problem,
  Relation,
  RelationList,
  RelationState,
  Renumbering,
  Role,
  ScanDifference,
  ScanInput,
  ScanRow,
  SensorBatch,
  SensorReceipt,
  SensorRow,
  SensorStatus,
  Session,
  SoftwareRow,
  SourceRow,
  ZoneRow,
} from './api.ts';
export * as api from './api.ts';
export type {
  AnalysisPart,
  AnswerInput,
  AskedParty,
  AssessmentList,
  FrameworkStanding,
  FrameworkSummary,
  KeptAnswer,
  PartyInput,
  PartyList,
  QuestionnaireKind,
  RowStanding,
  SraImport,
  StandingCounts,
} from './assessments.ts';
export * as assessments from './assessments.ts';
export type {
  AttackPath,
  Change,
  NetworkDocument,
  NetworkNode,
  PathsDocument,
  ReachEdge,
  ReachUsed,
  Weakness,
} from './attack-paths.ts';
export * as attackPaths from './attack-paths.ts';
export type {
  AmongClients,
  AmongOthers,
  BenchmarkDocument,
  BenchmarkFigure,
  BenchmarkSigner,
  BenchmarkUnit,
  BenchmarkView,
  Between,
  ClientSize,
  CountedAgreement,
  CountedIn,
  ExchangeState,
  ImportedFile,
  SignerInput,
  SiteFigure,
  UnsignedBenchmark,
} from './benchmark.ts';
export * as benchmark from './benchmark.ts';
export { AGREEMENTS, BENCHMARK_FIGURES, CLIENT_SIZES, DEFAULT_EPSILON, LEAST_CLIENTS } from './benchmark.ts';
export type { BoardDocument, BoardException, BoardMoved, BoardPack, BoardStanding } from './board.ts';
export * as board from './board.ts';
export type { Branding, BrandingInput, BrandingState } from './branding.ts';
export * as branding from './branding.ts';
export type {
  CalendarInput,
  CalendarItem,
  CalendarPage,
  CalendarQuery,
  CalendarSettings,
  CalendarState,
  DueState,
  DutyChange,
  DutyDone,
  DutyDoneInput,
  DutyPlanned,
  DutyTold,
  Metric,
  MetricDetail,
  Metrics,
  MetricUnit,
  OwnDuty,
  RecurringDuty,
} from './calendar.ts';
export * as calendar from './calendar.ts';
export { CALENDAR_KINDS, DUE_STATES, FIX_METRIC, FIX_WINDOW_DAYS, METRICS, TOLD_AS, unitOfMetric } from './calendar.ts';
export type {
  Attestation,
  AttestationInput,
  AttestationKept,
  CheckResult,
  CheckState,
  PolicyCheck,
} from './checks.ts';
export * as checks from './checks.ts';
export { CHECK_STATES } from './checks.ts';
export type { Circumstance, Circumstances } from './circumstances.ts';
export { circumstances, circumstancesPatch } from './circumstances.ts';
export type { ClientList, ClientQuery, ClientRow } from './clients.ts';
export * as clients from './clients.ts';
export type {
  Control,
  ControlEvidence,
  ControlFunction,
  ControlStatus,
  ControlsDocument,
  Framework,
  FrameworkRow,
  Mapping,
  RowBasis,
  ScenarioEffect,
  SiteSize,
  StatusAnswer,
} from './controls.ts';
export * as controls from './controls.ts';
export { DEVICES_OF_SIZE, FUNCTIONS, SIZES } from './controls.ts';
export { countedPatients } from './counted-patients.ts';
export type { DayStanding } from './day-standing.ts';
export * as dayStandings from './day-standing.ts';
export type {
  Decision,
  DecisionDone,
  DecisionPolicy,
  DecisionsDocument,
  MakerQuestion,
  MakerRow,
  Standing,
  VexJustification,
} from './decisions.ts';
export type {
  AssessedDevice,
  AssessmentDocument,
  CaptureDocument,
  Certificate,
  Criticality,
  Fact,
  FeedsDocument,
  Finding,
  ImagesDocument,
  Implementation,
  ImportDocument,
  Recall,
  ScanDocument,
  ScanEndpoint,
  TlsState,
  TranscriptLine,
} from './documents.ts';
export * as documents from './documents.ts';
export type { DoseDay, DoseFigure, DoseFigureName, DoseSpread } from './dose.ts';
export { DOSE_FIGURES, doseDay, LEAST_EXAMS, LEAST_FOR_ENDS } from './dose.ts';
export type {
  ClearanceLetter,
  ClearedFromLetter,
  Engagement,
  EngagementActivity,
  EngagementRow,
  EngagementScope,
  EngagementState,
  EngagementTerms,
  Exclusion,
  HourEntry,
  HourInput,
  HoursOfDay,
  LetterHead,
  LetterLimit,
  LetterSection,
  LetterSignature,
  ProbingLevel,
  SignatureInput,
  TemplateDocument,
  TemplateRow,
  TemplateTerms,
} from './engagements.ts';
export * as engagements from './engagements.ts';
export { ACTIVITIES, ENGAGEMENT_MOVES } from './engagements.ts';
export type { AdvisoryDetail, AdvisoryRow, FindingGroup, FlawDetail, LifeCycleRow, LifeCycles } from './flaws.ts';
export * as flaws from './flaws.ts';
export type {
  DecisionEntry,
  DecisionHead,
  DecisionInput,
  DecisionKind,
  DecisionLog,
  DecisionLogCheck,
  DecisionLogPage,
  Duty,
  DutyHolders,
  Party,
  RaciPart,
  Responsibilities,
  ResponsibilitiesInput,
} from './governance.ts';
export * as governance from './governance.ts';
export { DECISION_KINDS, PARTY_SIDES, RACI, WRITTEN_KINDS } from './governance.ts';
export type { HandOver, HandOverPerson, HandOverProgress, HandOverTable, TakeOver } from './hand-over.ts';
export * as handOvers from './hand-over.ts';
export type {
  Checklist,
  ChecklistAnswer,
  CollectorList,
  HardeningRow,
  HardeningTopic,
  RoundList,
} from './hardening.ts';
export {
  HARDENING,
  HARDENING_TOPICS,
  hardeningEntry,
  isHardeningTopic,
  NOT_KNOWN,
  portList,
  portText,
} from './hardening.ts';
export type { Acceptability, HarmMatrix, HarmMatrixAnswer, HarmPlacement, ProbabilityBand } from './harm.ts';
export * as harm from './harm.ts';
export { ACCEPTABILITIES, DEFAULT_HARM_MATRIX, PROBABILITY_BANDS, SEVERITY_MEANINGS } from './harm.ts';
export type { Basis, ClearanceLevel, Exposure, Severity, WebExposure } from './ladder.ts';
export {
  basis,
  clearanceLevel,
  exposure,
  RUNG_MEANING,
  RUNG_ORDER,
  SEVERITY_ORDER,
  severity,
  webExposure,
} from './ladder.ts';
export type {
  Distribution,
  LossDocument,
  LossScenario,
  LossSummary,
  ScenariosDocument,
  Tolerance,
  Treatment,
} from './loss.ts';
export * as loss from './loss.ts';
export type {
  JudgedAnswer,
  Mds2Comparison,
  Mds2Document,
  Mds2OfDevice,
  Mds2Row,
  PurchaseDocument,
  PurchaseItem,
} from './mds2.ts';
export * as mds2 from './mds2.ts';
export type {
  OscalCatalog,
  OscalControl,
  OscalGroup,
  OscalParam,
  OscalPart,
  OscalPlace,
  OscalProfile,
  OscalSelection,
} from './oscal.ts';
export * as oscal from './oscal.ts';
export type {
  OscalDocumentProp,
  OscalFinding,
  OscalObservation,
  OscalPlanItem,
  OscalRequirement,
  OscalRisk,
  SystemDocument,
  SystemDocumentKind,
} from './oscal-documents.ts';
export { SYSTEM_DOCUMENTS } from './oscal-documents.ts';
export type { OscalReading, ReadControl, ReadItem, ReadingDifference, ReadRisk } from './oscal-reading.ts';
export * as oscalReadings from './oscal-reading.ts';
export type { MarkupBlock, MarkupSpan } from './plain-markup.ts';
export { markupBlocks, markupFault, markupLines } from './plain-markup.ts';
export type { PlanAction, PlanDocument, PlanFigures, PlanModel, PlanOptions, WhatIf } from './plan.ts';
export * as plans from './plan.ts';
export type {
  FilledPolicy,
  PolicyClause,
  PolicyPerson,
  PolicyTemplate,
  PolicyValues,
  PolicyVariable,
} from './policies.ts';
export * as policies from './policies.ts';
export { POLICY_PEOPLE } from './policies.ts';
export type { ExceptionInput, ExceptionLeft, PolicyException } from './policy-exceptions.ts';
export * as policyExceptions from './policy-exceptions.ts';
export type {
  ClauseCheck,
  PolicyBody,
  PolicyDifference,
  PolicyDifferences,
  PolicyEdit,
  PolicyList,
  PolicyReader,
  PolicyReaders,
  PolicyRow,
  PolicyText,
  PolicyToRead,
  PolicyVersion,
  SitePolicy,
} from './policy-texts.ts';
export * as policyTexts from './policy-texts.ts';
export type {
  CheckCounts,
  CheckDetail,
  CheckedDevice,
  CheckList,
  CheckQuestion,
  CheckRow,
  ControlDetail,
  ControlList,
  ControlRow,
} from './program-checks.ts';
export * as programChecks from './program-checks.ts';
export type {
  Agreement,
  CombinedEstimate,
  CombinedRating,
  Disagreement,
  Elicited,
  LikelihoodKind,
  Rateable,
  RaterRole,
  RatingInput,
  RatingKept,
  RatingsAnswer,
} from './ratings.ts';
export * as ratings from './ratings.ts';
export { RATER_ROLES } from './ratings.ts';
export type {
  RemoteAccessEntry,
  RemoteAccessInput,
  RemoteAccessList,
  RemoteAccessState,
} from './remote-access.ts';
export * as remoteAccess from './remote-access.ts';
export type {
  ModalityFigures,
  RiskAction,
  RiskChange,
  RiskConversation,
  RiskDevice,
  RiskDocument,
  RiskFigure,
  RiskFinding,
  RiskInputs,
  RiskPath,
  RiskPatients,
  RiskPlan,
  RiskReach,
  RiskScenario,
  RiskSettings,
  RiskSettingsInput,
  RiskSettingsNow,
  RiskTalk,
  RiskTarget,
  Triple,
  WhatIfResult,
} from './risk.ts';
export * as risk from './risk.ts';
export type {
  DoneKept,
  DoneList,
  DoneState,
  PeopleReached,
  RiskAchieved,
  RiskDone,
  RiskDoneInput,
} from './risk-done.ts';
export * as riskDone from './risk-done.ts';
export type { Filled, KeyProperty, RiskFile, RiskFileQuestion, RiskFileQuestions } from './risk-file.ts';
export * as riskFile from './risk-file.ts';
export { KEY_PROPERTIES } from './risk-file.ts';
export type {
  LinkKind,
  RosterReport,
  StaffChange,
  StaffInput,
  StaffMember,
  StaffRow,
  StaffVia,
} from './roster.ts';
export * as roster from './roster.ts';
export type { SbomComponentRow, SbomDetail, SbomRow } from './sboms.ts';
export * as sboms from './sboms.ts';
export type {
  Carried,
  ClosedReach,
  CutFlow,
  DryRunDocument,
  RuleFormat,
  SegmentationDecision,
  SegmentationDecisionKind,
  SegmentationDocument,
  SegmentationProof,
  SegmentationRule,
} from './segmentation.ts';
export * as segmentation from './segmentation.ts';
export type {
  LdapWay,
  OidcWay,
  OpenWays,
  SignInKind,
  SignInSettings,
  SignInWay,
  SignInWayInput,
  SignInWayState,
} from './sign-in-ways.ts';
export * as signInWays from './sign-in-ways.ts';
export type { StartAnswers, StartQuestion, StartStatement, Stated } from './start.ts';
export * as start from './start.ts';
export type { Fear, StartDeviceRow, StartLeft, StartResult, StartSaved, StartWalk } from './start-walk.ts';
export * as startWalk from './start-walk.ts';
export { FEARS } from './start-walk.ts';
export type { MakerSteps } from './steps-by-maker.ts';
export { stepsByMaker } from './steps-by-maker.ts';
export type { EntryKind, HarmSeverity, LossCause, SeverityAspect, ThreatScenario } from './threats.ts';
export * as threats from './threats.ts';
export { ENTRIES, HARM_SEVERITIES, PERSON_ASPECTS, SEVERITY_ASPECTS } from './threats.ts';
export type { Lesson, LessonQuestion, StaffRole } from './training.ts';
export * as training from './training.ts';
export { STAFF_ROLE_NAMES, STAFF_ROLES } from './training.ts';
export type {
  AssignInput,
  CompletionsReport,
  Drill,
  DrillInput,
  LearnPage,
  LearnResult,
  LessonAssignment,
  LessonTry,
  MadeLinks,
  MailInput,
  MailSent,
  MailServer,
  MailState,
  ReturnedInput,
  ReturnedReport,
  Trainee,
  TrainingState,
} from './training-record.ts';
export * as trainingRecord from './training-record.ts';
export type { WayInput, WayList, WayQuery, WayRow, WayStanding } from './ways.ts';
export * as ways from './ways.ts';
export { WAY_STANDINGS } from './ways.ts';
export { whatIsWrong } from './what-is-wrong.ts';
