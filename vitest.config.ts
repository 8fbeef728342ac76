// One configuration for every test that runs under Node; tests stand beside the code, whole-system tests in test/.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      // A file finds the modules as the one before it left them: loading them anew for each took a third of the time.
      {
        extends: true,
        test: {
          name: 'rooms',
          isolate: false,
          include: ['{src,demo,scripts,web/src,web/test-support}/**/*.test.ts', 'test/*.test.ts'],
        },
      },
      // Whole systems and browsers have processes of their own.
      { extends: true, test: { name: 'whole', include: ['test/system/*.test.ts', 'web/*.test.ts'] } },
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 300_000,
    // A second is too short for a page on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    reporters: ['default'],
  },
});
