import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConnectionTest, OutboxItemDetail, SyncOverview, TargetId } from '../../shared/domain/sync.ts';
import { drop } from '../../shared/drop.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import { type Throttle, throttle } from '../../shared/throttle.ts';
import type { Reader } from '../db/open.ts';
import type { SettingsStore } from '../profile/settings-store.ts';
import { type DestinationRow, type DestinationStore, toDestination } from './destination-store.ts';
import { countRepeatable, type ItemQuery, itemDetail, itemsPage } from './item-lists.ts';
import type { WaitingUpdates } from './mutations/waiting-updates.ts';
import type { OutboxActs } from './outbox-acts.ts';
import type { Queues, SyncEngine } from './sync-engine.ts';
import { pendingOf, syncOverview } from './sync-overview.ts';
import { type Derivation, SyncWork } from './sync-work.ts';
import { noneHeldBack, type TargetSide } from './target-side.ts';

const pushEveryMs = 250;
const connectionTestMs = 20_000;
const itemsPerTurn = 50;

/** Derivation, and the updates that wait since for the user to see how many they are. */
export interface EventWork extends Derivation {
  readonly updates: WaitingUpdates;
}

export interface SyncServiceOptions {
  readonly reader: Reader;
  readonly settings: SettingsStore;
  readonly destinations: DestinationStore;
  readonly sides: Readonly<Record<TargetId, TargetSide>>;
  readonly acts: OutboxActs;
  readonly derivation: EventWork;
  readonly onOverview: (overview: SyncOverview) => void;
  /** Our own fault, for the log. */
  readonly onFault: (error: unknown) => void;
}

interface RetryAll {
  readonly destination?: number | undefined;
  readonly states: readonly ('failed' | 'uncertain' | 'waiting')[];
}

/** The calls `sync.*` and their driver: derive, then send. */
export class SyncService implements Queues {
  readonly #options: SyncServiceOptions;
  readonly #changed: Throttle;
  readonly #abort = new AbortController();
  readonly #stopped = Promise.withResolvers<void>();
  #engine: SyncEngine | null = null;
  /** The same from the start on, before everything is recovered and it begins to send. */
  #given: SyncEngine | null = null;
  #ready: Promise<unknown> = Promise.resolve();
  #isPushing = false;
  #isResting = false;
  readonly #work: SyncWork;

