// The document of what is known about the world: feeds, packs, and what became of files and fetches.
import { z } from 'zod';

const text = z.string();
const nullableText = text.nullable();

/** What is known about the world here, and what became of the files that were taken in. */
export const feedsDocument = z.object({
  schema: z.literal('dosimeter.feeds/1'),
  builtIn: z.object({
    advisories: z.number().int(),
    lifecyclesAsOf: text,
    /** Flaws of toolkits, viewers and components, and holes of operating systems. */
    toolkitFlaws: z.number().int().optional(),
    systemHoles: z.number().int().optional(),
  }),
  feeds: z.array(
    z.object({
      feed: text,
      label: text,
      publisher: text,
      /** The day or time that the publisher gives; null when the feed is not here. */
      asOf: nullableText,
      /** Whether its files give a day; where they do not, `asOf` is that of the file itself. */
      dateGiven: z.boolean().optional(),
      ageDays: z.number().int().nullable(),
      rows: z.number().int(),
      compiledAt: nullableText,
      sha256: nullableText,
      problems: z.array(text),
      /** For advisories: what the hashes and signatures beside them came to. */
      checks: z
        .object({
          documents: z.number().int(),
          hash: z.object({ good: z.number().int(), notThere: z.number().int() }),
          signature: z.object({
            good: z.number().int(),
            notThere: z.number().int(),
            notChecked: z.number().int(),
          }),
          /** Documents that the last import refused because a proof did not fit. */
          failed: z.number().int(),
          /** Why signatures were not checked. */
          because: z.array(text),
        })
        .nullable(),
      /** The last pack that brought something of it. */
      pack: z.object({ signedBy: text, madeAt: text }).nullable(),
    }),
  ),
  files: z.array(
    z.object({
      file: text,
      feed: nullableText,
      rows: z.number().int(),
      problem: nullableText,
      /** For a CSAF document: the hash and the OpenPGP signature beside it. */
      checks: z
        .object({
          hash: z.enum(['good', 'not there']),
          signature: z.enum(['good', 'not there', 'not checked']),
          /** Why a signature that is there was not checked. */
          because: nullableText,
        })
        .nullable(),
    }),
  ),
  /** For `feeds import`: what lay in a named folder and is no feed that is known here, without hashes and signatures; at most 1,000. */
  skipped: z.array(text).optional(),
  /** For `feeds update`: what is or would be asked for. */
  sources: z.array(
    z.object({
      feed: text,
      /** An address without a password, or a file on a folder mirror. */
      address: text,
      /** What the publisher lays beside it to prove it. */
      proof: z.enum(['nvd-meta']).nullable(),
      isMirror: z.boolean(),
    }),
  ),
  /** For `feeds update`: what became of each source. */
  fetched: z.array(
    z.object({
      feed: text,
      address: text,
      outcome: z.enum(['fetched', 'not changed', 'not there', 'failed']),
      bytes: z.number().int(),
      /** How many of the bytes were here from a transfer that was cut. */
      resumedAt: z.number().int(),
      /** Whether a hash beside it fits; null when nothing came. */
      hash: z.enum(['good', 'not there']).nullable(),
      problem: nullableText,
    }),
  ),
  landed: z.array(
    z.object({
      feed: text,
      outcome: z.enum(['taken', 'same', 'older', 'refused']),
      rows: z.number().int(),
      because: nullableText,
    }),
  ),
  /** The knowledge pack that was made or checked. */
  pack: z
    .object({
      file: text,
      madeAt: text,
      bytes: z.number().int(),
      /** SHA-256 of the signed beginning, which names the hashes of all parts. */
      sha256: text,
      /** Fingerprint of the key that signed it: SHA-256 of its SPKI form. */
      signedBy: text,
      parts: z.array(z.object({ feed: text, asOf: text, rows: z.number().int(), bytes: z.number().int() })),
    })
    .nullable(),
});
export type FeedsDocument = z.infer<typeof feedsDocument>;
