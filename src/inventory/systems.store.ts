// The operating systems in use here: how many devices run each, and the most critical of them.
import { sql } from 'kysely';
import type { Tenant } from '#store/index.ts';

/** One operating system as devices name it; null for the devices of which none is known. */
export interface SystemInUse {
  readonly os: string | null;
  readonly devices: number;
  readonly examples: { readonly id: string; readonly name: string; readonly criticality: number | null }[];
}

const EXAMPLES = 5;

/** The systems of devices in use, that of most devices first, and how many kinds are left out beyond `most`. */
export async function systemsInUse(tx: Tenant, most: number): Promise<{ systems: SystemInUse[]; left: number }> {
  const { rows } = await sql<SystemInUse & { kinds: number }>`
    with used as (
      select nullif(os, '') as os, id, name, criticality,
        row_number() over (partition by nullif(os, '') order by criticality desc nulls last, name, id) as place
      from devices where tenant_id = ${tx.id} and not retired
    ), kinds as (
      select os, count(*)::integer as devices,
        jsonb_agg(jsonb_build_object('id', id, 'name', name, 'criticality', criticality) order by place)
          filter (where place <= ${EXAMPLES}) as examples
      from used group by os
    )
    select os, devices, examples, (count(*) over ())::integer as kinds from kinds order by devices desc, os limit ${most}`.execute(
    tx.db,
  );
  return {
    systems: rows.map(({ os, devices, examples }) => ({ os, devices, examples })),
    left: Math.max(0, (rows[0]?.kinds ?? 0) - rows.length),
  };
}
