import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { chromiumArguments, findChromium } from '../support/chromium.ts';
import { CdpConnection } from './cdp.ts';

export interface Chromium {
  readonly cdp: CdpConnection;
  close(): Promise<void>;
}

/**
 * Starts the browser that stands for Electron's own: a pipe for the stand-in (the browser ends when it breaks, so there are no orphans,
 * however main dies), a port for Playwright, whose line is passed on to stderr.
 */
export async function launchChromium(userDataDir: string): Promise<Chromium> {
  const program = findChromium();
  if (program === null) throw new Error('stand-in: no Chromium here; set CHROMIUM_PATH');
  const child = spawn(
    program,
    [
      ...chromiumArguments,
      '--headless=new',
      '--no-startup-window',
      '--remote-debugging-pipe',
      '--remote-debugging-port=0',
      `--user-data-dir=${userDataDir}`,
      '--disable-default-apps',
      '--disable-extensions',
      // Electron has no such blocker: what may open is main's word.
      '--disable-popup-blocking',
      '--disable-back-forward-cache',
      // The page's address in here passes for a public one, from which Chromium would ask before it goes to a sandbox on loopback; whether
      // Electron asks there of app: is not built, and sign-in services are public.
      '--disable-features=HttpsUpgrades,OptimizationHints,MediaRouter,LocalNetworkAccessChecks',
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const [, , stderr, toBrowser, fromBrowser] = child.stdio;
  if (!stderr || !toBrowser || !fromBrowser) throw new Error('stand-in: Chromium has no pipes');
  const cdp = new CdpConnection(toBrowser as Writable, fromBrowser as NodeJS.ReadableStream);
  const hasEnded = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`stand-in: Chromium ended with ${child.exitCode}`)));
    createInterface({ input: stderr as NodeJS.ReadableStream }).on('line', (line) => {
      if (!/^DevTools listening on ws:/.test(line)) return;
      process.stderr.write(`${line}\n`);
      resolve();
    });
  });
  // A page that a page opened is closed before its first line runs: allowed pop-ups are not built (web-contents.ts).
  cdp.on('Target.attachedToTarget', ({ targetInfo, sessionId }) => {
    if (targetInfo.openerId)
      cdp.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => {});
    else cdp.send('Runtime.runIfWaitingForDebugger', undefined, sessionId).catch(() => {});
  });
  await cdp.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
    filter: [{ type: 'page' }],
  });
  await cdp.send('Target.setDiscoverTargets', { discover: true });
  return {
    cdp,
    async close() {
      cdp.send('Browser.close').catch(() => {});
      const late = setTimeout(() => child.kill('SIGKILL'), 1500);
      await hasEnded;
      clearTimeout(late);
    },
  };
}
