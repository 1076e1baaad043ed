import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { RunningWebHost } from './run-web.ts';

export interface ServeOptions {
  readonly mayOpenBrowser: boolean;
  readonly say: (line: string) => void;
}

/**
 * Prints the link, opens it if the user is at the terminal, prints a new one on Enter, and ends in
 * order on Ctrl-C or at the system's request. Resolves when everything has stopped.
 */
export function serveUntilStopped(running: RunningWebHost, options: ServeOptions): Promise<void> {
  const { say } = options;
  const isInteractive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return new Promise((resolve, reject) => {
    const lines = isInteractive ? createInterface({ input: process.stdin }) : null;
    let isStopping = false;
    const stop = () => {
      // A second Ctrl-C while the data program is finishing its batch.
      if (isStopping) process.exit(130);
      isStopping = true;
      lines?.close();
      const stopped = running.stop().finally(() => process.off('SIGINT', stop).off('SIGTERM', stop));
      stopped.then(resolve, reject);
    };
    lines?.on('line', () => say(`A new link: ${running.host.link()}`));
    lines?.on('SIGINT', stop);
    // Set before anything is printed: whoever reads how to end it may do so at once.
    process.on('SIGINT', stop).on('SIGTERM', stop);
    const link = running.host.link();
    say(`Health Relay is open at ${link}`);
    say('The link works once, for five minutes.');
    say(isInteractive ? 'Press Enter for a new link, Ctrl-C to end.' : 'Ctrl-C or SIGTERM ends it.');
    if (isInteractive && options.mayOpenBrowser) openBrowser(link);
  });
}

/** The command that opens an address in the user's browser. The address is our own and contains no character that is special to a shell. */
export function browserCommand(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open', url];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler', url];
  return ['xdg-open', url];
}

/** Best effort: the address is printed anyway. */
function openBrowser(url: string, platform: NodeJS.Platform = process.platform): void {
  const [command, ...args] = browserCommand(platform, url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
}
