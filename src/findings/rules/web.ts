// Web interfaces to images (DICOMweb, Orthanc and dcm4chee REST): what they give without a password, rungs W2 to W5.
import { requireSignIn } from '../advice.ts';
import { aboutOf, type Draft, type Rule, seenBy, sureness, whereOf } from '../draft.ts';
import type { RuleId } from '../rule-table.ts';

interface WebCase {
  readonly rule: RuleId;
  readonly title: string;
  readonly what: string;
}

const CASES: Readonly<Record<'W3' | 'W4' | 'W5', WebCase>> = {
  W3: {
    rule: 'web-open-identity',
    title: 'Web interface answers without a password',
    what: 'told what it is without asking for a password. Image data was not asked for',
  },
  W4: {
    rule: 'web-open-search',
    title: 'Web search for patients and exams is open without a password',
    what: 'ran a search without asking for a password. The search was for an exam number that cannot exist, so no patient data moved',
  },
  W5: {
    rule: 'web-gives-data',
    title: 'Web interface gives patient data without a password',
    what: "gave an exam's entry without asking for a password. It was counted, not kept. The search was covered by the data owner's written authority",
  },
};

/** Findings on web interfaces. */
export const webAccess: Rule = (review) =>
  review.device.services.flatMap((service) => {
    const { web, transport, banner } = service.endpoint;
    if (web === null) return [];
    const day = service.observedAt.slice(0, 10);
    const names = banner === null ? '' : ` It calls itself "${banner}".`;
    const common = {
      about: aboutOf(service),
      state: 'confirmed' as const,
      confidence: sureness(review, service),
      fix: requireSignIn(review),
      sources: seenBy(service),
    };
    if (web === 'W3' || web === 'W4' || web === 'W5') {
      const found = CASES[web];
      const clear = transport === 'tcp' ? ' The page is not encrypted either.' : '';
      const text = `On ${day} the web interface at ${whereOf(service)} ${found.what}.${names}${clear}`;
      return [{ ...common, rule: found.rule, title: found.title, because: [{ text, facts: service.facts }] }];
    }
    if (web === 'W2' && transport === 'tcp') {
      const text = `On ${day} the web interface at ${whereOf(service)} asked for a password over a connection without encryption.${names}`;
      const found: Draft = {
        ...common,
        rule: 'web-password-in-clear',
        title: 'Web password travels unencrypted',
        because: [{ text, facts: service.facts }],
      };
      return [found];
    }
    return [];
  });
