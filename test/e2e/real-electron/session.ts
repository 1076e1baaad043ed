import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

/**
 * Playwright's global setup: a display that nobody sees where there is none. The suites that need a bus, a keyring or a notification
 * daemon start their own (test/support/secret-service.ts).
 */
// biome-ignore lint/style/noDefaultExport: Playwright calls what a setup file exports by default.
export default async function openDisplay(): Promise<() => Promise<void>> {
  if (!process.env['TEST_ELECTRON_DISPLAY']) return async () => {};
  // The server chooses a number that is free and writes it once it listens (Xserver(1), -displayfd).
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  });
  const ended = once(server, 'exit');
  const [number] = await Promise.race([
    once((server.stdio[3] as Readable).setEncoding('utf8'), 'data'),
    ended.then(([code]) => Promise.reject(new Error(`Xvfb ended with ${code}`))),
  ]);
  process.env['DISPLAY'] = `:${String(number).trim()}`;
  return async () => {
    server.kill();
    await ended;
  };
}
