import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import type { HostOptions } from './relay.ts';

const onElectron = /(journeys|desktop|contract)(-\w+)?\.spec\.ts/;
/** An Electron's own program, when run.ts found one, and what it lacks. */
const binary = process.env['TEST_ELECTRON'];
const lacks = (process.env['TEST_ELECTRON_LACKS'] ?? '').split(' ').filter((name) => name !== '');

/** The same journeys on every host; what only an Electron app does on the two that are one. */
export default defineConfig<object, HostOptions>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  globalSetup: join(import.meta.dirname, 'real-electron/session.ts'),
  // One at a time: two cores, and a data program behind every window.
  workers: 1,
  fullyParallel: false,
  // Guards against hanging, as in test/playwright.config.ts.
  timeout: 600_000,
  expect: { timeout: 120_000 },
  retries: 0,
  forbidOnly: true,
  use: { trace: 'off', actionTimeout: 120_000 },
  projects: [
    {
      name: 'headless host',
      testMatch: /journeys(-\w+)?\.spec\.ts/,
      grepInvert: /@desktop-door/,
      use: { host: 'headless' },
    },
    { name: 'stand-in', testMatch: onElectron, use: { host: 'stand-in' } },
    // Starts what electron-builder packs, by itself.
    { name: 'packaged', testMatch: /packaged(-\w+)?\.spec\.ts/ },
    ...(binary
      ? [
          {
            name: 'electron binary',
            testMatch: [onElectron, /binary(-\w+)?\.spec\.ts/],
            // The clock of Electron's own program is the computer's; what this one is too old for has the tag of its name. run.ts lists both.
            grepInvert: [/@movable-clock/, ...lacks.map((name) => new RegExp(`@${name}`))],
            use: { host: 'electron' as const },
          },
        ]
      : []),
  ],
});
