import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gateVariable, type HoldPoint, holdPoints } from '../../src/core/import/reader/test-gate.ts';

/** A test's end of the gate at which imports wait, and starts: of every data program that was started with its `env`. */
export class ImportGate {
  readonly #folder: string;

  /** `folder`: one of its own, made here. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  get env(): Readonly<Record<string, string>> {
    return { [gateVariable]: this.#folder };
  }

  /**
   * From now on imports wait at `point` once `passed` messages (batches of up to 3,200 records, or files) have gone
   * through; by default one, so that something is stored, and none where none has come yet (`starting`, `opening`).
   */
  hold(point: HoldPoint, passed = point === 'starting' || point === 'opening' ? 0 : 1): void {
    const path = join(this.#folder, point);
    rmSync(`${path}.held`, { force: true });
    // At once: half a number is another number.
    writeFileSync(`${path}.new`, String(passed));
    renameSync(`${path}.new`, path);
  }

  /** Resolves when an import, or a start, waits at `point`; some of what it sent may still be on its way into the database. */
  async whenHeld(point: HoldPoint): Promise<void> {
    while (!existsSync(join(this.#folder, `${point}.held`))) await wait(5);
  }

  release(point: HoldPoint): void {
    rmSync(join(this.#folder, point), { force: true });
  }

  /** Every start and import, everywhere: for what must not care. */
  holdEverything(): void {
    for (const point of holdPoints) this.hold(point, 0);
  }
}
