// The door of risk: what could happen, to whom, and what it would cost.
export type { Estimate, HarmInput, HarmSeverityEstimate } from './harm/matrix.ts';
export { bandOf, byHarmFirst, harmSeverityOf, placeHarm, readHarmMatrix, yearlyChance } from './harm/matrix.ts';
export { quantify } from './loss/quantify.ts';
export type { AllowList } from './segmentation/allow-list.ts';
export { allowListOf } from './segmentation/allow-list.ts';
export { segmentationOf } from './segmentation/document.ts';
export { dryRun } from './segmentation/dry-run.ts';
export type {
  ConfiguredRelation,
  OpenService,
  RecordedFlow,
  SegmentationInput,
  SegmentationOptions,
  SegmentDevice,
  SegmentZone,
} from './segmentation/input.ts';
export { USUAL_OPTIONS } from './segmentation/input.ts';
export { Places } from './segmentation/places.ts';
export type { Closing } from './segmentation/prove.ts';
export { addressesOf, proveNoneCut, wouldCut } from './segmentation/prove.ts';
export { renderRules } from './segmentation/render/render-rules.ts';
export { techniqueName } from './threats/check-scenario.ts';
export type { ScenarioFile, ThreatLibrary } from './threats/library.ts';
export { libraryOf, OURS } from './threats/library.ts';
