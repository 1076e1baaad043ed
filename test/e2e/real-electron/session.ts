import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { FullConfig } from '@playwright/test';

/**
 * Playwright's global setup: displays that nobody sees where there is none, one for each worker, because windows of one display take the focus and
 * the clipboard from each other. The config gives each worker its own. The suites that need a bus, a keyring or a notification daemon start their own
 * (test/support/secret-service.ts).
 */
// biome-ignore lint/style/noDefaultExport: Playwright calls what a setup file exports by default.
export default async function openDisplays({ workers }: FullConfig): Promise<() => Promise<void>> {
  if (!process.env['TEST_ELECTRON_DISPLAY']) return async () => {};
  const displays = await Promise.all(Array.from({ length: workers }, openDisplay));
  process.env['TEST_DISPLAYS'] = displays.map(({ name }) => name).join(' ');
  return async () => {
    await Promise.all(displays.map(({ close }) => close()));
  };
}

/** `name`: as DISPLAY has it. */
export async function openDisplay(): Promise<{ readonly name: string; readonly close: () => Promise<void> }> {
  // The server chooses a number that is free and writes it once it listens (Xserver(1), -displayfd). It would begin again, and drop whoever
  // comes in just then, each time its last client leaves (-noreset).
  const options = ['-noreset', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'];
  const server = spawn('Xvfb', ['-displayfd', '3', ...options], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ended = once(server, 'exit');
  const [number] = await Promise.race([
    once((server.stdio[3] as Readable).setEncoding('utf8'), 'data'),
    ended.then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code}`))),
  ]);
  return {
    name: `:${String(number).trim()}`,
    close: async () => {
      server.kill();
      await ended;
    },
  };
}
