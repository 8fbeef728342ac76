// The door of kit: what has no domain of its own.
export type { AddressRange } from './addresses.ts';
export {
  formatAddress,
  isPrivate,
  maskedNetwork,
  PRIVATE_RANGES,
  parseAddress,
  parseRange,
  rangeBetween,
  rangeContains,
  rangeSize,
  rangesOverlap,
  sharedNetwork,
  walkAddresses,
} from './addresses.ts';
export { ByteQueue, ByteReader, ByteWriter, concat, latin1 } from './bytes.ts';
export { canonicalJson, round9, sha256 } from './canonical.ts';
export type { Clock } from './clock.ts';
export { fixedClock, systemClock } from './clock.ts';
export type { DistinctCount } from './distinct-sketch.ts';
export { DistinctSketch } from './distinct-sketch.ts';
export { exp, expm1, log, log1p } from './elementary.ts';
export type { FaultDetails } from './fault.ts';
export { Conflict, Fault, Invalid, Malformed, NotFound, Refused, Unavailable } from './fault.ts';
export { Gate } from './gate.ts';
export { localTime } from './local-time.ts';
export { lookup } from './lookup.ts';
export { makeFolder } from './make-folder.ts';
export type { Random } from './random.ts';
export { randomText, randomUid, seededRandom, seededState, systemRandom } from './random.ts';
export { escapeHtml, inertCell, inertText } from './text.ts';
export { uuidOf } from './uuid.ts';
export { carriesLogin, withoutLogin } from './web-address.ts';
export { parseYaml } from './yaml.ts';
export type { ZipLimits, ZipMember } from './zip-archive.ts';
export { ZipArchive } from './zip-archive.ts';
export type { ZipContent, ZippedFile } from './zip-writer.ts';
export { ZipWriter } from './zip-writer.ts';
