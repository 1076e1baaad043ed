import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './support/chromium.ts';

const executablePath = findChromium();

// What a data program says is checked (src/data/dispatch.ts).
process.env['HEALTH_RELAY_CHECK_CONTRACT'] = '1';

export default defineConfig({
  testDir: '.',
  // e2e has hosts of its own (test/e2e/playwright.config.ts).
  testMatch: ['ui/**/*.spec.ts'],
  outputDir: '../test-results',
  // A file each: none knows of another, and none waits for a time.
  workers: 2,
  fullyParallel: false,
  // Guards against hanging, for one busy core at the lowest priority: nothing is done because time is up.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  retries: 0,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArguments },
    trace: 'off',
  },
});
