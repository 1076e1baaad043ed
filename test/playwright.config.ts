import { defineConfig } from '@playwright/test';
import { chromiumArguments, findChromium } from './support/chromium.ts';

const executablePath = findChromium();

export default defineConfig({
  testDir: '.',
  // e2e has hosts of its own (test/e2e/playwright.config.ts).
  testMatch: ['ui/**/*.spec.ts'],
  outputDir: '../test-results',
  // One at a time: two cores, and a data program behind every page.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  retries: 0,
  forbidOnly: true,
  use: {
    browserName: 'chromium',
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumArguments },
    trace: 'off',
  },
});
