import { type ChildProcess, fork, type IOType } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';
import { type Like, offered, standinEvent, withoutPorts } from '../records.ts';
import { app, life, mustBeReady } from './app.ts';

type Offered = Like<Electron.UtilityProcess>;

const beside = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const own = ['--import', beside('register.ts'), '--import', beside('parent-port.ts')];

/** Chromium hands V8's flags on by --js-flags; Node takes them themselves. */
const nodeFlags = (flags: readonly string[]) =>
  flags.flatMap((flag) => (flag.startsWith('--js-flags=') ? flag.slice(11).split(' ') : [flag]));

class StandinUtility extends EventEmitter implements Offered {
  pid: number | undefined;
  readonly stdout: ChildProcess['stdout'] & NodeJS.ReadableStream;
  readonly stderr: ChildProcess['stderr'] & NodeJS.ReadableStream;
  private child: ChildProcess | null;

  constructor(entry: string, args: readonly string[], options: Electron.ForkOptions) {
    super();
    mustBeReady('utilityProcess cannot be created');
    const { stdio = 'inherit' } = options;
    const streams = (Array.isArray(stdio) ? stdio : ['ignore', stdio, stdio]) as IOType[];
    const child = fork(entry, [...args], {
      cwd: options.cwd,
      env: { ...(options.env ?? process.env), STANDIN_TYPE: 'utility' },
      execArgv: [...nodeFlags(options.execArgv ?? []), ...own],
      serialization: 'advanced',
      stdio: [...streams, 'ipc'],
    });
    this.child = child;
    this.stdout = child.stdout as NonNullable<ChildProcess['stdout']>;
    this.stderr = child.stderr as NonNullable<ChildProcess['stderr']>;
    const atExit = () => child.kill('SIGKILL');
    process.once('exit', atExit);
    child.once('spawn', () => {
      this.pid = child.pid;
      if (child.pid !== undefined)
        life.utilities.set(child.pid, options.serviceName ?? 'Node Utility Process');
      this.emit('spawn');
    });
    child.on('message', (message) => this.emit('message', message));
    child.once('exit', (code, signal) => {
      process.off('exit', atExit);
      if (child.pid !== undefined) life.utilities.delete(child.pid);
      this.child = null;
      this.pid = undefined;
      this.emit('exit', code ?? 1);
      if (life.isEnding) return;
      const reason = code === 0 ? 'clean-exit' : signal === null ? 'abnormal-exit' : 'killed';
      const details = {
        type: 'Utility',
        reason,
        exitCode: code ?? 1,
        name: options.serviceName,
        serviceName: 'node.mojom.NodeService',
      };
      app.emit('child-process-gone', standinEvent(), details);
    });
  }

  postMessage(message: unknown, transfer?: readonly unknown[]): void {
    withoutPorts(transfer);
    if (this.child?.connected) this.child.send(structuredClone(message) as object, () => {});
  }

  /** docs/api/utility-process, "child.kill()": SIGTERM, and whether it could be asked. */
  kill(): boolean {
    return this.child?.kill() ?? false;
  }
}

export const utilityProcess = offered('utilityProcess', {
  fork: (entry: string, args: readonly string[] = [], options: Electron.ForkOptions = {}) =>
    offered('UtilityProcess', new StandinUtility(entry, args, options)),
});
