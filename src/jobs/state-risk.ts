// What people say about risk: figures, held against what the site and the library know, and the wish to have it worked out.
import type { RiskSettingsInput, RiskSettingsNow } from '#contracts/index.ts';
import { zonesKnown } from '#inventory/index.ts';
import { Invalid, inertText, parseRange } from '#kit/index.ts';
import { riskSettings, setRiskSettings } from '#program/index.ts';
import { checkCurrency, datedWays, resolveSettings } from '#risk/index.ts';
import { enqueueJob, openJobs, type Tenant } from '#store/index.ts';
import { settingsNow } from './risk.ts';
import { threatFolders, threatLibrary } from './threat-library.ts';

interface Actor {
  readonly by: string;
  readonly now: Date;
}

/** States the figures anew. Throws Invalid, naming the field, where they cannot be, and Conflict where those of `version` are not stated any more. */
export async function stateFigures(
  tx: Tenant,
  given: RiskSettingsInput,
  {
    actor,
    dataDir,
    version,
  }: { readonly actor: Actor; readonly dataDir: string | null; readonly version?: string | undefined },
): Promise<RiskSettingsNow> {
  checkCurrency(resolveSettings(given).settings);
  const { settings: kept } = await riskSettings(tx);
  await checkZones(tx, given, kept);
  await checkControls(given, dataDir);
  await setRiskSettings(tx, datedWays(given, kept, actor.now), { ...actor, version });
  return settingsNow(tx);
}

const ANYWHERE = new Set(['internet', '*']);

/** Holds zones against those of the site; what is kept already stays, though its zone may be gone meanwhile. */
async function checkZones(
  tx: Tenant,
  { entries = {}, reach = [] }: RiskSettingsInput,
  kept: RiskSettingsInput,
): Promise<void> {
  const known = new Set([...(await zonesKnown(tx)).map(({ id }) => id), ...zonesIn(kept)]);
  const check = (zone: string, field: string) => {
    if (known.has(zone) || isRange(zone)) return;
    throw new Invalid(
      `${field}: there is no network '${inertText(zone, 80)}'. Write one of the site, or its range such as 10.9.0.0/24.`,
    );
  };
  for (const [kind, { zones }] of Object.entries(entries)) {
    for (const zone of zones ?? []) check(zone, `entries.${kind}.zones`);
  }
  for (const [n, { from, to }] of reach.entries()) {
    if (!ANYWHERE.has(from)) check(from, `reach[${n}].from`);
    if (!ANYWHERE.has(to)) check(to, `reach[${n}].to`);
  }
}

function zonesIn({ entries = {}, reach = [] }: RiskSettingsInput): string[] {
  return [
    ...Object.values(entries).flatMap(({ zones }) => zones ?? []),
    ...reach.flatMap(({ from, to }) => [from, to]),
  ];
}

function isRange(text: string): boolean {
  try {
    parseRange(text);
    return true;
  } catch {
    return false;
  }
}

async function checkControls({ controls = [] }: RiskSettingsInput, dataDir: string | null): Promise<void> {
  if (controls.length === 0) return;
  const { scenarios } = await threatLibrary(threatFolders(dataDir));
  const known = new Set(scenarios.flatMap((scenario) => scenario.controls.map(({ id }) => id)));
  const unknown = controls.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new Invalid(
      `controls: no scenario has a control '${inertText(unknown, 60)}'. Look for its id in the library.`,
    );
}

/** Asks for the risk to be worked out; one that waits already will see all that is known then. */
export async function askForRisk(tx: Tenant, { by, now }: Actor): Promise<string> {
  const waiting = (await openJobs(tx)).find(({ kind, state }) => kind === 'risk' && state === 'waiting');
  return waiting?.id ?? (await enqueueJob(tx, { kind: 'risk', payload: {}, by, at: now }));
}
