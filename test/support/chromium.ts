import { findProgram, isExecutable } from './programs.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** The browser that the page is tested in: `CHROMIUM_PATH`, or the first of the usual names in PATH. Null when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string | null {
  const given = env['CHROMIUM_PATH'];
  if (given) return isExecutable(given) ? given : null;
  return findProgram(names, env);
}

/** What Playwright starts that browser with; its own one when there is none. */
export function chromiumLaunch(): { readonly executablePath?: string; readonly args: string[] } {
  const executablePath = findChromium();
  return { ...(executablePath === null ? {} : { executablePath }), args: chromiumArguments };
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
