// After feeds were taken in: the devices that these can say something else about are judged again, at every site. Flaws, advisories and
// the rest can concern any device; who uses which flaw (KEV, EPSS) concerns those whose findings name a flaw of which something else is said.
import { changedFlaws } from '#findings/index.ts';
import type { Clock } from '#kit/index.ts';
import type { FeedId, Knowledge } from '#knowledge/index.ts';
import { allDevicesDue, countDue, flawsNamed, namingDevicesDue } from '#program/index.ts';
import { type Store, tenantIdOf } from '#store/index.ts';
import { judgeDue } from './judge.ts';
import { knowledgeOf } from './knowledge.ts';

const USE: readonly FeedId[] = ['cisa-kev', 'epss'];

/** Judges again what the taken feeds changed, against what was known before they were taken. */
export async function judgeByWhatChanged(
  deps: { readonly store: Store; readonly clock: Clock },
  change: {
    readonly before: Knowledge;
    readonly taken: readonly FeedId[];
    readonly progress: (fraction: number, message: string) => void;
  },
): Promise<void> {
  const { before, taken, progress } = change;
  const after = knowledgeOf(deps.store);
  const isUseAlone = taken.every((feed) => USE.includes(feed));
  const tenants = await deps.store.system(({ db }) => db.selectFrom('tenants').select('id').execute());
  let devices = 0;
  for (const { id } of tenants) {
    devices += await deps.store.tenant(tenantIdOf(id), async (tx) => {
      if (isUseAlone) {
        const cves = changedFlaws(await flawsNamed(tx), before, after);
        await namingDevicesDue(tx, { cves, questions: taken.includes('cisa-kev') });
      } else await allDevicesDue(tx);
      return countDue(tx);
    });
  }
  progress(0.8, `judging ${devices} ${devices === 1 ? 'device' : 'devices'} by the new knowledge`);
  for (const { id } of tenants) await judgeDue(deps, tenantIdOf(id));
}
