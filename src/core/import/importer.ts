import { existsSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import type { Alias, ImportStatus, Receipt } from '../../shared/domain/receipt.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Writer } from '../db/open.ts';
import { finishFolds } from './alias/fold-alias.ts';
import { forbidAlias, listAliases } from './alias/list-aliases.ts';
import { ImportRun } from './import-run.ts';
import { clearIncoming, removeIncoming } from './incoming.ts';
import { Offers } from './offers.ts';
import { RunProgress } from './run-progress.ts';
import { emptyReceipt, type RunRow, RunStore } from './run-store.ts';
import { ThreadLink } from './thread-link.ts';

export interface ImporterOptions {
  readonly writer: Writer;
  /** Where a host puts uploads; removed when their import ends. */
  readonly incomingDir: string;
  readonly startThread: () => Worker;
  readonly freeBytes: () => Promise<number>;
  readonly onProgress: (status: ImportStatus) => void;
  readonly onEnded: (receipt: Receipt) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

interface Active {
  readonly row: RunRow;
  readonly run: ImportRun;
  readonly progress: RunProgress;
  answer: ((isSamePerson: boolean) => void) | null;
}

const resumable = new Set(['interrupted', 'partial', 'cancelled']);

/** Imports one after another, in the order in which they were asked for. Errors of its calls: see shared/contract/import.ts. */
export class Importer {
  readonly #options: ImporterOptions;
  readonly #now: () => number;
  readonly #store: RunStore;
  readonly #offers = new Offers();
  readonly #queue: RunRow[] = [];
  #active: Active | null = null;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ImporterOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#store = new RunStore(options.writer);
  }

  /** At start: what a dead program left is interrupted, its uploads are kept for resuming, all others go. */
  recover(): void {
    const { incomingDir, writer } = this.#options;
    for (const row of this.#store.unfinished()) {
      const receipt = row.receipt === null ? emptyReceipt(row) : (JSON.parse(row.receipt) as Receipt);
      const at = Math.floor(this.#now() / 1000);
      this.#store.close({ ...receipt, state: 'interrupted', code: null, endedAt: at }, null);
    }
    clearIncoming(incomingDir, this.#store.incomingPaths());
    this.#work = finishFolds(writer);
  }

  addOffer(path: string, { isIncoming }: { isIncoming: boolean }): { offer: string; name: string } {
    return this.#offers.add(path, isIncoming);
  }

  start({ offer, isSamePerson = false }: { offer: string; isSamePerson?: boolean }): { runId: number } {
    const { path, name, isIncoming } = this.#offers.take(offer);
    return this.#enqueue(path, name, isIncoming, isSamePerson);
  }

  cancel({ runId }: { runId: number }): null {
    const waiting = this.#queue.findIndex(({ id }) => id === runId);
    if (waiting >= 0) {
      const [row] = this.#queue.splice(waiting, 1);
      if (!row) return null;
      const receipt = {
        ...emptyReceipt(row),
        state: 'cancelled',
        code: 'cancelled',
        endedAt: this.#seconds(),
      } as const;
      this.#store.close(receipt, null);
      this.#ended(row);
    } else if (this.#active?.row.id === runId) {
      this.#active.run.cancel();
      this.#active.answer?.(false);
    } else this.#store.row(runId);
    return null;
  }

  confirmPerson({ runId, isSamePerson }: { runId: number; isSamePerson: boolean }): null {
    const answer = this.#active?.row.id === runId ? this.#active.answer : null;
    if (!answer) throw new CodedError('import.unknown_run');
    answer(isSamePerson);
    return null;
  }

  resume({ runId }: { runId: number }): { runId: number } {
    const row = this.#store.row(runId);
    if (!this.#canResume(row) || row.path === null) throw new CodedError('import.not_found');
    const isIncoming = row.is_incoming === 1;
    // The upload belongs to the new run from now on.
    if (isIncoming) this.#store.forgetPath(runId);
    return this.#enqueue(row.path, row.name, isIncoming, row.same_person === 1);
  }

  dismiss({ runId }: { runId: number }): null {
    const row = this.#store.row(runId);
    if (row.is_incoming === 1 && row.path !== null) removeIncoming(this.#options.incomingDir, row.path);
    this.#store.forgetPath(runId);
    return null;
  }

  current(): ImportStatus | null {
    return this.#active?.progress.status() ?? null;
  }

  receipts({ before, limit }: { before?: number | undefined; limit: number }): Receipt[] {
    return this.#store.ended(before ?? Number.MAX_SAFE_INTEGER, limit).map((row) => this.#receiptOf(row));
  }

  receipt({ runId }: { runId: number }): Receipt {
    return this.#receiptOf(this.#store.row(runId));
  }

  aliases(): Alias[] {
    return listAliases(this.#options.writer);
  }

  undoAlias({ sourceId }: { sourceId: number }): null {
    forbidAlias(this.#options.writer, sourceId);
    return null;
  }

  /** Resolves when nothing is queued or under way. */
  async whenIdle(): Promise<void> {
    while (this.#active || this.#queue.length > 0) await this.#work;
    await this.#work;
  }

  /** Stops after the batch under way; the run stays as a dead program would leave it, and can be resumed. */
  async close(): Promise<void> {
    this.#queue.length = 0;
    this.#active?.run.abandon();
    this.#active?.answer?.(false);
    await this.#work;
  }

  #enqueue(path: string, name: string, isIncoming: boolean, isSamePerson: boolean): { runId: number } {
    const id = this.#store.add(path, name, isIncoming, isSamePerson, this.#seconds());
    this.#queue.push(this.#store.row(id));
    this.#work = this.#work.then(() => this.#runNext());
    return { runId: id };
  }

  async #runNext(): Promise<void> {
    const row = this.#queue.shift();
    if (!row) return;
    const { writer, startThread, freeBytes } = this.#options;
    const link = new ThreadLink(startThread());
    const facts = { runId: row.id, name: row.name, startedAt: row.started_at };
    const progress = new RunProgress(facts, this.#now, () => this.#queue.length, this.#options.onProgress);
    const askPerson = () =>
      new Promise<boolean>((resolve) => {
        active.answer = resolve;
      });
    const run = new ImportRun({
      writer,
      store: this.#store,
      row,
      link,
      progress,
      now: this.#now,
      freeBytes,
      askPerson,
    });
    const active: Active = { row, run, progress, answer: null };
    this.#active = active;
    try {
      const hasEnded = await run.execute();
      this.#active = null;
      if (hasEnded) this.#ended(row);
    } finally {
      this.#active = null;
      await link.close();
    }
  }

  #ended(row: RunRow): void {
    if (row.is_incoming === 1 && row.path !== null) removeIncoming(this.#options.incomingDir, row.path);
    this.#options.onEnded(this.#receiptOf(this.#store.row(row.id)));
  }

  #receiptOf(row: RunRow): Receipt {
    const receipt = row.receipt === null ? emptyReceipt(row) : (JSON.parse(row.receipt) as Receipt);
    return { ...receipt, state: row.state, canResume: this.#canResume(row) };
  }

  #canResume(row: RunRow): boolean {
    return resumable.has(row.state) && row.path !== null && existsSync(row.path);
  }

  #seconds(): number {
    return Math.floor(this.#now() / 1000);
  }
}
