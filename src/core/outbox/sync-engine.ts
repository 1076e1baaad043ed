import type { TargetId } from '../../shared/domain/sync.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { SettingsStore } from '../profile/settings-store.ts';
import { DestinationLoop, pauseOf, type Turn, type Wait } from './destination-loop.ts';
import { type DestinationRow, type DestinationStore, toDestination } from './destination-store.ts';
import type { Credentials, MakeRunner, RunnerParts, TargetContext, TargetRunner } from './target.ts';

/** Who is signed in, as the destinations ask. */
export interface SignIns {
  hasToken(target: TargetId): boolean;
  /** Someone other than its account is signed in. */
  isOtherAccount(row: DestinationRow): boolean;
  /** Those of one destination: no token of another account comes out of them. */
  credentialsFor(row: () => DestinationRow): Credentials;
}

/** The queues that the loops send from (SyncService). */
export interface Queues {
  /** Finishes the work of a changed consent, before anything is sent there. */
  prepare(row: DestinationRow, signal: AbortSignal): Promise<void>;
  /** Queues again items that were being sent there when its last runner ended in a fault. */
  requeue(row: DestinationRow): void;
  /** Something that the Sync page shows may have changed. */
  changed(): void;
}

export interface SyncEngineOptions {
  readonly shared: RunnerParts;
  readonly runners: Readonly<Record<TargetId, MakeRunner>>;
  readonly destinations: DestinationStore;
  readonly settings: SettingsStore;
  readonly signIns: SignIns;
  readonly queues: Queues;
  /** Our own fault, for the log: never shown raw. */
  readonly onFault: (error: unknown) => void;
}

