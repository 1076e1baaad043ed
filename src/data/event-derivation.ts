import type { ReadStatement, Writer } from '../core/db/open.ts';
import { rulesVersion } from '../core/events/derived-event.ts';
import { EventDeriver } from '../core/events/event-deriver.ts';
import { FigureKeeper } from '../core/events/figure-keeper.ts';
import type { ChangeCounts, PlannedChange, RulesChange } from '../core/events/preview-events.ts';
import { figureZone } from '../core/history/figures.ts';
import { type DestinationStore, toDestination } from '../core/outbox/destination-store.ts';
import { EventHolds, type Holds } from '../core/outbox/mutations/event-holds.ts';
import { TrendySide } from '../core/outbox/mutations/trendy-side.ts';
import { aHandful, WaitingUpdates } from '../core/outbox/mutations/waiting-updates.ts';
import type { EventWork } from '../core/outbox/sync-service.ts';
import { type Destination, systemClock } from '../core/outbox/target.ts';
import type { SettingsStore } from '../core/profile/settings-store.ts';
import { CodedError, type ErrorCode } from '../shared/errors.ts';

/** The destinations of events and the current holds, read once per turn of derivation. */
interface Going {
  readonly destinations: readonly Destination[];
  readonly holds: Holds;
  readonly isAgreed: boolean;
}

/** Makes figures and events of the records, and queues the events for Trendy. */
export class EventDerivation implements EventWork {
  readonly trendy: TrendySide;
  readonly updates: WaitingUpdates;
  readonly figures: FigureKeeper;
  readonly #writer: Writer;
  readonly #settings: SettingsStore;
  readonly #destinations: DestinationStore;
  readonly #foldStuckCode: () => ErrorCode | null;
  readonly #holds: EventHolds;
  readonly #deriver: EventDeriver;
  readonly #removal: ReadStatement<[], number>;
  #going: Going | null = null;

  /** `foldStuckCode`: why a fold is half done and could not be finished, if it is. Nothing is derived meanwhile. */
  constructor(
    writer: Writer,
    settings: SettingsStore,
    destinations: DestinationStore,
    foldStuckCode: () => ErrorCode | null = () => null,
  ) {
    this.#writer = writer;
    this.#settings = settings;
    this.#destinations = destinations;
    this.#foldStuckCode = foldStuckCode;
    const isFoldStuck = () => foldStuckCode() !== null;
    this.#holds = new EventHolds(writer, settings);
    this.#removal = writer.prepare<[], number>('SELECT 1 FROM removal_day LIMIT 1').pluck();
    const { nowMs } = systemClock;
    this.trendy = new TrendySide({ writer, nowMs, holds: () => this.holdsNow() });
    this.updates = new WaitingUpdates(writer, this.trendy);
    const sourcePriority = () => settings.get('sourcePriority') ?? [];
    this.figures = new FigureKeeper({ writer, zone: () => figureZone(writer), sourcePriority, isFoldStuck });
    this.#deriver = new EventDeriver({
      writer,
      homeZone: () => settings.get('homeZone'),
      sourcePriority,
      onTurn: () => {
        this.#going = this.#readGoing();
      },
      onChange: (change) => {
        this.#going ??= this.#readGoing();
        const { destinations: going, holds, isAgreed } = this.#going;
        for (const destination of going)
          this.trendy.enqueueEvent(destination, { ...change, isSeen: isAgreed }, holds);
      },
      now: () => Math.floor(nowMs() / 1000),
      isFoldStuck,
    });
  }

  holdsNow(): Holds {
    return this.#holds.now();
  }

  pendingDays(): number | null {
    return this.#deriver.pendingDays();
  }

  /** Events continue if figures fail, and vice versa; a failure, also of the fold that both wait for, is reported after both. */
  async run(signal: AbortSignal): Promise<void> {
    const made = await Promise.allSettled([this.figures.run(signal)]);
    await this.#deriver.run(signal);
    if (signal.aborted) return;
    await this.#enqueueAfterwards(signal);
    for (const one of made) if (one.status === 'rejected') throw one.reason;
    const stuck = this.#foldStuckCode();
    if (stuck !== null) throw new CodedError(stuck);
  }

  /** See `EventDeriver.preview`. */
  preview(change: RulesChange, onPlanned: (change: PlannedChange) => void): Promise<ChangeCounts | null> {
    return this.#deriver.preview(change, onPlanned);
  }

  /** Whether a change goes to Trendy as things are set up now, but in this home zone. */
  goesOut(homeZone: string | null): (change: PlannedChange) => boolean {
    const kept = this.#holds.under(homeZone);
    const going = this.#trendyDestinations().map((destination) => this.trendy.goesTo(destination, kept));
    return (change) => going.some((goes) => goes(change));
  }

  /** Deletions that wait at Trendy for events that are gone here already: they go with the change that the user agrees to. */
  waitingDeletions(): number {
    return this.#trendyDestinations().reduce(
      (sum, destination) => sum + this.trendy.countWaitingDeletions(destination),
      0,
    );
  }

  /** Counts the updates that wait, without a derivation: `updates` has them afterward. */
  async recountUpdates(): Promise<void> {
    for (const destination of this.#trendyDestinations()) await this.updates.recount(destination);
  }

  /** Enqueues events whose holds a later export released, and updates that are few or whose number the user has seen. */
  async #enqueueAfterwards(signal: AbortSignal): Promise<void> {
    const { trendy, updates } = this;
    const { isAgreed } = this.#readGoing();
    this.#writer.transaction(() => {
      for (const destination of this.#trendyDestinations()) {
        if (isAgreed) trendy.releaseUpdates(destination);
        else if (this.#holds.haveChangedFor(destination)) trendy.holdsChanged(destination);
      }
      // While a fold is stuck, nothing was derived, so the agreed changes are still to come.
      // Written only if there is something to clear: otherwise, a full disk could fail a run with nothing to write.
      if (this.#settings.get('agreedRules') !== null && this.#foldStuckCode() === null)
        this.#settings.set('agreedRules', null);
    })();
    for (const destination of this.#trendyDestinations()) {
      await trendy.enqueue(destination.id, signal);
      const count = await updates.recount(destination);
      const causes = trendy.updatesBy(destination.id);
      const isFew = count === 0 || (count <= aHandful && !causes.includes('rules'));
      if (causes.length === 0 || !isFew) continue;
      trendy.releaseUpdates(destination);
      await trendy.enqueue(destination.id, signal);
      await updates.recount(destination);
    }
  }

  #readGoing(): Going {
    return {
      destinations: this.#trendyDestinations(),
      holds: this.holdsNow(),
      isAgreed: this.#areRulesAgreed(),
    };
  }

  /**
   * What the user agreed to knew nothing of records that an import removed meanwhile: from then on everything waits until they have
   * seen how many there are now.
   */
  #areRulesAgreed(): boolean {
    if (this.#settings.get('agreedRules') !== rulesVersion) return false;
    if (this.#removal.get() === undefined) return true;
    this.#settings.set('agreedRules', null);
    return false;
  }

  #trendyDestinations(): Destination[] {
    return this.#destinations
      .all()
      .filter(
        ({ target, is_current, consent }) => target === 'trendy' && is_current === 1 && consent !== null,
      )
      .map(toDestination);
  }
}
