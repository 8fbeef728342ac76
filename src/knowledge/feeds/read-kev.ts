// CISA's catalog of known exploited vulnerabilities, as published (JSON).
import { z } from 'zod';
import { Invalid } from '#kit/index.ts';
import type { Exploited } from '../flaw-source.ts';
import { unusable } from './unusable.ts';

const catalog = z.object({
  catalogVersion: z.string(),
  dateReleased: z.string(),
  vulnerabilities: z.array(z.unknown()),
});

const entry = z.object({
  cveID: z.string().regex(/^CVE-\d{4}-\d{4,}$/),
  vulnerabilityName: z.string().default(''),
  dateAdded: z.iso.date(),
  knownRansomwareCampaignUse: z.string().default('Unknown'),
});

/** Records of a feed by key, with the day that the publisher gives and what could not be read. */
export interface FeedRecords<T> {
  readonly asOf: string;
  readonly records: ReadonlyMap<string, T>;
  readonly problems: readonly string[];
}

/** The entries of the catalog. Throws Invalid when it is no catalog. */
export function readKev(value: unknown): FeedRecords<Exploited> {
  const parsed = catalog.safeParse(value);
  if (!parsed.success)
    throw new Invalid('This is not the catalog of known exploited vulnerabilities, or a part of it is missing.');
  const records = new Map<string, Exploited>();
  const problems: string[] = [];
  parsed.data.vulnerabilities.forEach((each, index) => {
    const read = entry.safeParse(each);
    if (!read.success) {
      problems.push(unusable(`Entry ${index + 1}`, read.error));
      return;
    }
    const { cveID, vulnerabilityName, dateAdded, knownRansomwareCampaignUse } = read.data;
    const isUsedByRansomware = knownRansomwareCampaignUse.toLowerCase() === 'known';
    records.set(cveID, { added: dateAdded, name: vulnerabilityName, isUsedByRansomware });
  });
  return { asOf: parsed.data.dateReleased, records, problems };
}
