// How strict the segmentation is, what is allowed, and whose rules are shown, as they stand in the address.
import { choiceParam, given, textParam } from '../parts/search-params.ts';

export interface SegmentationSearch {
  within?: 'listed';
  zoneWide?: 'true';
  staleDays?: '30' | '90' | '180' | '365';
  include?: 'seen';
  allow?: string;
  by?: 'devices';
  part?: string;
  q?: string;
}

/** Ages after which a conversation may be left out, in days. */
export const STALE_DAYS = ['30', '90', '180', '365'] as const;
const MOST_ALLOWED = 20_000;

/** Reads the address of the page. */
export function segmentationSearch(search: Record<string, unknown>): SegmentationSearch {
  const asText = (key: string) => textParam(search[key]);
  return given({
    within: choiceParam(asText('within'), ['listed']),
    zoneWide: choiceParam(asText('zoneWide'), ['true']),
    staleDays: choiceParam(asText('staleDays'), STALE_DAYS),
    include: choiceParam(asText('include'), ['seen']),
    allow: textParam(search['allow'], MOST_ALLOWED),
    by: choiceParam(asText('by'), ['devices']),
    part: textParam(search['part']),
    q: textParam(search['q']),
  });
}

/** What the server is asked. */
export function queryOf({ within, zoneWide, staleDays, include, allow }: SegmentationSearch) {
  return given({ within, zoneWide, staleDays, include, allow });
}
