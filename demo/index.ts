// The door of demo: a synthetic imaging centre on loopback.
import type { DemoCentre } from '#cli/index.ts';

export const demoCentre: DemoCentre = { start: async () => ({ close: async () => undefined }) };