/** Keeps one loop for each current destination and wakes it when there is something to send. */
export class SyncEngine {
  readonly #options: SyncEngineOptions;
  readonly #loops = new Map<number, DestinationLoop>();
  #isClosed = false;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: SyncEngineOptions) {
    this.#options = options;
  }

  /** Starts loops for destinations that have none, ends those of destinations that are gone, and wakes all. */
  refresh(): Promise<void> {
    // One after another: two at once would each start a loop for the same destination, or one while its former still ends.
    const next = this.#refreshing.catch(() => {}).then(() => this.#refreshNow());
    this.#refreshing = next;
    return next;
  }

  async #refreshNow(): Promise<void> {
    if (this.#isClosed) return;
    const rows = this.#options.destinations.all().filter((row) => row.is_current === 1);
    const ids = new Set(rows.map(({ id }) => id));
    for (const [id, loop] of this.#loops) {
      if (ids.has(id)) continue;
      this.#loops.delete(id);
      await loop.close();
      if (this.#isClosed) return;
    }
    for (const row of rows) if (!this.#loops.has(row.id)) this.#loops.set(row.id, this.#startLoop(row));
    this.wake();
  }

  loop(destination: number): DestinationLoop | null {
    return this.#loops.get(destination) ?? null;
  }

  wake(destination?: number): void {
    for (const [id, loop] of this.#loops) if (destination === undefined || destination === id) loop.wake();
  }

  /** Like `wake`, but also tries items now that wait for their time or for a failing server. Rate limits stay in force. */
  runNow(destination?: number): void {
    for (const { id } of this.#options.destinations.all()) {
      if (destination === undefined || destination === id) this.#makeDue(id);
    }
    this.wake(destination);
  }

  #makeDue(destination: number): void {
    const { destinations, shared } = this.#options;
    destinations.release(destination);
    this.#loops.get(destination)?.forgetHold();
    for (const table of ['mutation', 'chunk']) {
      // An uncertain item without a time waits for the user's decision on it alone.
      shared.writer
        .prepare<[number, number]>(
          `UPDATE ${table} SET next_at_ms = iif(state = 'waiting', NULL, min(next_at_ms, ?))
           WHERE destination = ? AND (state = 'waiting' OR (state = 'uncertain' AND next_at_ms IS NOT NULL))`,
        )
        .run(shared.clock.nowMs(), destination);
    }
  }

  /** Resolves when no destination has automatic work within `patienceMs`. */
  async whenResting(patienceMs?: number): Promise<void> {
    await Promise.all([...this.#loops.values()].map((loop) => loop.whenResting(patienceMs)));
  }

  pauseOf(row: DestinationRow): ErrorCode | null {
    const { shared, settings, signIns } = this.#options;
    return pauseOf(row, {
      nowMs: shared.clock.nowMs(),
      isEverythingPaused: settings.get('isPaused'),
      hasToken: signIns.hasToken(row.target),
      hasHomeZone: settings.get('homeZone') !== null,
      isOtherAccount: signIns.isOtherAccount(row),
      unstored: this.#loops.get(row.id)?.memoryHold()?.code ?? null,
    });
  }

  /** The runner that sends to a destination; also for a connection test of one that is not enabled yet. */
  runnerFor(row: DestinationRow): TargetRunner {
    return this.#options.runners[row.target](this.#contextFor(row));
  }

  #contextFor(row: DestinationRow): TargetContext {
    const { shared, destinations, signIns, queues } = this.#options;
    const now = () => destinations.row(row.id) ?? row;
    return {
      ...shared,
      credentials: signIns.credentialsFor(now),
      destination: () => toDestination(now()),
      saveState: (patch) => destinations.saveState(row.id, patch),
      phase: (phase, done, total) => {
        const loop = this.#loops.get(row.id);
        if (!loop) return;
        loop.phase = phase;
        loop.progress = total === undefined ? null : { done: done ?? 0, total };
        queues.changed();
      },
      countRequest: () => {
        const loop = this.#loops.get(row.id);
        if (loop) loop.requests++;
      },
    };
  }

  /** Ends every request in progress within 3 s. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const refreshed = this.#refreshing.catch(this.#options.onFault);
    await Promise.all([...this.#loops.values()].map((loop) => loop.close()));
    await refreshed;
    this.#loops.clear();
  }

  #startLoop(row: DestinationRow): DestinationLoop {
    const { shared, queues, onFault } = this.#options;
    const loop = new DestinationLoop(this.#turnOf(row), this.#waitOf(row.id), shared.clock, {
      changed: () => queues.changed(),
      fault: onFault,
    });
    loop.start();
    return loop;
  }

  #turnOf(row: DestinationRow): Turn {
    const { shared, destinations, queues } = this.#options;
    return {
      pause: () => {
        const now = destinations.row(row.id);
        if (!now) return { code: 'sync.replaced', untilMs: null };
        const code = this.pauseOf(now);
        return code === null
          ? null
          : { code, untilMs: code === now.not_before_code ? now.not_before_ms : null };
      },
      prepare: (signal) => {
        // From here on the destination belongs to the signed-in user (DestinationStore.isUntouched).
        destinations.markUsed(row.id);
        return queues.prepare(row, signal);
      },
      newRunner: () => {
        queues.requeue(destinations.row(row.id) ?? row);
        return this.runnerFor(row);
      },
      stepped: (startedMs) => {
        if (this.#hasDelivered(row.id, startedMs))
          destinations.succeeded(row.id, Math.floor(shared.clock.nowMs() / 1000));
      },
    };
  }

  #waitOf(id: number): Wait {
    const { destinations } = this.#options;
    return {
      hold: (code, untilMs) => destinations.hold(id, code, untilMs),
      countFailure: () => destinations.countFailure(id),
      releases: () => destinations.releases(id),
      makeDue: () => this.#makeDue(id),
    };
  }

  #hasDelivered(destination: number, sinceMs: number): boolean {
    const since = Math.floor(sinceMs / 1000);
    return ['mutation', 'chunk'].some(
      (table) =>
        this.#options.shared.writer
          .prepare<[number, number]>(
            `SELECT 1 FROM ${table} WHERE destination = ? AND state = 'delivered' AND updated_at >= ? LIMIT 1`,
          )
          .get(destination, since) !== undefined,
    );
  }
}
