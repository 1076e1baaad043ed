import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { missingForSecretService, noSessionBus } from './support/secret-service.ts';

const root = join(import.meta.dirname, '..');

export default defineConfig({
  root,
  test: {
    // Processes, not threads: native modules and process-wide signals are tested as they run in the product.
    pool: 'forks',
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          // A process and its modules serve many files: half of the time of these small tests was spent on loading them anew.
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: 'programs', include: ['test/{contract,integration,security}/**/*.test.ts'] },
      },
    ],
    // Without its programs the suite cannot run; test/run.ts names them.
    exclude: [
      ...configDefaults.exclude,
      ...(missingForSecretService().length > 0 ? ['test/integration/keychain/**'] : []),
    ],
    // No test may reach the keychain of whoever runs it.
    env: { DBUS_SESSION_BUS_ADDRESS: noSessionBus },
    // Guards against hanging, for one busy core at the lowest priority: no test is done because time is up.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000 } },
    setupFiles: ['test/support/hang-guard.ts'],
  },
});
