import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';

/** A clock that a test moves, for the data program and for a page alike. Not for Electron's own program: it takes no `--import`. */
export class MovableClock {
  private readonly path: string;

  /** `path`: a file to keep it in. */
  constructor(path: string) {
    this.path = path;
    writeFileSync(path, '0');
  }

  /** What the app finds it by. Playwright takes NODE_OPTIONS from what it starts; the stand-in knows them by another name. */
  get env(): Readonly<Record<string, string>> {
    const option = `--import=${pathToFileURL(join(import.meta.dirname, 'shifted-clock.ts')).href}`;
    return { CLOCK_AHEAD: this.path, NODE_OPTIONS: option, STANDIN_NODE_OPTIONS: option };
  }

  /** From here on the page's timers go by it, until the app is started again. */
  async follow(page: Page): Promise<void> {
    await page.clock.install();
  }

  async goAhead(page: Page, ms: number): Promise<void> {
    writeFileSync(this.path, String(ms));
    await page.clock.fastForward(ms);
  }

  putBack(): void {
    writeFileSync(this.path, '0');
  }
}
