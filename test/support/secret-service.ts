import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './programs.ts';

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
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-keyring-'));
  const config = join(dir, 'bus.conf');
  writeFileSync(config, busConfig(dir, options.isDenied === true));
  const { DISPLAY: _, WAYLAND_DISPLAY: __, ...inherited } = process.env;
  const bus = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = await once(bus.stdout.setEncoding('utf8'), 'data');
  const env = {
    HOME: dir,
    XDG_RUNTIME_DIR: dir,
    XDG_DATA_HOME: join(dir, 'data'),
    DBUS_SESSION_BUS_ADDRESS: String(address).trim(),
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
      for (const child of [service, bus]) await end(child);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Without service directories: nothing of the desktop is started by being asked for, so a prompt is dismissed at once. */
function busConfig(dir: string, isDenied: boolean): string {
  const denial = isDenied ? '<deny send_destination="org.freedesktop.secrets"/>' : '';
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${dir}</listen>
  <policy context="default">
    <allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/>${denial}
  </policy>
</busconfig>
`;
}
