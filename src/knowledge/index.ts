// The door of knowledge: what the world knows, dated and with its sources. Pure.
export type { Advisory, AdvisoryProduct, Flaw, Remedy } from './advisories/advisory.ts';
export type { AdvisorySource } from './advisories/advisory-index.ts';
export { indexAdvisories } from './advisories/advisory-index.ts';
export { builtInAdvisories } from './advisories/built-in-advisories.ts';
export { builtInToolkitFlaws } from './advisories/built-in-toolkits.ts';
export type { CompareVersions } from './advisories/contains-version.ts';
export { containsVersion } from './advisories/contains-version.ts';
export { installedOn } from './advisories/installed-on.ts';
export { onePerNumber } from './advisories/one-by-number.ts';
export type { ProductMatch } from './advisories/product-match.ts';
export { matchProduct, packageKey } from './advisories/product-match.ts';
export { isCsaf, readCsaf } from './advisories/read-csaf.ts';
export type { ReadVex } from './advisories/read-cyclonedx-vex.ts';
export { isCycloneDxVex, readCycloneDxVex } from './advisories/read-cyclonedx-vex.ts';
export { isOpenVex, readOpenVex } from './advisories/read-openvex.ts';
export { nextOf, readVersions, type VersionSet } from './advisories/version-words.ts';
export type { AttackPatternSource } from './attack-pattern-source.ts';
export { attackPatternSource } from './attack-pattern-source.ts';
export { BoundedCache } from './bounded-cache.ts';
export type { Knowledge } from './built-in.ts';
export { builtInKnowledge, builtInLifecycles, knowledgeAsOf } from './built-in.ts';
export type { Catalogue, CatalogueFile, KnownNames } from './controls/catalogue.ts';
export { catalogueOf, mappingsOf } from './controls/catalogue.ts';
export { effectsOf, threatControlIds } from './controls/effects.ts';
export { toFormattedString, toUri } from './cpe/bind-cpe.ts';
export type { AttributeRelation, NameRelation, TargetWildcards } from './cpe/match-cpe.ts';
export { compareCpe, hasWildcards, matchCpe, relationOf } from './cpe/match-cpe.ts';
export type { ParsedCpe } from './cpe/parse-cpe.ts';
export { parseCpe } from './cpe/parse-cpe.ts';
export type { Attribute, WellFormedName } from './cpe/well-formed-name.ts';
export { ANY, NA } from './cpe/well-formed-name.ts';
export type { CveConditions, CveConfiguration, CveLeaf, CveNode } from './cve-conditions.ts';
export { conditionsByProduct, productKey } from './cve-conditions.ts';
export type { CveRecordSource } from './cve-record-source.ts';
export { cveRecordSource, indexCveRecord } from './cve-record-source.ts';
export type { CveSource, NvdHead } from './cve-source.ts';
export { cveSource, indexNvdRecord } from './cve-source.ts';
export type { CvssVersion, Metric, MetricGroup } from './cvss/metrics.ts';
export type { CvssScores, CvssSeverity } from './cvss/score.ts';
export { scoreCvss } from './cvss/score.ts';
export type { CvssVector, NoCvssVector } from './cvss/vector.ts';
export { LONGEST_VECTOR, metricOf, parseCvss, printCvss, withEnvironment } from './cvss/vector.ts';
export { defaultTitleOf, defaultTitles } from './default-title-of.ts';
export { deviceCodesOf } from './device-class-of.ts';
export { readEpssLine } from './feeds/epss-line.ts';
export type { FeedAddress } from './feeds/feed-addresses.ts';
export { feedAddresses } from './feeds/feed-addresses.ts';
export type { FeedId, FeedKind } from './feeds/feed-kinds.ts';
export { FEED_KINDS, recognizeFeed } from './feeds/feed-kinds.ts';
export type { CveAffected, CveRecord, CveStatus, CveVersion, Ssvc } from './feeds/read-cve-record.ts';
export { readCveRecord } from './feeds/read-cve-record.ts';
export type { DeviceClass } from './feeds/read-device-class.ts';
export { readDeviceClass } from './feeds/read-device-class.ts';
export type { EndoflifeProduct } from './feeds/read-endoflife.ts';
export { readEndoflife } from './feeds/read-endoflife.ts';
export { readKev } from './feeds/read-kev.ts';
export { readMacBlock } from './feeds/read-mac-block.ts';
export type { NvdMatch, NvdNode, NvdRecord } from './feeds/read-nvd.ts';
export { readNvd } from './feeds/read-nvd.ts';
export { readNvd11 } from './feeds/read-nvd11.ts';
export type { RecallNotice } from './feeds/read-recall-notice.ts';
export { readRecallNotice } from './feeds/read-recall-notice.ts';
export type { AttackPattern } from './feeds/read-stix.ts';
export { readStix } from './feeds/read-stix.ts';
export { flawDetail, publishedScores } from './flaw-detail.ts';
export type { Exploited, FlawSource } from './flaw-source.ts';
export { nothingKnown } from './flaw-source.ts';
export type { RowCoverage } from './frameworks/coverage.ts';
export { coverageOf } from './frameworks/coverage.ts';
export { FRAMEWORKS } from './frameworks/frameworks.ts';
export type { HoleStanding, HoleVerdict, SystemHole } from './holes/holes-of.ts';
export { builtInHoles, flawsUnder, holesOf } from './holes/holes-of.ts';
export type { Certainty, Cycle, CycleOrigin, Edition, LifecycleSource, Product } from './lifecycle.ts';
export { cycleFromRow } from './lifecycle.ts';
export type { LifecycleVerdict, Standing } from './lifecycle-of.ts';
export { lifecycleOf } from './lifecycle-of.ts';
export type { MacRegistry } from './mac-maker.ts';
export { makerOfMac } from './mac-maker.ts';
export { imagingMaker, vendorKey, vendorName } from './maker-name.ts';
export type { Clause } from './mds2/clauses.data.ts';
export { CLAUSES } from './mds2/clauses.data.ts';
export type { ComparedAnswer } from './mds2/compare-forms.ts';
export { compareMds2 } from './mds2/compare-forms.ts';
export type { AnswerKind, Edition as Mds2Edition, Mds2Answer, Mds2Form } from './mds2/mds2-form.ts';
export { answerTo } from './mds2/mds2-form.ts';
export type { Capability, Question, Standing as AnswerStanding } from './mds2/question-book.ts';
export {
  MDS2_CAPABILITIES,
  QUESTIONS as MDS2_QUESTIONS,
  questionOf,
  readAnswer as readMds2Answer,
  readQuestionId,
  standingOf,
} from './mds2/question-book.ts';
export { answeredIn as answeredMds2, editionOf as editionOfMds2, readForm as readMds2Form } from './mds2/read-form.ts';
export type { OscalDocument, ReadFramework, UnknownReference } from './oscal/catalog-framework.ts';
export { catalogOfFramework, frameworkOfCatalog, tokenOf } from './oscal/catalog-framework.ts';
export type { ExportAs } from './oscal/catalogue-framework.ts';
export { oscalCatalogue, oscalComponents, oscalProfile, oscalText, ownFramework } from './oscal/catalogue-framework.ts';
export { metadataOf, oneLine, ownProp } from './oscal/own-words.ts';
export { frameworkOfProfile } from './oscal/profile-framework.ts';
export type { OscalFile } from './oscal/read-oscal.ts';
export { readOscal } from './oscal/read-oscal.ts';
export type { OpenReference } from './oscal/references-of-document.ts';
export { openReferences } from './oscal/references-of-document.ts';
export type { SaidInDocument, SaidItem, SaidOfControl, SaidRisk } from './oscal/said-in-document.ts';
export { saidInDocument } from './oscal/said-in-document.ts';
export { readSystemDocument, writtenSystemDocument } from './oscal/system-document.ts';
export { overlaidLifecycles } from './overlaid-lifecycles.ts';
export type { ParsedPurl, Purl, PurlRelation } from './purl.ts';
export { comparePurls, packageOf, parsePurl, printPurl } from './purl.ts';
export type { RecallSource } from './recalls/recall-source.ts';
export { indexRecallNotice, recallSource } from './recalls/recall-source.ts';
export type { RecallUnits, UnitAnswer } from './recalls/recall-units.ts';
export { isRecalled, readRecallUnits } from './recalls/recall-units.ts';
export { CYCLONEDX_LISTS, CYCLONEDX_MEMBERS, CycloneDxReader } from './sbom/cyclonedx.ts';
export type { Sbom, SbomComponent, SbomFormat, SbomProduct } from './sbom/sbom.ts';
export type { SpdxPackage } from './sbom/spdx2.ts';
export { SPDX_LISTS, SPDX_MEMBERS, Spdx2Reader } from './sbom/spdx2.ts';
export { SPDX3_LISTS, Spdx3Reader } from './sbom/spdx3.ts';
export type { IndexEntry } from './shelf/index-entry.ts';
export { indexTables } from './shelf/index-entry.ts';
export type { Shelf, ShelfAbout, ShelfBytes, ShelfTable } from './shelf/shelf.ts';
export { openShelf, writeShelf } from './shelf/shelf.ts';
export type { SsvcAnswer, SsvcInput } from './ssvc/ssvc-table.ts';
export { decideSsvc } from './ssvc/ssvc-table.ts';
export { CISA_BOD_26_04, CISA_COORDINATOR, DEPLOYER, HUMAN_IMPACT } from './ssvc/ssvc-tables.data.ts';
export type { SystemName } from './system-cpe.ts';
export {
  isWholeFamily,
  runsOtherRelease,
  systemFamily,
  systemNames,
  windowsRelease,
  windowsReleasesIn,
} from './system-cpe.ts';
export type { OperatingSystem } from './system-reading.ts';
export type { VersionComparison } from './versions/compare-versions.ts';
export { compareVersions } from './versions/compare-versions.ts';
export { orderOfDotted } from './versions/dotted.ts';
export type { VersionRange } from './versions/in-range.ts';
export { inRange } from './versions/in-range.ts';
export { fromNativeRange } from './versions/native-range.ts';
export { plainNumbers, releaseKey, sameRelease } from './versions/release-number.ts';
export { versionScheme } from './versions/schemes.ts';
export type { Comparator, ParsedVers, VersionConstraint, VersRange } from './versions/vers-range.ts';
export { isInVers, parseVers, sortVersions, toVers } from './versions/vers-range.ts';
export type { Order, VersionScheme } from './versions/version-scheme.ts';
export { weaknessName } from './weakness-name.ts';
export type { CycleRow } from './windows-cycles.data.ts';
