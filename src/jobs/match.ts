// Devices of another program against what the world knows: nothing is written, and no data but the knowledge is opened.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Finding } from '#contracts/index.ts';
import { compareFindings, type JudgeContext, judge } from '#findings/index.ts';
import type { DeviceSnapshot } from '#inventory/model.ts';
import { Invalid, inertText } from '#kit/index.ts';
import type { Knowledge } from '#knowledge/index.ts';
import { collectFeeds, KnowledgeFolder } from '#sensors/feeds/index.ts';
import { readDevices } from './read-devices.ts';

/** What was found, most urgent first, and what could not be read, as sentences. */
export interface Matched {
  readonly findings: Finding[];
  readonly problems: string[];
}

/** Judges the devices of a file. What was never looked at on a network is not said of a list. Throws Invalid when it is none. */
export function matchDevices(content: string, context: JudgeContext): Matched {
  const { devices, problems } = readDevices(content);
  return joinMatched(problems, [judgeListed(devices, context)]);
}

/** Judges devices one by one; one that cannot be judged is told of and leaves the others theirs. */
export function judgeListed(devices: readonly DeviceSnapshot[], context: JudgeContext): Matched {
  const problems: string[] = [];
  const findings = devices.flatMap((device) => {
    try {
      return judge(device, context).filter(({ kind }) => kind !== 'exposure');
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      problems.push(`${inertText(device.name, 80)} could not be judged: ${inertText(why, 200)}`);
      return [];
    }
  });
  return { findings, problems };
}

/** Everything that was found, in the order of work, whoever judged which of the devices. */
export function joinMatched(problems: readonly string[], parts: readonly Matched[]): Matched {
  return {
    findings: parts.flatMap(({ findings }) => findings).toSorted(compareFindings),
    problems: [...problems, ...parts.flatMap((part) => part.problems)],
  };
}

/** The knowledge beside the data, without a look at the data. */
export function knowledgeIn(dataDir: string): Knowledge {
  return new KnowledgeFolder(dataDir).knowledge();
}

/** Gives `work` the knowledge of the feed files under a folder instead of that beside the data; nothing of it stays. */
export async function withFeeds<T>(
  folder: string,
  watch: { readonly signal: AbortSignal; readonly progress: (message: string) => void; readonly now: string },
  work: (knowledge: Knowledge, problems: readonly string[], dataDir: string) => T | Promise<T>,
): Promise<T> {
  const place = mkdtempSync(path.join(os.tmpdir(), 'dosimeter-match-'));
  try {
    const shelves = new KnowledgeFolder(place);
    using collected = await collectFeeds([folder], { ...watch, room: shelves.room() });
    const { feeds, files } = collected;
    if (feeds.length === 0)
      throw new Invalid('There is no feed that is known here. See docs/feeds.md for the files that are.');
    const problems = files.flatMap(({ file, problem }) => (problem === null ? [] : [`${file}: ${problem}`]));
    for (const feed of feeds) shelves.land(feed, { now: watch.now, force: true });
    return await work(shelves.knowledge(), problems, place);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
