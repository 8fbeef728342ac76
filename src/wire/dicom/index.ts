// The door of wire/dicom: DICOM bytes to values and back, pure, bounded, without opinion.
export { APPLICATION_CONTEXT, invalidAssociateAc } from './associate-check.ts';
export { decodeText, encodeText, knowsCharacterSet } from './character-sets.ts';
export type { Command } from './command.ts';
export { COMMAND, decodeCommand, encodeCommand, NO_DATA_SET } from './command.ts';
export type {
  DataElement,
  DataSet,
  DecodedDataSet,
  DecodeOptions,
  ElementValue,
  EncodeOptions,
  ReadProblem,
} from './data-set.ts';
export { decodeDataSet, elementOf, encodeDataSet } from './data-set.ts';
export type { DataSetEvent, DataSetReaderOptions } from './data-set-reader.ts';
export { DataSetReader } from './data-set-reader.ts';
export type { DimseMessage, OutgoingMessage } from './dimse.ts';
export { DimseAssembler, messageToPdus } from './dimse.ts';
export { characterSetOf, numbersOf, textElement, textOf, textsOf } from './element-values.ts';
export type { VisitElement, WalkEnd } from './header-walk.ts';
export { inflated, walkHeader } from './header-walk.ts';
export type { JsonObject } from './json-model.ts';
export { readJsonModel } from './json-model.ts';
export type { RejectCode, StatusCategory } from './meanings.ts';
export { abortMeaning, contextResultMeaning, rejectMeaning, statusCategory, statusMeaning } from './meanings.ts';
export type { DecodedPart10, Part10, Part10Head } from './part10.ts';
export { decodePart10, encodePart10, guessedSyntax, part10Head } from './part10.ts';
export type {
  Abort,
  AssociateAc,
  AssociateRj,
  AssociateRq,
  DecodedPdu,
  PData,
  Pdu,
  Pdv,
  PresentationContextAc,
  PresentationContextRq,
  ReleaseRp,
  ReleaseRq,
} from './pdu.ts';
export { decodePdu, encodePdu, PDU_HEADER } from './pdu.ts';
export type { PduEvent, PduStreamOptions } from './pdu-stream.ts';
export { PduStream } from './pdu-stream.ts';
export type { Encoding } from './transfer-syntax.ts';
export { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, encodingOf, IMPLICIT_LITTLE } from './transfer-syntax.ts';
export type { SopClass, SopClassKind } from './uids.data.ts';
export { SOP_CLASS, SOP_CLASSES, sopClass, TRANSFER_SYNTAX } from './uids.data.ts';
export type {
  CommonExtendedNegotiation,
  ExtendedNegotiation,
  RoleSelection,
  UserIdentityRq,
  UserInformation,
} from './user-information.ts';
export { EMPTY_USER_INFORMATION, identityName } from './user-information.ts';
export { implicitVr, isPrivate, tagText } from './vr.ts';
