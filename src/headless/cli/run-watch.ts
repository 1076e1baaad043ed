import type { PushName, PushPayload } from '../../shared/contract/index.ts';
import type { ImportStatus, Receipt } from '../../shared/domain/receipt.ts';
import { drop } from '../../shared/drop.ts';

/** The actions that the watcher may request of the run that it follows. */
export interface RunActs {
  readonly current: () => ImportStatus | null | Promise<ImportStatus | null>;
  readonly cancel: () => unknown;
  /** Answers no to the question whose file it is: there is nobody to ask. */
  readonly refuse: () => unknown;
}

/** Follows the one run in progress through the data program's pushes. */
export class RunWatch {
  readonly #show: (status: ImportStatus) => void;
  readonly #receipts = new Map<number, Receipt>();
  readonly #refused = new Set<number>();
  #current: { runId: number; acts: RunActs; resolve: (receipt: Receipt) => void } | null = null;
  #isStopped = false;

  constructor(show: (status: ImportStatus) => void) {
    this.#show = show;
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  take<N extends PushName>(name: N, payload: PushPayload<N>): void {
    if (name === 'import.progress') this.#progress(payload as ImportStatus);
    if (name !== 'import.ended') return;
    const receipt = payload as Receipt;
    this.#receipts.set(receipt.runId, receipt);
    if (this.#current?.runId === receipt.runId) this.#current.resolve(receipt);
  }

  /** Cancels the run in progress; no other may follow. */
  stop(): void {
    this.#isStopped = true;
    if (this.#current) attempt(this.#current.acts.cancel);
  }

  /** Resolves with a run's receipt, even if the run ended before the call. */
  async ended(runId: number, acts: RunActs): Promise<Receipt> {
    const past = this.#receipts.get(runId);
    if (past) return past;
    const { promise, resolve } = Promise.withResolvers<Receipt>();
    this.#current = { runId, acts, resolve };
    if (this.#isStopped) attempt(acts.cancel);
    // The question may have been asked before this run was followed.
    const look = async () => {
      const status = await acts.current();
      if (status) this.#progress(status);
    };
    await look().catch(() => {});
    const receipt = await promise;
    this.#current = null;
    return receipt;
  }

  #progress(status: ImportStatus): void {
    this.#show(status);
    if (status.phase !== 'waiting_for_person' || this.#current?.runId !== status.runId) return;
    if (this.#refused.has(status.runId)) return;
    this.#refused.add(status.runId);
    const { refuse } = this.#current.acts;
    // Deferred, because this is called from within the importer.
    setImmediate(() => attempt(refuse));
  }
}

/** The run may end first: then its receipt says how. */
function attempt(act: () => unknown): void {
  // If rejected, there is nothing left to cancel or answer.
  drop((async () => act())(), 'the receipt says how the run ended', () => {});
}
