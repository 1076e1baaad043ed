import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { leftOutOn } from './support/left-out.ts';
import { missingForSecretService, noSessionBus } from './support/secret-service.ts';

const root = join(import.meta.dirname, '..');

/** Tests of code that keeps nothing between calls: they share a worker, and its modules are loaded once instead of in every file. One mocks modules, one sets what OpenSSL reads once for a process. */
const sharing = ['test/unit/{checks,core,sandbox}/**/!(watched-folders|ways).test.ts'];

// Without its programs a suite can't run; test/run.ts names them.
const leftOut = [
  ...configDefaults.exclude,
  ...leftOutOn(process.platform).files,
  ...(missingForSecretService().length > 0 ? ['test/integration/keychain/**'] : []),
];

export default defineConfig({
  root,
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/{unit,contract,integration,security}/**/*.test.{ts,tsx}'],
          exclude: [...leftOut, ...sharing],
        },
      },
      { extends: true, test: { name: 'sharing', include: sharing, exclude: leftOut, isolate: false } },
    ],
    // No test may reach the keychain of whoever runs it; and what a data program says is checked (src/data/dispatch.ts).
    env: { DBUS_SESSION_BUS_ADDRESS: noSessionBus, HEALTH_RELAY_CHECK_CONTRACT: '1' },
    // Processes, not threads: native modules and process-wide signals are tested as they run in the product.
    pool: 'forks',
    maxWorkers: 2,
    // Guards against hanging, for one busy core at the lowest priority: no test is done because time is up.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000 } },
    setupFiles: ['test/support/hang-guard.ts'],
    passWithNoTests: false,
  },
});
