import { join } from 'node:path';
import { defineConfig, type Project } from '@playwright/test';
import { playwrightBase } from '../playwright-base.ts';
import { leftOutOn } from '../support/left-out.ts';
import type { HostOptions } from './relay.ts';

const onElectron = /(journeys|desktop|contract)(-\w+)?\.spec\.ts/;
/** An Electron's own program, when run.ts found one, and what it lacks. */
const binary = process.env['TEST_ELECTRON'];
const lacks = (process.env['TEST_ELECTRON_LACKS'] ?? '').split(' ').filter((name) => name !== '');
/** The clock of Electron's own program is the computer's; what this one is too old for has the tag of its name. run.ts lists both. */
const left = [/@movable-clock/, ...lacks.map((name) => new RegExp(`@${name}`))];

// A worker loads this file, too, and what it starts is on a display of its own (real-electron/session.ts).
const display = process.env['TEST_DISPLAYS']?.split(' ')[Number(process.env['TEST_PARALLEL_INDEX'])];
if (display !== undefined) process.env['DISPLAY'] = display;

/** What only Linux can run; the closing lines name it. */
const leftOut = leftOutOn(process.platform);

const projects: Project<object, HostOptions>[] = [
  {
    name: 'headless host',
    testMatch: /journeys(-\w+)?\.spec\.ts/,
    grepInvert: /@desktop-door/,
    use: { host: 'headless' },
  },
  ...(binary
    ? [
        {
          name: 'electron binary',
          testMatch: [onElectron, /binary(-\w+)?\.spec\.ts/],
          testIgnore: leftOut.specs.map((name) => `**/${name}`),
          ...(process.env['TEST_ELECTRON_LISTS'] === 'left' ? { grep: left } : { grepInvert: left }),
          use: { host: 'electron' as const },
        },
      ]
    : []),
];

/** The same journeys on every host; what only an Electron app does on a real Electron alone. */
export default defineConfig<object, HostOptions>({
  ...playwrightBase,
  outputDir: '../../test-results/e2e',
  globalSetup: join(import.meta.dirname, 'real-electron/session.ts'),
  use: { trace: 'off', actionTimeout: 120_000 },
  projects,
});
