// What the app takes and how quickly it answers once it is open: at a drop, over an import, and at its end.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ElectronApplication, Page } from '@playwright/test';
import { Frame } from '../ui/pages/frame.ts';
import { ImportPage } from '../ui/pages/import-page.ts';

/**
 * Memory in MB by process: what it holds alone and its part of what it shares with others, so that a page that five processes map counts once
 * (Linux, proc_pid_smaps_rollup(5), Pss). Elsewhere, or where the system doesn't say, what Electron tells, in which it counts in each.
 */
export type MemoryMB = Readonly<Record<string, number>>;

/** A process of the app, as Electron tells of it. */
interface AppProcess {
  readonly pid: number;
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly startedAt: number;
  readonly memoryMB: number;
}

export interface DesktopUse {
  /** From the drop until a frame shows the import's progress. */
  readonly progressMs: number;
  /** The most that all processes held together at one of the looks. */
  readonly importMB: number;
  readonly importSeconds: number;
  /** From the request to quit until the process has ended. */
  readonly quitMs: { readonly idle: number; readonly importing: number };
}

/** Between two looks at the memory. */
const lookMs = 250;

export async function processesOf(electron: ElectronApplication): Promise<AppProcess[]> {
  const told = await electron.evaluate(({ app }) =>
    app.getAppMetrics().map(({ pid, type, name, creationTime, memory }) => ({
      pid,
      name: name ?? type,
      startedAt: creationTime,
      memoryMB: memory.workingSetSize / 1024,
    })),
  );
  return told.map((each) => ({ ...each, memoryMB: proportionalMB(each.pid) ?? each.memoryMB }));
}

/** Null where the system doesn't say. */
export function proportionalMB(pid: number): number | null {
  try {
    const [, kB] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
    return kB === undefined ? null : Number(kB) / 1024;
  } catch {
    return null;
  }
}

export const memoryOf = (processes: readonly AppProcess[]): MemoryMB =>
  Object.fromEntries(processes.map(({ name, memoryMB }) => [name, Math.round(memoryMB)]));

/** Drops `zip` on the page; milliseconds until a frame was made with the import's progress on it. */
export async function dropUntilProgress(page: Page, zip: string): Promise<number> {
  // Chromium gives a page no drag before it has had any input.
  await new Frame(page).goTo('History');
  const shown = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let droppedAt = Number.NaN;
        addEventListener('drop', () => (droppedAt = performance.now()), { capture: true, once: true });
        const observer = new MutationObserver(() => {
          if (Number.isNaN(droppedAt) || document.querySelector('[role=progressbar]') === null) return;
          observer.disconnect();
          // A frame later what was made is on the screen.
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - droppedAt)));
        });
        observer.observe(document.body, { subtree: true, childList: true });
      }),
  );
  await new Frame(page).drop(zip);
  return shown;
}

/** The most that all processes held together at one of the looks, until `done` resolves. */
export async function peakMemory(electron: ElectronApplication, done: Promise<unknown>): Promise<number> {
  let most = 0;
  let isDone = false;
  const ended = done.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const sum = (await processesOf(electron)).reduce((total, { memoryMB }) => total + memoryMB, 0);
    most = Math.max(most, sum);
    await Promise.race([sleep(lookMs), ended]);
  }
  await ended;
  return Math.round(most);
}

/** Milliseconds from the request until the process has ended. The app is closed then. */
export async function quitMsOf(electron: ElectronApplication): Promise<number> {
  const ended = once(electron.process(), 'exit');
  const beganMs = performance.now();
  await electron.close();
  await ended;
  return performance.now() - beganMs;
}

/** Resolves with the receipt. The history of the bench is another made-up person's than the export's, which the app asks about. */
async function importedWhole(page: Page, name: string): Promise<void> {
  const receipt = new ImportPage(page).completed(name);
  const mine = page.getByRole('button', { name: 'It’s mine: import it' });
  await receipt.or(mine).waitFor({ timeout: 0 });
  if (await mine.isVisible()) await mine.click();
  await receipt.waitFor({ timeout: 0 });
}

/** An import of `zip` from the drop to its receipt. */
export async function measureImport(electron: ElectronApplication, page: Page, zip: string) {
  const beganMs = performance.now();
  const progressMs = await dropUntilProgress(page, zip);
  const name = zip.slice(zip.lastIndexOf('/') + 1);
  const importMB = await peakMemory(electron, importedWhole(page, name));
  return { progressMs, importMB, importSeconds: (performance.now() - beganMs) / 1000 };
}
