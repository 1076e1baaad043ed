import type { Worker } from 'node:worker_threads';
import type { Alias, ImportStatus, Receipt, RemovalList } from '../../shared/domain/receipt.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';
import type { Writer } from '../db/open.ts';
import { figureZone } from '../history/figures.ts';
import { forbidAlias, listAliases } from './alias/decide-aliases.ts';
import { ImportRun } from './import-run.ts';
import { clearIncoming, Offers, removeIncoming } from './incoming.ts';
import { readKeptAgain } from './kept-again.ts';
import { ReceiptKeeper } from './receipt-keeper.ts';
import { listRemovals, undoRemovals } from './removal/run-removals.ts';
import { finishInterrupted, interruptRuns } from './run-outcome.ts';
import { RunProgress } from './run-progress.ts';
import { emptyReceipt, type RunRow, RunStore } from './run-store.ts';
import { ThreadSupply } from './thread-supply.ts';

export interface ImporterOptions {
  readonly writer: Writer;
  /** Where a host puts uploads; removed when their import ends. */
  readonly incomingDir: string;
  readonly startThread: () => Worker;
  readonly freeBytes: () => Promise<number>;
  readonly reports: ImportReports;
  /** Unexpected errors, for the log. */
  readonly onFault?: (error: unknown) => void;
}

/** What becomes of the runs, for those who show it or follow it. */
export interface ImportReports {
  progress?(status: ImportStatus): void;
  ended?(receipt: Receipt): void;
  /** A fold that an ended run left unfinished is finished, or a dead program's run is interrupted only now: the receipt has changed. */
  receiptChanged?(receipt: Receipt): void;
  /** The user undid a run's decision, or a run that had ended became visible only now: figures and deliveries follow. */
  historyChanged?(): void;
}

/** Work of ended runs that could not be finished, on a full disk, is tried again after this. */
const finishAgainMs = 60_000;

interface Active {
  readonly row: RunRow;
  readonly run: ImportRun;
  readonly progress: RunProgress;
  answer: ((isSamePerson: boolean) => void) | null;
}

/** Imports one after another, in the order in which they were asked for. Errors of its calls: see shared/contract/import.ts. */
export class Importer {
  readonly #options: ImporterOptions;
  readonly #store: RunStore;
  readonly #receipts: ReceiptKeeper;
  readonly #onFault: (error: unknown) => void;
  readonly offers = new Offers();
  readonly #threads: ThreadSupply;
  readonly #queue: RunRow[] = [];
  #active: Active | null = null;
  #work: Promise<void> = Promise.resolve();
  /** Unfinished runs before it are those of a program that died. */
  #firstRun = Number.MAX_SAFE_INTEGER;
  #areDeadInterrupted = false;
  /** Why work of ended runs could not be finished when it was last tried. */
  #leftCode: ErrorCode | null = null;
  #finishAgain: NodeJS.Timeout | null = null;
  #isClosing = false;

  constructor(options: ImporterOptions) {
    this.#options = options;
    this.#onFault = options.onFault ?? (() => {});
    this.#store = new RunStore(options.writer);
    this.#receipts = new ReceiptKeeper(this.#store, this.#onFault);
    this.#threads = new ThreadSupply(options.startThread);
  }

  /** From now on a thread is kept ready for the next run: for programs that live long. */
  keepThreadReady(): void {
    this.#threads.keepReady();
  }

