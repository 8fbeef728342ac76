// The department's machines as their images show them: what they ran, when they were used and how many exams a day. Identifiers of
// studies stay in memory as keyed hashes.
import type { DoseDay } from '#contracts/index.ts';
import type { Observations } from '#evidence/model.ts';
import { DoseCount } from './dose-count.ts';
import type { ObjectDose } from './dose-values.ts';
import { acquires, type Equipment, equipmentKey, isNamed, stateEquipment } from './equipment.ts';
import { examTokens } from './exam-tokens.ts';
import type { ImageHeader } from './read-header.ts';

/** What is counted of an object. */
export type SeenObject = Pick<ImageHeader, 'equipment' | 'day' | 'study' | 'sourceTitle'> &
  Partial<Pick<ImageHeader, 'protocol' | 'dose'>>;

/** Exams whose dose is held at a time. */
const MOST_EXAMS = 300_000;
const MOST_KEYS = 10_000;
/** Days whose exams are kept of a machine, the newest. */
const MOST_DAYS = 4000;

/** A machine as its objects show it. */
export interface ImagingMachine {
  readonly equipment: Equipment;
  /** Software versions, the oldest first, with the days of their first and last object. */
  readonly versions: readonly { readonly version: string; readonly from: string; readonly to: string }[];
  readonly titles: readonly string[];
  readonly firstUse: string | null;
  readonly lastUse: string | null;
  readonly objects: number;
  readonly exams: number;
  readonly examsByDay: Readonly<Record<string, number>>;
  readonly dose: readonly DoseDay[];
}

/** What is known already of the use of a machine. */
export interface KnownUse {
  readonly firstUse: string | null;
  readonly lastUse: string | null;
  readonly examsByDay: Readonly<Record<string, number>>;
}

interface Gathered {
  equipment: Equipment;
  lastDay: string;
  readonly versions: Map<string, { from: string; to: string }>;
  readonly titles: Set<string>;
  readonly studies: Map<string, Set<string>>;
  objects: number;
}

/** Brings together what headers say, machine by machine. */
export class ImageInventory {
  readonly #machines = new Map<string, Gathered>();
  readonly #examOf = examTokens();
  /** Keys of machines that were worked out before. */
  readonly #keys = new Map<string, string>();
  readonly #dose = new DoseCount(MOST_EXAMS);
  files = 0;
  /** Files that are no DICOM. */
  others = 0;

