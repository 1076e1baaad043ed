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
  // Two cores, and a data program behind every window: two hosts at once, each one file at a time.
  workers: 2,
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
      workers: 1,
      testMatch: /journeys(-\w+)?\.spec\.ts/,
      grepInvert: /@desktop-door/,
      use: { host: 'headless' },
    },
    { name: 'stand-in', workers: 1, testMatch: onElectron, use: { host: 'stand-in' } },
    // Starts what electron-builder packs, by itself.
    { name: 'packaged', workers: 1, testMatch: /packaged(-\w+)?\.spec\.ts/ },
    ...(binary
      ? [
          {
            name: 'electron binary',
            workers: 1,
            // It shares the desktop with the packaged app, and the port of a sign-in with the stand-in.
            dependencies: ['stand-in', 'packaged'],
            testMatch: [onElectron, /binary(-\w+)?\.spec\.ts/],
            // The clock of Electron's own program is the computer's; what this one is too old for has the tag of its name. run.ts lists both.
            grepInvert: [/@movable-clock/, ...lacks.map((name) => new RegExp(`@${name}`))],
            use: { host: 'electron' as const },
          },
        ]
      : []),
  ],
});
