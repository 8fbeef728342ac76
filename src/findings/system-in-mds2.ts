// The operating system that a maker names in the notes of an MDS2. The form of 2019 has no question for its name, so makers write it
// beside CSUP-2; the form of 2013 asked for it under 14-1.
import type { Mds2Answer } from '#knowledge/index.ts';

const PLACES = ['CSUP-2', '14-1', 'DOC-11.1', 'DOC-11.2', 'CSUP-1', 'SBOM-1', 'DOC-2'];
const SYSTEM =
  /\b(?:(?:Microsoft )?Windows (?:Embedded |Server |XP|Vista|IoT |10|11|7|8|2000|NT|CE)[^.;,()\n]{0,40}|(?:Ubuntu|Debian|CentOS|Red Hat(?: Enterprise)?|RHEL|SUSE|SLES)(?: Linux)?[^.;,()\n]{0,6}\d+(?:\.\d+)*(?: LTS)?|Solaris \d+|IRIX \d[\d.]*)/i;

/** The name as written and the question beside which it stands; null when the document names none. */
export function systemIn(
  answers: readonly Pick<Mds2Answer, 'id' | 'sameAs' | 'answer' | 'note'>[],
): { readonly text: string; readonly question: string } | null {
  for (const place of PLACES) {
    const found = answers.find(({ id, sameAs }) => id === place || sameAs === place);
    const [text] = SYSTEM.exec([found?.note, found?.answer].filter(Boolean).join('. ')) ?? [];
    if (found && text !== undefined)
      return { text: text.trim().replace(/\s+(?:is|are|as|and|with|which|in)\b.*$/i, ''), question: found.id };
  }
  return null;
}
