// Dose and technique of the exams whose objects passed, as distributions of a day and a protocol. A group of which nothing passed for
// two midnights of the capture's own time is stated and forgotten, so that listening for months takes no more memory than for days.
import type { Observations } from '#evidence/model.ts';
import { acquires, DoseCount, dayOf, equipmentKey, examTokens, isNamed } from '#sensors/images/index.ts';
import type { CarriedObject } from './equipment-reader.ts';

const DAY_MS = 86_400_000;

/** Counts the doses of one capture. */
export class CarriedDoses {
  readonly #observations: Observations;
  readonly #count = new DoseCount();
  readonly #examOf = examTokens();
  #today = Number.NEGATIVE_INFINITY;

  constructor(observations: Observations) {
    this.#observations = observations;
  }

  /** Counts an object that passed. */
  add(object: CarriedObject, atMs: number): void {
    const { study, protocol, dose } = object;
    const day = dayOf(object.date);
    if (Object.keys(dose).length === 0 || day === '' || study === '' || !isNamed(object) || !acquires(object)) return;
    const today = Math.floor(atMs / DAY_MS);
    if (today > this.#today) {
      this.#count.state(this.#observations, (today - 1) * DAY_MS);
      this.#today = today;
    }
    this.#count.add({ key: equipmentKey(object), day, exam: this.#examOf(study), protocol, dose }, atMs);
  }

  /** States what is left. */
  conclude(): void {
    this.#count.state(this.#observations);
  }
}
