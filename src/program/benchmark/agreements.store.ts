// What a site agreed to be counted in, and what it puts in: the figures of its newest day, read behind its own wall.
import { BENCHMARK_FIGURES, benchmark, type CountedAgreement, type CountedIn } from '#contracts/index.ts';
import { audit } from '#people/index.ts';
import type { Tenant } from '#store/index.ts';
import { addDays } from '../governance/calendar-days.ts';
import type { Actor } from '../own-words.ts';
import type { Client } from './bins.ts';

/** Figures that are older say nothing of today. */
const FIGURE_DAYS = 35;

/** Whether the site agreed to be counted; before anybody spoke it did not. */
export async function agreementOf(tx: Tenant): Promise<CountedAgreement> {
  const row = await tx.db
    .selectFrom('benchmarkAgreements')
    .select(['agreed', 'byWhom', 'at'])
    .where('tenantId', '=', tx.id)
    .executeTakeFirst();
  if (!row) return { agreed: 'none', by: null, at: null };
  return { agreed: benchmark.agreement.parse(row.agreed), by: row.byWhom, at: row.at.toISOString() };
}

/** Keeps what the site agrees to. */
export async function keepAgreement(tx: Tenant, agreed: CountedIn, { by, now }: Actor): Promise<CountedAgreement> {
  const row = { agreed, byWhom: by, at: now };
  await tx.db
    .insertInto('benchmarkAgreements')
    .values({ tenantId: tx.id, ...row })
    .onConflict((conflict) => conflict.column('tenantId').doUpdateSet(row))
    .execute();
  await audit(tx, { who: by, action: 'agreed to be counted', subject: 'benchmark', detail: agreed }, now);
  return agreementOf(tx);
}

/** What a site puts in. */
export interface SiteShare extends Client {
  readonly agreement: CountedAgreement;
  /** The day of its figures; null where there are none of these weeks. */
  readonly takenOn: string | null;
}

/** What a site would put in, whatever it agreed to: the caller looks at that. */
export async function shareOf(tx: Tenant, now: Date): Promise<SiteShare> {
  const rows = await tx.db
    .selectFrom('programMetrics')
    .select(['day', 'name', 'value', 'ofAll'])
    .where('tenantId', '=', tx.id)
    .where('day', '=', (inner) =>
      inner
        .selectFrom('programMetrics')
        .select((max) => max.fn.max('day').as('day'))
        .where('tenantId', '=', tx.id)
        .where('day', '>=', addDays(now.toISOString().slice(0, 10), -FIGURE_DAYS)),
    )
    .execute();
  const devices = await tx.db
    .selectFrom('devices')
    .select((each) => each.fn.countAll<number>().as('count'))
    .where('tenantId', '=', tx.id)
    .where('retired', '=', false)
    .executeTakeFirstOrThrow();
  const taken = new Map(rows.map((row) => [row.name, row]));
  const figures = BENCHMARK_FIGURES.flatMap(({ name, unit }): [string, number][] => {
    const { value = null, ofAll = 0 } = taken.get(name) ?? {};
    // Nothing is known of it: it is in no bin.
    if (value === null || ofAll === 0) return [];
    return [[name, unit === 'days' ? value : value / ofAll]];
  });
  return {
    agreement: await agreementOf(tx),
    takenOn: rows[0]?.day ?? null,
    devices: Number(devices.count),
    figures: new Map(figures),
  };
}
