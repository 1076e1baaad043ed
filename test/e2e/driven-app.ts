import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';
import type * as Electron from 'electron';

/** Longer than a whole step takes on a machine that does other things too. */
const patienceMs = 120_000;

/** An answer of Node's inspector (Chrome DevTools Protocol, Runtime). */
interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly result?: {
    readonly result?: { readonly value?: unknown };
    readonly exceptionDetails?: { readonly exception?: { readonly description?: string } };
  };
}

/**
 * A packaged app on a real Electron, driven from inside: a packaged app shuts Chromium's debugging port at its start, so Playwright can't start it.
 * Node's inspector, whose fuse is open here (real-electron/driven.config.ts), stops the program before its first line and keeps that door open.
 */
export class DrivenApp {
  readonly child: ChildProcess;
  private readonly inspector: Inspector;
  private readonly browser: Browser;

  private constructor(child: ChildProcess, inspector: Inspector, browser: Browser) {
    this.child = child;
    this.inspector = inspector;
    this.browser = browser;
  }

  /** Throws an Error if the app ends, or has no browser in time. */
  static async start(
    program: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    mostMs = patienceMs,
  ): Promise<DrivenApp> {
    const doors = ['--inspect-brk=0', '--remote-debugging-port=0'];
    const child = spawn(program, [...doors, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const lines = createInterface({ input: child.stderr });
    const said = (words: RegExp) =>
      new Promise<string>((resolve) => {
        lines.on('line', (line) => {
          const [, address] = words.exec(line) ?? [];
          if (address !== undefined) resolve(address);
        });
      });
    const driven = async () => {
      const browserAt = said(/DevTools listening on (ws:\S+)/);
      const inspector = await Inspector.open(await said(/Debugger listening on (ws:\S+)/));
      // A program without a first line never comes to one: Electron tells why in a box.
      await inspector.atFirstLine(
        `process._linkedBinding('electron_common_command_line').removeSwitch = () => {}`,
      );
      return new DrivenApp(child, inspector, await chromium.connectOverCDP(await browserAt));
    };
    const late = new Promise<never>((_resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
      AbortSignal.timeout(mostMs).addEventListener('abort', () => reject(new Error('it did not come up')));
    });
    late.catch(() => {});
    try {
      return await Promise.race([driven(), late]);
    } catch (error) {
      child.kill('SIGKILL');
      throw error;
    }
  }

  /** Its one window, once there is one. */
  async window(): Promise<Page> {
    const [context] = this.browser.contexts();
    if (context === undefined) throw new Error('no context');
    return context.pages()[0] ?? (await context.waitForEvent('page', { timeout: patienceMs }));
  }

  /** Runs a function in the main process, as Playwright's of that name. */
  evaluate<A, R>(act: (electron: typeof Electron, argument: A) => R, argument?: A): Promise<Awaited<R>> {
    const electron = `process.getBuiltinModule('module').createRequire(process.execPath)('electron')`;
    return this.inspector.evaluate(`(${act})(${electron}, ${JSON.stringify(argument)})`) as Promise<
      Awaited<R>
    >;
  }

  /** As the system ends it; an app that only shows why it couldn't start ends by SIGKILL alone. */
  async close(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    this.inspector.close();
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill(signal);
      await ended;
    }
    await this.browser.close().catch(() => {});
  }
}

class Inspector {
  private readonly socket: WebSocket;
  private readonly paused = Promise.withResolvers<void>();
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private count = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.onmessage = ({ data }) => {
      const answer = JSON.parse(String(data)) as Answer;
      if (answer.id !== undefined) this.waiting.get(answer.id)?.(answer);
      if (answer.method === 'Debugger.paused') this.paused.resolve();
    };
  }

  static async open(address: string): Promise<Inspector> {
    const socket = new WebSocket(address);
    await once(socket, 'open');
    return new Inspector(socket);
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.ask('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    const thrown = result?.exceptionDetails;
    if (thrown !== undefined) throw new Error(thrown.exception?.description ?? 'it failed there');
    return result?.result?.value;
  }

  /** Evaluates what is to hold before the program's own first line, where it stands, and lets it go on. */
  async atFirstLine(expression: string): Promise<void> {
    await this.ask('Debugger.enable');
    await this.ask('Runtime.runIfWaitingForDebugger');
    await this.paused.promise;
    // It stands: a promise would never be kept.
    await this.ask('Runtime.evaluate', { expression });
    await this.ask('Debugger.resume');
    await this.ask('Debugger.disable');
  }

  close(): void {
    this.socket.close();
  }

  private ask(method: string, params: object = {}): Promise<Answer> {
    this.count += 1;
    const id = this.count;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.socket.send(JSON.stringify({ id, method, params }));
    });
  }
}
