import type { TargetId } from '../../shared/domain/sync.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Writer } from '../db/open.ts';
import type { HttpClient } from '../network/http-client.ts';
import { DestinationLoop, pauseOf } from './destination-loop.ts';
import { type DestinationRow, type DestinationStore, toDestination } from './destination-store.ts';
import type { Clock, Credentials, MakeRunner, TargetContext, TargetRunner } from './target.ts';

export interface SyncEngineOptions {
  readonly writer: Writer;
  readonly destinations: DestinationStore;
  readonly runners: Readonly<Record<TargetId, MakeRunner>>;
  /** Finishes the work of a changed consent, before anything is sent there. */
  readonly prepare: (row: DestinationRow, signal: AbortSignal) => Promise<void>;
  /** Queues again items that were being sent there when its last runner ended in a fault. */
  readonly requeue: (row: DestinationRow) => void;
  readonly http: HttpClient;
  /** Those of one destination: no token of another account comes out of them. */
  readonly credentialsFor: (row: () => DestinationRow) => Credentials;
  /** Someone other than its account is signed in. */
  readonly isOtherAccount: (row: DestinationRow) => boolean;
  readonly hasToken: (target: TargetId) => boolean;
  readonly hasHomeZone: () => boolean;
  readonly isEverythingPaused: () => boolean;
  readonly clock: Clock;
  readonly spoolDir: string;
  readonly deviceLabel: string;
  /** Something that the Sync page shows may have changed. */
  readonly onChange: () => void;
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
    const { destinations, writer, clock } = this.#options;
    destinations.release(destination);
    this.#loops.get(destination)?.forgetHold();
    for (const table of ['mutation', 'chunk']) {
      // An uncertain item without a time waits for the user's decision on it alone.
      writer
        .prepare<[number, number]>(
          `UPDATE ${table} SET next_at_ms = iif(state = 'waiting', NULL, min(next_at_ms, ?))
           WHERE destination = ? AND (state = 'waiting' OR (state = 'uncertain' AND next_at_ms IS NOT NULL))`,
        )
        .run(clock.nowMs(), destination);
    }
  }

  /** Resolves when no destination has automatic work within `patienceMs`. */
  async whenResting(patienceMs?: number): Promise<void> {
    await Promise.all([...this.#loops.values()].map((loop) => loop.whenResting(patienceMs)));
  }

  pauseOf(row: DestinationRow): ErrorCode | null {
    const { clock, isEverythingPaused, hasToken, hasHomeZone, isOtherAccount } = this.#options;
    return pauseOf(row, {
      nowMs: clock.nowMs(),
      isEverythingPaused: isEverythingPaused(),
      hasToken: hasToken(row.target),
      hasHomeZone: hasHomeZone(),
      isOtherAccount: isOtherAccount(row),
      unstored: this.#loops.get(row.id)?.memoryHold()?.code ?? null,
    });
  }

  /** The runner that sends to a destination; also for a connection test of one that is not enabled yet. */
  runnerFor(row: DestinationRow): TargetRunner {
    return this.#options.runners[row.target](this.#contextFor(row));
  }

  #contextFor(row: DestinationRow): TargetContext {
    const { destinations, credentialsFor, writer, http, clock, spoolDir, deviceLabel, onChange } =
      this.#options;
    const now = () => destinations.row(row.id) ?? row;
    return {
      writer,
      http,
      credentials: credentialsFor(now),
      clock,
      spoolDir,
      fault: this.#options.onFault,
      deviceLabel,
      destination: () => toDestination(now()),
      saveState: (patch) => destinations.saveState(row.id, patch),
      phase: (phase, done, total) => {
        const loop = this.#loops.get(row.id);
        if (!loop) return;
        loop.phase = phase;
        loop.progress = total === undefined ? null : { done: done ?? 0, total };
        onChange();
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
    const { destinations, prepare, requeue, clock, onChange, onFault } = this.#options;
    const loop = new DestinationLoop({
      newRunner: () => {
        requeue(destinations.row(row.id) ?? row);
        return this.runnerFor(row);
      },
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
        return prepare(row, signal);
      },
      hold: (code, untilMs) => destinations.hold(row.id, code, untilMs),
      releases: () => destinations.releases(row.id),
      makeDue: () => this.#makeDue(row.id),
      countFailure: () => destinations.countFailure(row.id),
      stepped: (startedMs) => {
        if (this.#hasDelivered(row.id, startedMs))
          destinations.succeeded(row.id, Math.floor(clock.nowMs() / 1000));
      },
      changed: onChange,
      nowMs: () => clock.nowMs(),
      fault: onFault,
    });
    loop.start();
    return loop;
  }

  #hasDelivered(destination: number, sinceMs: number): boolean {
    const since = Math.floor(sinceMs / 1000);
    return ['mutation', 'chunk'].some(
      (table) =>
        this.#options.writer
          .prepare<[number, number]>(
            `SELECT 1 FROM ${table} WHERE destination = ? AND state = 'delivered' AND updated_at >= ? LIMIT 1`,
          )
          .get(destination, since) !== undefined,
    );
  }
}