  constructor(options: SyncServiceOptions) {
    this.#options = options;
    this.#changed = throttle(pushEveryMs, () =>
      drop(this.#pushOverview(), 'it reports its own faults', options.onFault),
    );
    const { destinations, sides, acts, derivation, onFault } = options;
    this.#work = new SyncWork({
      destinations,
      sides,
      acts,
      derivation,
      engine: () => this.#engine,
      signal: this.#abort.signal,
      onChange: this.changed,
      onFault,
    });
  }

  /** At start: once `ready` (stored sign-ins are known), recovers the queues, derives the remaining days, and starts sending. */
  start(engine: SyncEngine, ready: Promise<unknown> = Promise.resolve()): void {
    this.#given = engine;
    this.#ready = Promise.race([ready, this.#stopped.promise]);
    this.#work.begin(this.#ready, () => {
      this.#engine = engine;
    });
    this.deriveAndSend();
  }

  /** Replaces `start` after crashes: nothing is recovered, derived or sent, even on request; stored data can be read and changed. */
  rest(engine: SyncEngine): void {
    this.#given = engine;
    this.#isResting = true;
  }

  /** See SyncWork.recovered. */
  recovered(target: TargetId): Promise<void> {
    return this.#work.recovered(target);
  }

  async prepare({ id, target }: DestinationRow, signal: AbortSignal): Promise<void> {
    await this.recovered(target);
    await this.#options.sides[target].enqueue?.(id, signal);
  }

  requeue(row: DestinationRow): void {
    this.#options.sides[row.target].requeue(toDestination(row));
  }

  /** Something that the page shows may have changed. */
  changed = (): void => this.#changed.ask();

  /** After an import, a new home zone, a consent: events first, then every destination is woken. */
  deriveAndSend(): void {
    if (!this.#isResting) this.#work.run();
  }

  /** Someone signed in or out: other destinations may be current now. */
  accountsChanged(): void {
    if (this.#engine) this.deriveAndSend();
  }

  /** `overview`, counted in turns: years of samples from a start day on are not counted while everything else waits. */
  async overviewWithCounts(): Promise<SyncOverview> {
    const { destinations, sides } = this.#options;
    for (const row of destinations.all())
      if (this.#isLive(row) && row.consent !== null) await sides[row.target].warm?.(toDestination(row));
    if (this.#abort.signal.aborted) throw new CodedError('data.unavailable');
    return this.overview();
  }

  /** `pending` of the card of one destination, counted in turns. */
  async pendingOf(row: DestinationRow): Promise<number> {
    const { reader, sides } = this.#options;
    if (this.#isLive(row) && row.consent !== null) await sides[row.target].warm?.(toDestination(row));
    if (this.#abort.signal.aborted) throw new CodedError('data.unavailable');
    return pendingOf(row, { reader, backlog: this.#backlogOf });
  }

  async #pushOverview(): Promise<void> {
    if (this.#isPushing) return;
    this.#isPushing = true;
    try {
      this.#options.onOverview(await this.overviewWithCounts());
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#options.onFault(error);
    } finally {
      this.#isPushing = false;
    }
  }

  overview(): SyncOverview {
    const { reader, destinations, settings, sides, derivation } = this.#options;
    return syncOverview({
      reader,
      rows: destinations.all(),
      pauseOf: (row) => this.#pauseOf(row),
      loop: (id) => this.#engine?.loop(id) ?? null,
      backlog: this.#backlogOf,
      heldBack: (row) =>
        row.is_enabled === 1 ? sides[row.target].heldBack(toDestination(row)) : noneHeldBack,
      updatesWaiting: (row) => (row.is_enabled === 1 ? derivation.updates.of(row.id) : 0),
      isPausedByPerson: settings.get('isPaused'),
      daysToDerive: derivation.pendingDays(),
      derivationCode: this.#isResting ? 'sync.off_after_crashes' : this.#work.derivationCode,
    });
  }

  /** What kept requests waiting may be mended: as `runNow`, and nothing after crashes, because nobody asked for a sync. */
  tryAgain(): void {
    if (!this.#isResting) this.runNow({});
  }

  runNow({ destination }: { destination?: number | undefined }): null {
    if (this.#isResting) throw new CodedError('sync.off_after_crashes');
    this.#given?.runNow(destination);
    this.deriveAndSend();
    return null;
  }

  pause({ destination }: { destination?: number | undefined }, isPaused: boolean): null {
    if (destination === undefined) this.#options.settings.set('isPaused', isPaused);
    else this.#options.destinations.pauseByPerson(this.#row(destination).id, isPaused);
    if (isPaused) this.#wake();
    else this.#runNow(destination);
    return null;
  }

  items(query: ItemQuery) {
    return itemsPage(this.#options.reader, query);
  }

  async item({ kind, id }: { kind: 'mutation' | 'chunk'; id: number }): Promise<OutboxItemDetail> {
    const detail = itemDetail(this.#options.reader, kind, id);
    return kind === 'chunk' ? { ...detail, payload: await this.#options.acts.excerpt(id) } : detail;
  }

  /** Delivered items of a destination that may be stored twice, or items whose outcome is unknown after more than one attempt. */
  countRepeatable(destination: number): number {
    return countRepeatable(this.#options.reader, destination);
  }

  retry({ kind, id }: { kind: 'mutation' | 'chunk'; id: number }): null {
    this.#runNow(this.#options.acts.retry(kind, id));
    return null;
  }

  retryAll({ destination, states }: RetryAll): { items: number } {
    const all = this.#options.destinations.all().map(({ id }) => id);
    const asked = destination === undefined ? all : [destination];
    const items = this.#options.acts.retryAll(asked, states);
    for (const id of asked) this.#runNow(id);
    return { items };
  }

  async discard({ kind, id }: { kind: 'mutation' | 'chunk'; id: number }): Promise<null> {
    await this.#options.acts.discard(kind, id);
    this.#wake();
    return null;
  }

  queueAgain({ kind, id }: { kind: 'mutation' | 'chunk'; id: number }): null {
    const { acts, destinations, sides } = this.#options;
    const row = this.#row(acts.discardedOf(kind, id));
    destinations.inTransaction(() => sides[row.target].queueAgain(toDestination(row), id));
    this.#runNow(row.id);
    return null;
  }

  /** In turns: each item is checked separately. */
  async queueAllAgain({ destination }: { destination?: number | undefined }): Promise<{ items: number }> {
    const { acts, destinations, sides } = this.#options;
    const rows = destination === undefined ? destinations.all() : [this.#row(destination)];
    let items = 0;
    for (const row of rows) {
      for (let isMore = true; isMore && !this.#abort.signal.aborted; await nextTurn()) {
        const page = acts.discardedAt(row, itemsPerTurn);
        destinations.inTransaction(() => {
          for (const id of page) sides[row.target].queueAgain(toDestination(row), id);
        });
        items += page.length;
        isMore = page.length === itemsPerTurn;
      }
      this.#runNow(row.id);
    }
    return { items };
  }

  abortTransaction({ destination }: { destination: number }): null {
    this.#options.destinations.saveState(this.#row(destination).id, { mayAbort: true, question: null });
    this.#runNow(destination);
    return null;
  }

  async releaseUpdates({ destination, updates }: { destination: number; updates: number }): Promise<null> {
    const { derivation } = this.#options;
    await derivation.updates.release(() => toDestination(this.#row(destination)), updates);
    this.#runNow(destination);
    return null;
  }

  async testConnection(row: DestinationRow): Promise<ConnectionTest> {
    const engine = this.#given;
    if (this.#isResting) throw new CodedError('sync.off_after_crashes');
    if (!engine) throw new CodedError('data.unavailable');
    await this.#ready;
    return engine
      .runnerFor(row)
      .test(AbortSignal.any([this.#abort.signal, AbortSignal.timeout(connectionTestMs)]));
  }

  /** Drops a destination with its queue, ledger and spool files. Error sync.unknown_item. */
  async remove(destination: number): Promise<void> {
    this.#options.destinations.beginRemoval(this.#row(destination).id);
    await this.#engine?.refresh();
    await this.#work.finishRemoval(destination);
    this.changed();
  }

  /** Resolves when events are derived, and in the queues where they are to go. */
  whenDerived(): Promise<void> {
    return this.#work.done();
  }

  /** Resolves when events are derived and no destination has automatic work within `patienceMs`. */
  async whenResting(patienceMs?: number): Promise<void> {
    await this.whenDerived();
    await this.#engine?.whenResting(patienceMs);
  }

  async close(): Promise<void> {
    this.#abort.abort();
    this.#stopped.resolve();
    this.#changed.stop();
    this.#work.close();
    await this.#engine?.close();
    await this.#work.done();
  }

  #pauseOf(row: DestinationRow): ErrorCode | null {
    if (this.#isResting && row.is_current === 1 && row.is_enabled === 1) return 'sync.off_after_crashes';
    return this.#given?.pauseOf(row) ?? null;
  }

  #backlogOf = (row: DestinationRow): number =>
    this.#isLive(row) ? this.#options.sides[row.target].backlog(toDestination(row)) : 0;

  /** Its backlog counts: also while someone else is signed in. */
  #isLive(row: DestinationRow): boolean {
    return row.is_current === 1 || this.#given?.pauseOf(row) === 'sync.wrong_account';
  }

  /** The user says so: the wait of the destination ends, as with "Sync now". Rate limits are kept. */
  #runNow(destination?: number): void {
    // Also before the sign-ins are read, and nothing is sent yet: the wait that ends is a stored one.
    this.#given?.runNow(destination);
    this.changed();
  }

  #wake(): void {
    this.#engine?.wake();
    this.changed();
  }

  #row(id: number): DestinationRow {
    const row = this.#options.destinations.row(id);
    if (!row) throw new CodedError('sync.unknown_item');
    return row;
  }
}
