import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { buildIfStale } from '../../src/headless/launch/build.ts';
import { type RunningWebHost, runWeb } from '../../src/headless/launch/run-web.ts';
import { ImportGate } from '../support/import-gate.ts';

const root = join(import.meta.dirname, '../..');

/** The web host over a real data program and a profile of its own. */
export interface RealApp {
  readonly dir: string;
  /** Where its imports wait. */
  readonly gate: ImportGate;
  link(): string;
  /** Ends everything and begins again on the same profile, as after a crash of the computer. */
  restart(): Promise<void>;
  stopHost(): Promise<void>;
  close(): Promise<void>;
}

export async function startRealApp(): Promise<RealApp> {
  await buildIfStale(root, () => undefined);
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-ui-'));
  const gate = new ImportGate(join(dir, 'gate'));
  // The data program inherits it.
  Object.assign(process.env, gate.env);
  const start = () => runWeb({ root, profileDir: join(dir, 'profile') });
  let running: RunningWebHost | null = await start();
  const stopHost = async () => {
    await running?.stop();
    running = null;
  };
  return {
    dir,
    gate,
    link() {
      if (running === null) throw new Error('the host is stopped');
      return running.host.link();
    },
    async restart() {
      await stopHost();
      running = await start();
    },
    stopHost,
    async close() {
      await stopHost();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Drops a file of this computer on the middle of the window, over the veil, as a browser tells of it. */
export async function dropFile(page: Page, path: string, name: string): Promise<void> {
  const bytes = readFileSync(path).toString('base64');
  const dataTransfer = await page.evaluateHandle(
    ({ content, fileName }) => {
      const transfer = new DataTransfer();
      const data = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      transfer.items.add(new File([data], fileName, { type: 'application/zip' }));
      return transfer;
    },
    { content: bytes, fileName: name },
  );
  await page.dispatchEvent('#main', 'dragenter', { dataTransfer });
  await page.getByText('Drop to import').waitFor();
  await page.dispatchEvent('#main', 'drop', { dataTransfer });
}

/** What axe finds, as one line each; in both schemes. */
export async function axeFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // In the page itself: Electron opens no page for axe to put its parts together in.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, nodes } of violations)
      found.push(`${colorScheme} ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  }
  return found;
}

/** Collects everything that a browser complains of; a refused style or script is told here. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}
