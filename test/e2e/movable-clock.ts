import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A clock of the data program that a test moves. Not for Electron's own program: it takes no `--import`. */
export class MovableClock {
  private readonly path: string;

  /** `path`: a file to keep it in. */
  constructor(path: string) {
    this.path = path;
    writeFileSync(path, '0');
  }

  /** What the app finds it by. */
  get env(): Readonly<Record<string, string>> {
    const option = `--import=${pathToFileURL(join(import.meta.dirname, 'shifted-clock.ts')).href}`;
    return { CLOCK_AHEAD: this.path, NODE_OPTIONS: option };
  }

  goAhead(ms: number): void {
    writeFileSync(this.path, String(ms));
  }

  putBack(): void {
    writeFileSync(this.path, '0');
  }
}
