import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

/** If Electron ends with an error this soon, it never showed a window: a library or the sandbox is missing. */
const stillbornMs = 4000;

export type ElectronEnd = { readonly exitCode: number } | { readonly reason: string };

/** Signals with which a terminal, npm, or the system ends a program. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Environment variables that would turn Electron into Node, or make it slow or strange: an editor's terminal and npm set them for Node only. */
const forNodeAlone = ['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE'];

/**
 * Runs the built app in Electron until it ends. `reason`: it didn't start, and the web host may serve instead.
 *
 * Ctrl-C arrives here more than once (the terminal sends it to every process in its group, and npm sends it again).
 * Electron ends in order at the first signal, and the second of its kind kills it
 * (electron_browser_main_parts_posix.cc, GracefulShutdownHandler). So it gets its own group, and each signal only once.
 */
export function runElectron(
  program: string,
  root: string,
  profile: string | null,
  now: () => number = Date.now,
): Promise<ElectronEnd> {
  return new Promise((resolve) => {
    const startedAt = now();
    const args = profile === null ? [root] : [root, '--profile', profile];
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !forNodeAlone.includes(name)),
    );
    // On Windows, a group of its own means a separate console window.
    const child = spawn(program, args, { env, stdio: 'inherit', detached: process.platform !== 'win32' });
    const passedOn = new Set<NodeJS.Signals>();
    const passOn = (signal: NodeJS.Signals) => {
      if (passedOn.has(signal)) return;
      passedOn.add(signal);
      child.kill(signal);
    };
    for (const signal of endings) process.on(signal, passOn);
    const end = (how: ElectronEnd) => {
      for (const signal of endings) process.off(signal, passOn);
      resolve(how);
    };
    child.once('error', () => end({ reason: 'Electron couldn’t be started' }));
    child.once('exit', (code, signal) => {
      const isStillborn = code !== 0 && passedOn.size === 0 && now() - startedAt < stillbornMs;
      end(isStillborn ? { reason: whyStillborn(program) } : { exitCode: code ?? killedBy(signal) });
    });
  });
}

/** The exit status that a shell reports for a program ended by a signal (Bash manual, "Exit Status"). */
function killedBy(signal: NodeJS.Signals | null): number {
  return signal === null ? 1 : 128 + constants.signals[signal];
}

/** Switches of the kernel and AppArmor for user namespaces, which Chromium's sandbox needs, each with the value that blocks them. */
const namespaceSwitches = [
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
  ['/proc/sys/user/max_user_namespaces', '0'],
] as const;

/**
 * Why Electron ended at once, as far as can be seen. On Ubuntu since 23.10, for example: no namespaces, and Chromium's helper
 * for that case, beside its program, belongs to whoever unpacked it (Chromium, docs/linux/suid_sandbox_development.md).
 */
export function whyStillborn(program: string, read: (path: string) => string | null = readOrNull): string {
  const helper = join(dirname(program), 'chrome-sandbox');
  const areClosed = namespaceSwitches.some(([path, closed]) => read(path)?.trim() === closed);
  if (!areClosed || isSetuidRoot(helper)) return 'Electron ended right after it started';
  return `this system doesn’t allow Electron a sandbox; an administrator can allow it (sudo chown root "${helper}" && sudo chmod 4755 "${helper}")`;
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function isSetuidRoot(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  return found !== undefined && found.uid === 0 && (found.mode & 0o4000) !== 0;
}
