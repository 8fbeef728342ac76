// The frameworks that controls and questionnaires point to: lists of ids with short names, each row with what it rests on.
import type { Framework } from '#contracts/index.ts';
import { CSF } from './csf.data.ts';
import { frameworkOf } from './framework-table.ts';
import { HIPAA } from './hipaa.data.ts';
import { GDPR, IEC_62443, IEC_80001, ISO_27001 } from './international.data.ts';
import { SP_800_53 } from './sp-800-53.data.ts';
import { HHS_CPG, HICP, JOINT_COMMISSION, PACS_GUIDE } from './us-health.data.ts';

/** The frameworks that ship with the product, in the order in which they are shown. */
export const FRAMEWORKS: readonly Framework[] = [
  CSF,
  HIPAA,
  HICP,
  HHS_CPG,
  PACS_GUIDE,
  IEC_62443,
  IEC_80001,
  ISO_27001,
  JOINT_COMMISSION,
  GDPR,
  SP_800_53,
].map(frameworkOf);
