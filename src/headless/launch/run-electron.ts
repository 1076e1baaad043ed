import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';

/** If Electron ends with an error this soon, it never showed a window: a library or the sandbox is missing. */
const stillbornMs = 4000;

export type ElectronEnd = { readonly exitCode: number } | { readonly reason: string };

/** What a test puts in place of this computer's own. */
export interface RunParts {
  readonly now?: () => number;
  readonly platform?: NodeJS.Platform;
  /** Where signals of this process arrive. */
  readonly signals?: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** How long an app that is asked may take to end, in ms. */
  readonly patienceMs?: number;
}

/** Signals with which a terminal, npm, or the system ends a program. */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What the app in Electron takes as a request to quit, over the channel between parent and child (main/processes.ts). */
const quitRequest = 'quit';

/** Longer than an orderly quit takes (main/processes.ts, `endLimitMs`). */
const patienceMs = 8000;

/** Environment variables that would turn Electron into Node, or make it slow or strange: an editor's terminal and npm set them for Node only. */
const forNodeAlone = ['ELECTRON_RUN_AS_NODE', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE'];

/**
 * Runs the built app in Electron until it ends. `reason`: it didn't start, and the web host may serve instead.
 *
 * Ctrl-C arrives here more than once (the terminal sends it to every process in its group, and npm sends it again).
 * Electron ends in order at the first signal, and the second of its kind kills it
 * (electron_browser_main_parts_posix.cc, GracefulShutdownHandler). So it gets its own group, and each signal only once.
 *
 * Windows has no signals: `kill` ends a program at once, whatever it is doing (Node docs, "Signal events"). There the app is asked to quit,
 * and killed only if it doesn't; and it stays away from the console, whose Ctrl-C would end it, too (Electron docs, "Environment variables").
 */
export function runElectron(
  program: string,
  root: string,
  profile: string | null,
  parts: RunParts = {},
): Promise<ElectronEnd> {
  const { now = Date.now, platform = process.platform, signals = process } = parts;
  const isAsked = platform === 'win32';
  return new Promise((resolve) => {
    const startedAt = now();
    const args = profile === null ? [root] : [root, '--profile', profile];
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !forNodeAlone.includes(name)),
    );
    // On Windows, a group of its own means a separate console window.
    const child = isAsked
      ? spawn(program, args, {
          env: { ...env, ELECTRON_NO_ATTACH_CONSOLE: '1' },
          stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
        })
      : spawn(program, args, { env, stdio: 'inherit', detached: true });
    let killing: NodeJS.Timeout | null = null;
    const ask = () => {
      if (killing !== null) return;
      killing = setTimeout(() => child.kill('SIGKILL'), parts.patienceMs ?? patienceMs);
      // One that can no longer be asked is killed when the time is up.
      child.send(quitRequest, () => {});
    };
    const passedOn = new Set<NodeJS.Signals>();
    const passOn = (signal: NodeJS.Signals) => {
      if (passedOn.has(signal)) return;
      passedOn.add(signal);
      if (isAsked) ask();
      else child.kill(signal);
    };
    for (const signal of endings) signals.on(signal, passOn);
    const end = (how: ElectronEnd) => {
      for (const signal of endings) signals.off(signal, passOn);
      if (killing !== null) clearTimeout(killing);
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
