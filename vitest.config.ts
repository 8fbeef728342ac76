// One configuration for every test that runs under Node; tests stand beside the code, whole-system tests in test/.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'demo/**/*.test.ts', 'test/**/*.test.ts', 'web/**/*.test.ts', 'scripts/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // A second is too short for a page on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default'],
  },
});
