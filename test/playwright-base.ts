import type { PlaywrightTestConfig } from '@playwright/test';

// What a data program says is checked (src/data/dispatch.ts).
process.env['HEALTH_RELAY_CHECK_CONTRACT'] = '1';

/** What the tests of the page (playwright.config.ts) and of the hosts (e2e/playwright.config.ts) have in common. */
export const playwrightBase = {
  testDir: '.',
  // Two cores. A file each: none knows of another, and none waits for a time.
  workers: 2,
  fullyParallel: false,
  // Guards against hanging, for one busy core at the lowest priority: nothing is done because time is up.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  retries: 0,
  forbidOnly: true,
} as const satisfies PlaywrightTestConfig;
