import { setTimeout as sleep } from 'node:timers/promises';
import type { Reader, ReadStatement } from '../db/open.ts';

const foldLookMs = 100;

/**
 * Says whether sources were taken for renamed ones, or such an alias was undone, since it was asked last: their events are
 * derived again as under other rules. While a run decides and folds there is no result yet.
 */
export class AliasVersion {
  readonly #isFolding: ReadStatement<[], number>;
  readonly #version: ReadStatement<[], string>;

  constructor(reader: Reader) {
    this.#isFolding = reader
      .prepare<[], number>(
        'SELECT 1 FROM source_alias a JOIN import_run r ON r.id = a.run WHERE r.closed = 0 LIMIT 1',
      )
      .pluck();
    this.#version = reader
      .prepare<[], string>(
        `SELECT coalesce(group_concat(source || ':' || is_forbidden, ' '), '') FROM (SELECT * FROM source_alias ORDER BY source)`,
      )
      .pluck();
  }

  isFolding(): boolean {
    return this.#isFolding.get() !== undefined;
  }

  /** Folding touches days by the thousand: they are derived once it is over. False when it is not, or `signal` was aborted. */
  async whenFolded(isStuck: () => boolean, signal: AbortSignal): Promise<boolean> {
    while (this.isFolding() && !isStuck() && !signal.aborted) await sleep(foldLookMs);
    return !signal.aborted && !(isStuck() && this.isFolding());
  }

  now(): string {
    return this.#version.get() ?? '';
  }
}