  /**
   * Adds a header, or what stands for so many objects. Objects that software made from others describe no scanner and are not counted
   * as exams.
   */
  add({ equipment, day, study, sourceTitle, protocol = '', dose }: SeenObject, objects = 1): void {
    if (!isNamed(equipment) || !acquires(equipment)) return;
    const key = this.#keyOf(equipment);
    const known = this.#machines.get(key) ?? {
      equipment,
      lastDay: day,
      versions: new Map(),
      titles: new Set<string>(),
      studies: new Map(),
      objects: 0,
    };
    this.#machines.set(key, known);
    known.objects += objects;
    // What the newest object says holds now.
    if (day >= known.lastDay) {
      known.equipment = equipment;
      known.lastDay = day;
    }
    for (const version of equipment.software.split('\\').map((part) => part.trim())) {
      if (version === '') continue;
      const span = known.versions.get(version) ?? { from: day, to: day };
      if (day !== '' && (day < span.from || span.from === '')) span.from = day;
      if (day > span.to) span.to = day;
      known.versions.set(version, span);
    }
    if (sourceTitle !== '' && known.titles.size < 10) known.titles.add(sourceTitle);
    if (day === '' || study === '') return;
    const studies = known.studies.get(day) ?? new Set<string>();
    const exam = this.#examOf(study);
    studies.add(exam);
    known.studies.set(day, studies);
    if (dose !== undefined && !isEmpty(dose)) this.#dose.add({ key, day, exam, protocol, dose });
  }

  #keyOf(equipment: Equipment): string {
    const name = nameOf(equipment);
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    const key = equipmentKey(equipment);
    if (this.#keys.size < MOST_KEYS) this.#keys.set(name, key);
    return key;
  }

  /** Days and protocols whose dose found no room. */
  get doseCut(): number {
    return this.#dose.cut;
  }

  /** The machines, by maker, model and serial number. */
  machines(): ImagingMachine[] {
    return [...this.#machines.values()]
      .map(({ equipment, versions, titles, studies, objects }) => {
        const days = [...studies.keys()].sort();
        const examsByDay = Object.fromEntries(days.map((day) => [day, studies.get(day)?.size ?? 0]));
        return {
          equipment,
          versions: [...versions]
            .map(([version, { from, to }]) => ({ version, from, to }))
            .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0)),
          titles: [...titles].sort(),
          firstUse: days[0] ?? null,
          lastUse: days.at(-1) ?? null,
          objects,
          exams: Object.values(examsByDay).reduce((sum, count) => sum + count, 0),
          examsByDay,
          dose: this.#dose.daysOf(equipmentKey(equipment)),
        };
      })
      .sort((a, b) => (nameOf(a.equipment) < nameOf(b.equipment) ? -1 : 1));
  }

  /**
   * States what is known of each machine, as of the day when it was so. What an earlier look found of its use, by the machine's subject,
   * still holds: of a day that both saw, the look that saw more exams saw more of it.
   */
  state(observations: Observations, nowMs: number, earlier: ReadonlyMap<string, KnownUse> = new Map()): void {
    for (const machine of this.machines()) {
      const { equipment, versions, titles, lastUse } = machine;
      const subject = { kind: 'asset', key: equipmentKey(equipment) } as const;
      const atMs = lastUse === null ? nowMs : Math.min(nowMs, Date.parse(lastUse));
      stateEquipment({ ...equipment, software: '' }, observations, atMs);
      const at = { basis: 'observed', confidence: 0.85, atMs } as const;
      for (const { version, to } of versions) {
        const seenMs = to === '' ? atMs : Math.min(nowMs, Date.parse(to));
        const name = equipment.model || equipment.vendor || equipment.station;
        observations.state(subject, 'software', { name, version }, { ...at, atMs: seenMs });
      }
      for (const title of titles) observations.state(subject, 'device.aeTitle', title, { ...at, confidence: 0.6 });
      const use = togetherWith(machine.examsByDay, earlier.get(subject.key));
      if (use.lastUse === null) continue;
      const used = { ...at, atMs: Math.min(nowMs, Date.parse(use.lastUse)) };
      observations.state(subject, 'device.firstUse', use.firstUse, used);
      observations.state(subject, 'device.lastUse', use.lastUse, used);
      observations.state(subject, 'device.examsByDay', use.examsByDay, used);
    }
    this.#dose.state(observations);
  }
}

/** Exams of two looks, and the first and the last day of either. */
function togetherWith(examsByDay: Readonly<Record<string, number>>, earlier: KnownUse | undefined): KnownUse {
  const days = new Map(Object.entries(earlier?.examsByDay ?? {}));
  for (const [day, exams] of Object.entries(examsByDay)) days.set(day, Math.max(exams, days.get(day) ?? 0));
  const ordered = [...days].sort(([a], [b]) => (a < b ? -1 : 1));
  const used = ordered.map(([day]) => day).concat(earlier?.firstUse ?? [], earlier?.lastUse ?? []);
  used.sort();
  return {
    firstUse: used[0] ?? null,
    lastUse: used.at(-1) ?? null,
    examsByDay: Object.fromEntries(ordered.slice(-MOST_DAYS)),
  };
}

function nameOf({ vendor, model, serial, station }: Equipment): string {
  return `${vendor}|${model}|${serial}|${station}`;
}

function isEmpty(dose: ObjectDose): boolean {
  for (const _ in dose) return false;
  return true;
}
