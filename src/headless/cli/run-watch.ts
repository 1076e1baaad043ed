import type { PushName, PushPayload } from '../../shared/contract/index.ts';
import type { ImportStatus, Receipt } from '../../shared/domain/receipt.ts';
import { drop } from '../../shared/drop.ts';

/** What the watcher may ask of the run that it follows. */
export interface RunActs {
  readonly current: () => ImportStatus | null | Promise<ImportStatus | null>;
  readonly cancel: () => unknown;
  /** Answers the question whose file this is with no: nobody is there to be asked. */
  readonly refuse: () => unknown;
}

/** Follows the one run under way by the pushes of the data program. */
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

  /** Cancels the run under way; no other is to follow. */
  stop(): void {
    this.#isStopped = true;
    if (this.#current) attempt(this.#current.acts.cancel);
  }

  /** The receipt of a run, also of one that has ended before anybody asked. */
  async ended(runId: number, acts: RunActs): Promise<Receipt> {
    const past = this.#receipts.get(runId);
    if (past) return past;
    const { promise, resolve } = Promise.withResolvers<Receipt>();
    this.#current = { runId, acts, resolve };
    if (this.#isStopped) attempt(acts.cancel);
    // The question may have been put before this run was followed.
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
    // Not from within the importer's own call.
    setImmediate(() => attempt(refuse));
  }
}

/** The run may end before it hears: then its receipt says how. */
function attempt(act: () => unknown): void {
  // Rejected: nothing to cancel or to answer any more.
  drop((async () => act())(), 'the receipt says how the run ended', () => {});
}
