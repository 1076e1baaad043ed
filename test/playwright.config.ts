import { defineConfig } from '@playwright/test';
import { playwrightBase } from './playwright-base.ts';
import { chromiumLaunch } from './support/chromium.ts';

export default defineConfig({
  ...playwrightBase,
  // e2e has hosts of its own (test/e2e/playwright.config.ts).
  testMatch: ['ui/**/*.spec.ts'],
  outputDir: '../test-results',
  use: { browserName: 'chromium', launchOptions: chromiumLaunch(), trace: 'off' },
});
