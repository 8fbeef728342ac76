// The steps of the walk in their order, and which of them is open still. Pure.
import type { StartSaved, StartWalk } from '#contracts/index.ts';

/** What was said of a field, or undefined. */
export function savedOf({ saved }: StartWalk, field: string): StartSaved | undefined {
  return saved.find((each) => each.field === field && each.value !== null);
}

/** Names of all steps: devices, the questions about the center, fears, the other questions, the end. */
export function stepsOf({ questions, asked }: StartWalk): string[] {
  const here = questions.filter(({ id }) => asked.includes(id));
  const own = here.filter(({ section }) => section === 'Your center').map(({ id }) => id);
  const others = here.map(({ id }) => id).filter((id) => !own.includes(id));
  return ['devices', ...own, 'fears', ...others, 'end'];
}

/** The first step of which nothing was said; the end, when there is none. */
export function openStep(walk: StartWalk): string {
  const open = stepsOf(walk).find((step) => {
    if (step === 'end') return true;
    return step === 'devices' ? walk.devices.total === 0 && !savedOf(walk, 'fears') : !savedOf(walk, step);
  });
  return open ?? 'end';
}
