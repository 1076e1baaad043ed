// The stand-in is a belief about Electron, not evidence: where a real one (test/e2e/README.md) differs, the stand-in is wrong.
// Here: what Electron's browser process does before and around the app's own main entry.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const mainPatienceMs = 5000;
const playwrightPatienceMs = 10_000;
const packagedSwitch = '--standin-packaged=';

// Electron's argv: the program, switches, then the app's path.
process.argv.splice(0, 2, process.execPath);
const resources = process.argv.find((each) => each.startsWith(packagedSwitch))?.slice(packagedSwitch.length);
process.argv = process.argv.filter((each) => !each.startsWith(packagedSwitch));
const appDir = resources === undefined ? unpackagedDir() : await packagedDir(resources);
const { main, name, productName, version } = JSON.parse(
  readFileSync(join(appDir, 'package.json'), 'utf8'),
) as Readonly<Record<string, string | undefined>>;

// Electron shows this in a box and lives on; a test had better end.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') > 1) return;
  console.error(`A JavaScript error occurred in the main process\nUncaught Exception:\n${error.stack}`);
  process.exit(1);
});

const { app, life } = await import('./main/app.ts');
const { theChromium } = await import('./main/the-chromium.ts');
life.appDir = appDir;
life.version = version ?? '0.0.0';
app.name = productName ?? name ?? 'Electron';
// Once: a second one of the same kind kills (shell/browser/electron_browser_main_parts_posix.cc GracefulShutdownHandler).
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => app.quit());
// Electron lives until it is told to quit.
setInterval(() => {}, 2 ** 30);

const isDriven = process.argv.some((each) => each.startsWith('--remote-debugging-port'));
const attached = new Promise<void>((resolveAttached) => {
  Object.assign(globalThis, { __playwright_run: resolveAttached });
});
const late = setTimeout(() => {
  // electron#40719: `ready` waits for the entry, so an entry that awaits it never ends.
  console.error('stand-in: the main entry is not evaluated yet; does it await whenReady at its top level?');
}, mainPatienceMs);
await import(pathToFileURL(join(appDir, main ?? 'index.js')).href);
clearTimeout(late);
if (isDriven && !life.isEnding) {
  // Playwright waits for the browser's line, then says that it is there: nothing happens before it can see it.
  await theChromium();
  await Promise.race([attached, new Promise((giveUp) => setTimeout(giveUp, playwrightPatienceMs).unref())]);
}
setImmediate(() => life.isEnding || app.becomeReady());

function unpackagedDir(): string {
  Object.assign(process, { defaultApp: true });
  const given = resolve(process.argv.slice(1).find((each) => !each.startsWith('-')) ?? '.');
  return statSync(given).isDirectory() ? given : dirname(given);
}

async function packagedDir(dir: string): Promise<string> {
  const { unfold } = await import('./mount.ts');
  const resourcesPath = unfold(dir);
  Object.assign(process, { resourcesPath });
  process.env['STANDIN_PACKAGED'] = '1';
  return join(resourcesPath, 'app.asar');
}