  /**
   * At start: runs of a crashed program become interrupted, their uploads are kept for resuming, all others are removed. Runs that cannot be
   * put in order now, on a full disk, are once there is room: the history can be read meanwhile.
   */
  recover(): void {
    const { incomingDir, writer } = this.#options;
    this.#guarded(() => void this.#interruptDead());
    this.#guarded(() => clearIncoming(incomingDir, this.#store.incomingPaths()));
    this.#then(() => this.#finishLeft());
    this.#then(async () => {
      if ((await readKeptAgain(writer)) > 0) this.#options.reports.historyChanged?.();
    });
  }

  /** Why a fold that is half done could not be finished, or null: events wait for it, and whoever waits for events should not. */
  get foldStuckCode(): ErrorCode | null {
    if (this.#leftCode === null || !this.#store.hasOpenAlias(this.#active?.row.id ?? 0)) return null;
    return this.#leftCode;
  }

  addOffer(path: string, { isIncoming }: { isIncoming: boolean }): { offer: string; name: string } {
    return this.offers.add(path, isIncoming);
  }

  start({ offer, isSamePerson = false }: { offer: string; isSamePerson?: boolean }): { runId: number } {
    const { path, name, isIncoming } = this.offers.take(offer);
    return this.#enqueue(path, name, isIncoming, isSamePerson);
  }

  cancel({ runId }: { runId: number }): null {
    const waiting = this.#queue.findIndex(({ id }) => id === runId);
    const [row] = waiting < 0 ? [] : this.#queue.splice(waiting, 1);
    if (row) {
      const end = { state: 'cancelled', code: 'cancelled', endedAt: this.#seconds() } as const;
      this.#ended(row, { ...emptyReceipt(row), ...end }, null);
      if (this.#leftCode !== null) this.#then(() => this.#finishLeft());
    } else if (this.#active?.row.id === runId) {
      this.#active.run.cancel();
      this.#active.answer?.(false);
    } else this.#store.row(runId);
    return null;
  }

  confirmPerson({ runId, isSamePerson }: { runId: number; isSamePerson: boolean }): null {
    const active = this.#active?.row.id === runId ? this.#active : null;
    if (!active?.answer) throw new CodedError('import.unknown_run');
    if (isSamePerson) this.#store.confirmPerson(runId);
    active.answer(isSamePerson);
    active.answer = null;
    return null;
  }

  resume({ runId }: { runId: number }): { runId: number } {
    const row = this.#store.row(runId);
    const { path, name } = row;
    if (!this.#receipts.canResume(row) || path === null) throw new CodedError('import.not_found');
    return this.#options.writer.transaction(() => {
      // The file, an upload's too, belongs to the new run from now on.
      this.#store.forgetPath(runId);
      return this.#enqueue(path, name, row.is_incoming === 1, row.same_person === 1);
    })();
  }

  dismiss({ runId }: { runId: number }): null {
    const row = this.#store.row(runId);
    if (row.state === 'queued' || row.state === 'running' || row.state === 'waiting') {
      throw new CodedError('import.already_running');
    }
    if (row.is_incoming === 1 && row.path !== null) removeIncoming(this.#options.incomingDir, row.path);
    this.#store.forgetPath(runId);
    return null;
  }

  current(): ImportStatus | null {
    const [first] = this.#queue;
    const progress = this.#active?.progress ?? (first && this.#progressOf(first));
    return progress?.status() ?? null;
  }

  receipts({ before, limit }: { before?: number | undefined; limit: number }): Receipt[] {
    this.#storeLate();
    return this.#receipts.ended(before ?? Number.MAX_SAFE_INTEGER, limit);
  }

  receipt({ runId }: { runId: number }): Receipt {
    this.#storeLate();
    return this.#receipts.of(this.#store.row(runId));
  }

  aliases(): Alias[] {
    return listAliases(this.#options.writer);
  }

  undoAlias({ sourceId }: { sourceId: number }): null {
    forbidAlias(this.#options.writer, sourceId);
    this.#options.reports.historyChanged?.();
    return null;
  }

  removals({ runId }: { runId: number }): RemovalList {
    const { writer } = this.#options;
    return listRemovals(writer, this.#store.row(runId).id, figureZone(writer));
  }

  undoRemovals({ runId }: { runId: number }): null {
    undoRemovals(this.#options.writer, this.#store.row(runId).id);
    this.#options.reports.historyChanged?.();
    return null;
  }

  /** Resolves when nothing is queued or in progress. */
  async whenIdle(): Promise<void> {
    while (this.#active || this.#queue.length > 0) await this.#work;
    await this.#work;
  }

  /** Stops after the current batch; the run stays as a crash would leave it, and can be resumed. */
  async close(): Promise<void> {
    this.#isClosing = true;
    this.#queue.length = 0;
    this.#active?.run.abandon();
    this.#active?.answer?.(false);
    if (this.#finishAgain) clearTimeout(this.#finishAgain);
    const threads = this.#threads.close();
    await this.#work;
    await threads;
    this.#receipts.storeLate();
  }

  #enqueue(path: string, name: string, isIncoming: boolean, isSamePerson: boolean): { runId: number } {
    const id = this.#store.add(path, name, isIncoming, isSamePerson, this.#seconds());
    this.#firstRun = Math.min(this.#firstRun, id);
    this.#queue.push(this.#store.row(id));
    this.#then(() => this.#runNext());
    return { runId: id };
  }

  /** One thing after the other; one that fails does not keep the next from its turn. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch(this.#onFault);
  }

  #guarded(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#onFault(error);
    }
  }

  async #runNext(): Promise<void> {
    const row = this.#queue.shift();
    if (!row) return;
    if (this.#leftCode !== null) await this.#finishLeft();
    const { writer, freeBytes } = this.#options;
    const link = this.#threads.take();
    const progress = this.#progressOf(row);
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
      freeBytes,
      onFault: this.#onFault,
      askPerson,
    });
    const active: Active = { row, run, progress, answer: null };
    this.#active = active;
    try {
      const hasEnded = await run.execute().finally(() => progress.end());
      this.#active = null;
      if (hasEnded) this.#ended(row, run.receipt, run.fingerprint);
    } finally {
      this.#active = null;
      await this.#threads.giveBack(link);
    }
    if (this.#leftCode !== null || this.#store.hiddenRuns().length > 0) await this.#finishLeft();
  }

  /** Someone asks for receipts: the disk may have room by now. */
  #storeLate(): void {
    if (this.#receipts.hasLate && this.#receipts.storeLate() === null) this.#then(() => this.#finishLeft());
  }

  /** Runs of a dead program, once: returns those that were still in progress. */
  #interruptDead(): number[] {
    if (this.#areDeadInterrupted) return [];
    const dead = interruptRuns(this.#options.writer, this.#store, this.#seconds(), this.#firstRun);
    this.#areDeadInterrupted = true;
    return dead;
  }

  #receiptChanged = (run: number): void =>
    this.#options.reports.receiptChanged?.(this.#receipts.of(this.#store.row(run)));

  /** Never throws: what ended runs left is finished now or tried again later, and stays hidden until then. */
  async #finishLeft(): Promise<void> {
    const { writer, reports } = this.#options;
    const wasLeft = this.#leftCode !== null;
    try {
      for (const run of this.#interruptDead()) this.#receiptChanged(run);
      const late = this.#receipts.storeLate();
      const shown = await finishInterrupted(writer, this.#store, this.#receiptChanged);
      this.#leftCode = late === null ? null : asCoded(late).code;
      if (shown > 0 || (wasLeft && late === null)) reports.historyChanged?.();
    } catch (error) {
      this.#leftCode = asCoded(error).code;
      this.#onFault(error);
    }
    if (this.#finishAgain) clearTimeout(this.#finishAgain);
    if (this.#leftCode === null || this.#isClosing) return;
    this.#finishAgain = setTimeout(() => this.#then(() => this.#finishLeft()), finishAgainMs);
    this.#finishAgain.unref();
  }

  #progressOf({ id, name, started_at: startedAt }: RunRow): RunProgress {
    const { reports } = this.#options;
    const facts = { runId: id, name, startedAt };
    const report = (status: ImportStatus) => reports.progress?.(status);
    return new RunProgress(facts, Date.now, () => this.#queue.length, report);
  }

  /** The receipt first: an upload is kept for resuming unless its run is known to have ended. */
  #ended(row: RunRow, receipt: Receipt, fingerprint: string | null): void {
    const { incomingDir, reports } = this.#options;
    const { id, path } = row;
    const late = this.#receipts.keep(receipt, fingerprint);
    if (late !== null) this.#leftCode = asCoded(late).code;
    if (path !== null) {
      if (row.is_incoming === 1) this.#guarded(() => removeIncoming(incomingDir, path));
      const isWhole = receipt.state === 'completed' || receipt.state === 'already_imported';
      if (isWhole) this.#guarded(() => this.#store.forgetEarlier(id, path));
    }
    reports.ended?.(this.#receipts.of(this.#store.row(id)));
  }

  #seconds(): number {
    return Math.floor(Date.now() / 1000);
  }
}
