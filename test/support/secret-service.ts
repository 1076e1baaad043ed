import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { keychainLimitVariable } from '../../src/data/opened-secrets.ts';
import { findProgram } from './programs.ts';
import { startSessionBus } from './session-bus.ts';

/** A real Secret Service with one unlocked collection, on a bus of its own: nobody's keychain is touched. */
export interface SecretService {
  /** What a process needs to find it, and nothing but it. */
  readonly env: Readonly<Record<string, string>>;
  lock(): void;
  unlock(): Promise<void>;
  /** Holds the service still: it answers nothing until `resume`. */
  hang(): void;
  resume(): void;
  stop(): Promise<void>;
}

/** Longer than any keychain takes on any machine: one that answers is never overdue. In ms. */
export const ampleLimitMs = 600_000;

/** What makes a program wait that long for it. */
export const patientKeychain: Readonly<Record<string, string>> = {
  [keychainLimitVariable]: String(ampleLimitMs),
};

/** An address at which no bus listens: tests get this one, so that none asks the keychain of whoever runs them. */
export const noSessionBus = 'unix:path=/nonexistent/health-relay-tests';

const needed = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'];
const password = 'of the test keyring';
const secrets = '/org/freedesktop/secrets';

/** The programs that a Secret Service for tests lacks here, by name; none when there can be one. */
export function missingForSecretService(env: NodeJS.ProcessEnv = process.env): string[] {
  return needed.filter((name) => !findProgram([name], env));
}

/** `isDenied`: the bus lets nobody send to the service, as an AppArmor or D-Bus policy would. */
export async function startSecretService(options: { isDenied?: boolean } = {}): Promise<SecretService> {
  const bus = await startSessionBus(options.isDenied === true ? 'org.freedesktop.secrets' : null);
  const { dir } = bus;
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...inherited } = process.env;
  const env = {
    HOME: dir,
    XDG_RUNTIME_DIR: dir,
    XDG_DATA_HOME: join(dir, 'data'),
    DBUS_SESSION_BUS_ADDRESS: bus.address,
  };
  const ask = (to: string, path: string, ...words: string[]) =>
    execFileSync('dbus-send', ['--session', '--print-reply', `--dest=${to}`, path, ...words], {
      env: { ...inherited, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const startService = () => {
    const started = spawn('gnome-keyring-daemon', ['--unlock', '--foreground', '--components=secrets'], {
      env: { ...inherited, ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    started.stdin.end(password);
    return started;
  };
  let service = startService();

  const isThere = () =>
    ask(
      'org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.freedesktop.secrets',
    ).includes('true');
  const comeUp = async () => {
    for (let tries = 0; !isThere(); tries += 1) {
      if (tries > 2400) throw new Error('gnome-keyring-daemon did not come up');
      await sleep(50);
    }
  };
  const end = async (child: ChildProcess) => {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  await comeUp();
  return {
    env,
    lock: () => {
      ask(
        'org.freedesktop.secrets',
        secrets,
        'org.freedesktop.Secret.Service.Lock',
        `array:objpath:${secrets}/collection/login`,
      );
    },
    // The password is taken at the start alone: its keyring is on disk, encrypted, and opens to the next daemon.
    unlock: async () => {
      await end(service);
      service = startService();
      await comeUp();
    },
    hang: () => void service.kill('SIGSTOP'),
    resume: () => void service.kill('SIGCONT'),
    stop: async () => {
      await end(service);
      await bus.stop();
    },
  };
}
