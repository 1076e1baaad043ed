import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type ElectronApplication, type Page } from '@playwright/test';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { ImportGate } from '../support/import-gate.ts';
import { complaintsOf } from '../ui/real-app.ts';
import { startElectron } from './electron-host.ts';
import { startHeadless } from './headless-host.ts';

export type HostName = 'headless' | 'electron';
export interface HostOptions {
  readonly host: HostName;
}

const root = join(import.meta.dirname, '../..');

/** Once for all starts: what is tried is one build. */
let built: Promise<void> | null = null;

/** A host that runs, with its one window or tab. */
export interface RunningHost {
  readonly page: Page;
  /** Null on the headless host. */
  readonly electron: ElectronApplication | null;
  /** The window's size as a person sets it. */
  resize(width: number, height: number): Promise<void>;
  /** The page's size in percent of itself, from the View menu or the browser's. */
  zoom(percent: number): Promise<void>;
  /** Ends the data program as a crash does. */
  crashData(): Promise<void>;
  /** As a person quits. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly host: HostName;
  /** A folder of its own: the profile and everything else that the app keeps lies in it. */
  readonly dir: string;
  /** Files to open, as on a command line. */
  readonly files: readonly string[];
  /** Beside what every start has. */
  readonly env: Readonly<Record<string, string>>;
  /** Before the page says anything. */
  readonly onPage: (page: Page) => void;
  /** Before the app, if it is Electron's, does anything. */
  readonly onLaunch: (electron: ElectronApplication) => void;
}

/** The product on one host over a computer of its own: what it keeps outlives a restart. */
export class Relay {
  readonly dir = mkdtempSync(join(tmpdir(), 'health-relay-e2e-'));
  /** Where its imports wait. */
  readonly gate = new ImportGate(join(this.dir, 'gate'));
  readonly host: HostName;
  private readonly env: Readonly<Record<string, string>>;
  private readonly complaintsOfPages: string[][] = [];
  private running: RunningHost | null = null;
  /** Gets what the app writes to stderr, from its first line on; nothing of the headless host, which is in this process. */
  onStderr: (text: string) => void = () => {};

  /** `env`: what the app finds in its environment beside the usual. */
  constructor(host: HostName, env: Readonly<Record<string, string>> = {}) {
    this.host = host;
    this.env = { ...this.gate.env, ...env };
    mkdirSync(this.home);
  }

  /** Where the app keeps what it keeps. */
  get home(): string {
    return join(this.dir, 'home');
  }

  get page(): Page {
    return this.now.page;
  }

  get electron(): ElectronApplication {
    const { electron } = this.now;
    if (electron === null) throw new Error('the headless host has no Electron');
    return electron;
  }

  private get now(): RunningHost {
    if (this.running === null) throw new Error('the app is not running');
    return this.running;
  }

  async start(...files: readonly string[]): Promise<Page> {
    built ??= buildIfStale(root, () => undefined);
    await built;
    const { host, home: dir, env } = this;
    const onPage = (page: Page) => void this.complaintsOfPages.push(complaintsOf(page));
    this.running = await (host === 'headless' ? startHeadless : startElectron)({
      host,
      dir,
      files,
      env,
      onPage,
      onLaunch: (electron) =>
        void electron.process().stderr?.on('data', (part: Buffer) => this.onStderr(part.toString())),
    });
    return this.page;
  }

  /** What the pages complained of, over all starts. */
  get complaints(): string[] {
    return this.complaintsOfPages.flat();
  }

  crashData(): Promise<void> {
    return this.now.crashData();
  }

  resize(width: number, height: number): Promise<void> {
    return this.now.resize(width, height);
  }

  zoom(percent: number): Promise<void> {
    return this.now.zoom(percent);
  }

  async stop(): Promise<void> {
    await this.running?.stop();
    this.running = null;
  }

  async restart(...files: readonly string[]): Promise<Page> {
    await this.stop();
    return this.start(...files);
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

export const test = base.extend<object, HostOptions>({
  host: ['electron', { option: true, scope: 'worker' }],
});
export { expect } from '@playwright/test';
