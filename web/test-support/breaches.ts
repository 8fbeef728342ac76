// What stands in the way of anybody on a page, judged by axe.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Breaches of WCAG 2.2 A and AA and of axe's best practices, each with the elements. */
export async function breachesOf(page: Page): Promise<string[]> {
  const asked = new AxeBuilder({ page })
    // Legacy mode judges in the page itself (no page has frames); without it each judgement opens a second page, which takes as long again.
    .setLegacyMode(true)
    // Breaches alone are asked for in full: the elements that pass are thousands, and nobody reads them.
    .options({ resultTypes: ['violations'] })
    .withTags(RULES);
  const { violations } = await asked.analyze();
  return violations.map(({ id, nodes }) => {
    const where = nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`);
    return `${id}: ${where.join(' | ')}`;
  });
}
