// npm start: runs the desktop app where Electron can run, otherwise the same app in the browser.
import { join } from 'node:path';
import { defaultProfileDir } from '../data/protocol/program-start.ts';
import { buildIfStale } from './launch/build.ts';
import { findElectron } from './launch/electron-binary.ts';
import { type LaunchOptions, launchOptions, launchUsage, unfitNode } from './launch/options.ts';
import { runElectron } from './launch/run-electron.ts';
import { runWeb } from './launch/run-web.ts';
import { serveUntilStopped } from './launch/serve-until-stopped.ts';

const root = join(import.meta.dirname, '../..');
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function start(argv: readonly string[]): Promise<number> {
  const unfit = unfitNode(process.versions.node);
  if (unfit !== null) return stopWith(unfit, 1);
  if (argv.includes('--help')) {
    process.stdout.write(launchUsage);
    return 0;
  }
  const options = launchOptions(argv);
  if ('wrong' in options) return stopWith(`${options.wrong}\n\n${launchUsage}`, 64);
  try {
    const built = buildIfStale(root, say);
    // The desktop app needs its build; the web host starts its data program meanwhile.
    if (!options.isHeadless) await built;
    const reason = options.isHeadless ? null : await tryElectron(options);
    if (typeof reason === 'number') return reason;
    if (reason !== null)
      say(`The desktop app can’t run here: ${reason}. Health Relay opens in your browser instead.`);
    const profileDir = options.profile ?? defaultProfileDir();
    const running = await runWeb({ root, profileDir, port: options.port, built });
    const { exitOnCrash } = await import('../data/protocol/log.ts');
    exitOnCrash('web host', () => running.logEvent);
    await serveUntilStopped(running, {
      mayOpenBrowser: options.mayOpenBrowser,
      say,
    });
    return 0;
  } catch (error) {
    const { exitCodeFor, failureInWords } = await import('./launch/say-failure.ts');
    return stopWith(failureInWords(error), exitCodeFor(error));
  }
}

/** The app's exit code, or the reason why it did not run. */
async function tryElectron(options: LaunchOptions): Promise<number | string> {
  const { env, platform } = process;
  const found = await findElectron(root, { env, platform, isRoot: process.getuid?.() === 0 }, say);
  if ('reason' in found) return found.reason;
  const end = await runElectron(found.path, root, options.profile);
  return 'reason' in end ? end.reason : end.exitCode;
}

function stopWith(words: string, exitCode: number): number {
  process.stderr.write(`${words}\n`);
  return exitCode;
}

process.exitCode = await start(process.argv.slice(2));
