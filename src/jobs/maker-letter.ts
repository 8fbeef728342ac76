// The letter to a maker, from the findings on its devices as they stand.
import { snapshots } from '#inventory/index.ts';
import { type Clock, NotFound } from '#kit/index.ts';
import { allFindings, settleDecisions } from '#program/index.ts';
import { type Letter, makerLetter } from '#report/index.ts';
import type { Tenant } from '#store/index.ts';
import { asMade } from './vex.ts';

/** What a maker is asked: all that waits for it, and all for which it must act. Throws NotFound when that is nothing. */
export async function letterTo(
  tx: Tenant,
  clock: Clock,
  asked: { readonly site: string; readonly maker: string },
): Promise<Letter> {
  const now = clock.now();
  await settleDecisions(tx, now);
  const own = await Array.fromAsync(allFindings(tx, now, { maker: asked.maker }));
  const waiting = await Array.fromAsync(allFindings(tx, now, { decision: 'waiting' }));
  // Whoever was asked gets the letter, also where the device names another maker.
  const findings = [
    ...waiting.filter(({ standing }) => standing?.maker?.maker === asked.maker),
    ...own.filter(({ fix, standing, state }) => !standing?.maker && fix.who === 'maker' && state !== 'not affected'),
  ];
  const ids = [...new Set(findings.map(({ device }) => device))];
  const devices = (await Array.fromAsync(snapshots(tx, ids))).map(asMade);
  if (devices.length === 0) throw new NotFound('There is nothing to ask this maker about now.');
  const site = { id: tx.id, name: asked.site };
  return makerLetter({ site, maker: asked.maker, now: now.toISOString(), findings, devices });
}
