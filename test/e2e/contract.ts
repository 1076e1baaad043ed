import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type * as Electron from 'electron';
import { launch } from './electron-host.ts';
import { test } from './relay.ts';

// What of Electron the product relies on, each behavior with where it is written. `docs/`, `lib/` and `shell/` are folders of Electron's
// repository.

interface Told {
  readonly told: [string, unknown][];
  readonly holds: { quit?: boolean; close?: boolean };
  readonly window: Electron.BrowserWindow;
  readonly data: Electron.UtilityProcess;
}

interface PageContract {
  readonly refused: string[];
  invoke(channel: string, value?: unknown): Promise<unknown>;
  on(listener: (value: unknown) => void): () => void;
  pathOf(file: unknown): string;
  fails(): void;
  readonly nested: { add(a: number, b: number): number };
}

declare global {
  // What the contract app and its page keep on their global.
  var contract: Told & PageContract;
}

export const contractApp = join(import.meta.dirname, 'contract-app');

/** Where a behavior is written, beside the test of it. */
export const source = (description: string) => ({ annotation: { type: 'source', description } });

/** The contract app, running. */
export class Contract {
  readonly dir: string;
  readonly app: ElectronApplication;
  readonly page: Page;

  private constructor(dir: string, app: ElectronApplication, page: Page) {
    this.dir = dir;
    this.app = app;
    this.page = page;
  }

  static async start(): Promise<Contract> {
    const dir = mkdtempSync(join(tmpdir(), 'electron-contract-'));
    const app = await launch(contractApp, dir);
    const page = await app.firstWindow();
    await page.getByRole('heading', { name: 'Contract' }).waitFor();
    return new Contract(dir, app, page);
  }

  async close(): Promise<void> {
    await this.app.close();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  /** What main was told by that name, in order. */
  told(name: string): Promise<unknown[]> {
    return this.app.evaluate(
      (_electron, wanted) =>
        globalThis.contract.told.filter(([each]) => each === wanted).map(([, detail]) => detail),
      name,
    );
  }

  /** The words with which main throws; null when it does not. */
  refusal(act: (electron: typeof Electron) => void): Promise<string | null> {
    return this.app.evaluate(act).then(
      () => null,
      (error: Error) => error.message,
    );
  }

  /** The words with which the page throws, or what it answers. */
  thrown(act: () => unknown): Promise<unknown> {
    return this.page.evaluate(act).catch((error: Error) => error.message);
  }
}

/** The contract app for the tests of one file, step by step. Returns the running one. */
export function runContract(): () => Contract {
  let contract: Contract | null = null;
  test.describe.configure({ mode: 'serial' });
  test.beforeAll(async () => {
    contract = await Contract.start();
  });
  test.afterAll(async () => {
    await contract?.close();
  });
  return () => {
    if (contract === null) throw new Error('the contract app is not running');
    return contract;
  };
}
