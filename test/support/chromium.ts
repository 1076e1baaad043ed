import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser that the page is tested in: `CHROMIUM_PATH`, or the first of the usual names in PATH. Null when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const fromPath = (env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((dir) => names.map((name) => join(dir, name)));
  const candidates = env['CHROMIUM_PATH'] ? [env['CHROMIUM_PATH']] : fromPath;
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** As root Chromium has no sandbox; its background services would call out to the network. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
