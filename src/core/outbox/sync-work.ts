import { type TargetId, targetIds } from '../../shared/domain/sync.ts';
import { drop } from '../../shared/drop.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { asCoded } from '../db/as-coded.ts';
import type { DestinationStore } from './destination-store.ts';
import type { OutboxActs } from './outbox-acts.ts';
import type { SyncEngine } from './sync-engine.ts';
import type { TargetSide } from './target-side.ts';

/** Failures of our own or of a full disk are retried automatically after this. */
const retryMs = 60_000;

/** Derivation of events, as far as a sync waits for it. */
export interface Derivation {
  /** Null while the home zone is not confirmed. */
  pendingDays(): number | null;
  run(signal: AbortSignal): Promise<unknown>;
}

export interface SyncWorkOptions {
  readonly destinations: DestinationStore;
  readonly sides: Readonly<Record<TargetId, TargetSide>>;
  readonly acts: OutboxActs;
  readonly derivation: Derivation;
  /** Null before everything is recovered. */
  readonly engine: () => SyncEngine | null;
  readonly signal: AbortSignal;
  /** Something that the Sync page shows may have changed. */
  readonly onChange: () => void;
  /** Our own fault, for the log. */
  readonly onFault: (error: unknown) => void;
}

/** The work before anything is sent, one task after another. A failure does not end it: it is reported, and retried automatically. */
export class SyncWork {
  readonly #options: SyncWorkOptions;
  readonly #recovered = new Map<TargetSide, Promise<void>>();
  #derivation: Promise<void> = Promise.resolve();
  #enqueueing: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | null = null;
  #derivationCode: ErrorCode | null = null;

  constructor(options: SyncWorkOptions) {
    this.#options = options;
  }

  /** Why the last derivation came to nothing; null once one came to its end. */
  get derivationCode(): ErrorCode | null {
    return this.#derivationCode;
  }

  /** At start, once `ready`: work that the last end of the program interrupted is finished; then `onReady`. */
  begin(ready: Promise<unknown>, onReady: () => void): void {
    this.#derivation = this.#derivation.then(async () => {
      await ready;
      await this.#finishRemovals().catch(this.#options.onFault);
      for (const target of targetIds) await this.recovered(target).catch(this.#options.onFault);
      onReady();
    });
  }

  /**
   * Resolves once the queues of a target are in order after the last end of the program; nothing is sent to it before. A
   * failure is the caller's (its destination waits under the code of it), and the next call tries again.
   */
  recovered(target: TargetId): Promise<void> {
    const side = this.#options.sides[target];
    const known = this.#recovered.get(side);
    if (known) return known;
    const work = (async () => side.recover())().catch((error: unknown) => {
      this.#recovered.delete(side);
      throw error;
    });
    this.#recovered.set(side, work);
    return work;
  }

  /** Events first, then every destination is woken. */
  run(): void {
    const { derivation, engine, signal, onChange } = this.#options;
    this.#derivation = this.#derivation.then(async () => {
      if (signal.aborted) return;
      // A fault here must not stop the next derivation, or items that are queued already.
      try {
        await derivation.run(signal);
        this.#derivationCode = null;
      } catch (error) {
        this.#derivationCode = asCoded(error).code;
        this.#failed(error);
      }
      await engine()?.refresh().catch(this.#failed);
      onChange();
    });
    this.#enqueueing = Promise.all([this.#enqueueing, this.#enqueueAll()]).then(() => undefined);
    const refreshed = engine()?.refresh();
    if (refreshed) drop(refreshed, 'a later refresh starts what this one could not', this.#failed);
  }

  /** Drops a destination, which `DestinationStore.beginRemoval` began with, with its queue, ledger and spool files. */
  async finishRemoval(destination: number): Promise<void> {
    await this.#options.acts.removeItems(destination);
    this.#options.destinations.remove(destination);
  }

  /** Resolves when events are derived, and in the queues where they are to go. */
  async done(): Promise<void> {
    await this.#derivation;
    await this.#enqueueing;
  }

  /** Nothing is retried; work in progress ends by the signal. */
  close(): void {
    if (this.#retry) clearTimeout(this.#retry);
  }

  async #finishRemovals(): Promise<void> {
    for (const id of this.#options.destinations.beingRemoved()) await this.finishRemoval(id);
  }

  /** Also at destinations that are paused, so that their items are shown. */
  async #enqueueAll(): Promise<void> {
    const { destinations, sides, signal, onChange } = this.#options;
    try {
      for (const { id, target, is_current } of destinations.all())
        if (is_current === 1) await sides[target].enqueue?.(id, signal).catch(this.#failed);
    } catch (error) {
      this.#failed(error);
    }
    onChange();
  }

  /** Nothing of ours ends permanently: a disk that was full then may have room by now. */
  #failed = (error: unknown): void => {
    if (this.#options.signal.aborted) return;
    this.#options.onFault(error);
    this.#retry ??= setTimeout(() => {
      this.#retry = null;
      this.run();
    }, retryMs).unref();
  };
}
