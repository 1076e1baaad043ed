import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventCategory } from '../../shared/domain/event-category.ts';
import type { NoPromise, Writer } from '../db/open.ts';
import { AliasVersion } from './alias-version.ts';
import { EventApplier } from './apply-derivation.ts';
import { beginning, type DerivationState, DerivationStateStore, type Memory } from './derivation-state.ts';
import { type EventChange, rulesVersion } from './derived-event.ts';
import { type DayRange, EventRules } from './event-rules.ts';
import { EventSamples } from './event-samples.ts';
import { newestExport } from './hold.ts';
import { MarkEverything, nothingMarked } from './mark-everything.ts';
import { type ChangeCounts, type PlannedChange, previewEvents, type RulesChange } from './preview-events.ts';
import { areOtherDevices, SourceOrder } from './source-order.ts';
import { isReordered, rankIn } from './source-priority.ts';
import { isInZone, StaleEvents } from './stale-events.ts';
import { EveryDayCount, TouchedDays } from './touched-days.ts';
import { type Zone, zoneOf } from './zone.ts';

export interface DeriverOptions {
  readonly writer: Writer;
  /** Null until the user confirmed it: nothing is derived. */
  readonly homeZone: () => string | null;
  /** The user's order of source ids, empty while none was chosen. */
  readonly sourcePriority: () => readonly number[];
  /** Called inside the transaction that writes the event: its own writes are committed with the event or not at all. */
  readonly onChange: (change: EventChange) => void;
  /** A turn begins: values that `onChange` read in the last one may have changed. */
  readonly onTurn?: () => void;
  /** UTC seconds. */
  readonly now: () => number;
  /** A fold was cut short and could not be finished yet: nothing is derived, and `run` does not wait for it. */
  readonly isFoldStuck?: () => boolean;
}

/** Other turns come between, the sum of which a call waits for: cutting, sending, an overview. */
const turnMs = 6;
/** Days next to a derived range with removals that may change it: three nights on either side, and the other zone's days. */
const removalReachDays = 8;
const firstDays = 4;
/** Few enough that a turn stays short where dense years follow sparse ones. */
const maxDays = 32;
const rowsPerTurn = 200;

/**
 * Keeps the events in sync with the records: over the persisted set of touched days, in slices of
 * about 10 ms, each one transaction with its events, the writes of `onChange` and the days that it finishes. A crash repeats nothing
 * and loses nothing. A new home zone, order of sources, rules version or alias is noticed by `run` and derives everything again.
 */
export class EventDeriver {
  readonly #options: DeriverOptions;
  readonly #samples: EventSamples;
  readonly #order: SourceOrder;
  readonly #touched: TouchedDays;
  readonly #stale: StaleEvents;
  readonly #states: DerivationStateStore;
  readonly #marking: MarkEverything;
  readonly #everyDay: EveryDayCount;
  readonly #aliases: AliasVersion;
  readonly #exportAt: () => number | null;
  readonly #applier: EventApplier;
  readonly #daysAtOnce = new Map<EventCategory, number>();
  /** The state that a turn leaves for the next one: a new value each time, so a rolled-back turn leaves none. */
  #memory: Memory = beginning;
  #running: Promise<ChangeCounts> | null = null;
  constructor(options: DeriverOptions) {
    const { writer, now, onChange } = options;
    this.#options = options;
    this.#samples = new EventSamples(writer);
    this.#order = new SourceOrder(writer, options.sourcePriority);
    this.#touched = new TouchedDays(writer);
    this.#stale = new StaleEvents(writer);
    this.#states = new DerivationStateStore(writer);
    this.#everyDay = new EveryDayCount(writer);
    this.#marking = new MarkEverything(writer);
    this.#aliases = new AliasVersion(writer);
    this.#exportAt = newestExport(writer);
    this.#applier = new EventApplier(writer, now, (change) => {
      this.#remember({ [change.kind]: this.#memory[change.kind] + 1 });
      onChange(change);
    });
  }

  /** (Category, day) pairs still to be derived; null without a home zone. */
  pendingDays(): number | null {
    const zone = this.#options.homeZone();
    if (zone === null) return null;
    const state = this.#states.read();
    // Pages ask for this often, so only `run` notices a changed order of sources.
    const isOutdated =
      state !== null &&
      (state.zone !== zone || state.rulesVersion !== rulesVersion || state.phase === 'mark');
    if (!isOutdated) return this.#touched.count();
    return this.#everyDay.count(`${zone} ${state.zone} ${state.rulesVersion}`);
  }

  /**
   * Derives until nothing is pending or `signal` is aborted, then resolves with its changes. A second call joins the
   * first. Errors: settings.unknown_zone, and errors of `onChange` (its slice is rolled back).
   */
  run(signal: AbortSignal): Promise<ChangeCounts> {
    this.#running ??= this.#runAll(signal).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** The changes that `run` would make under another zone or order; writes nothing. Null without a home zone. */
  async preview(
    change: RulesChange,
    onPlanned?: (change: PlannedChange) => void,
  ): Promise<ChangeCounts | null> {
    const zone = change.homeZone ?? this.#options.homeZone();
    if (zone === null) return null;
    const order = this.#order.under(change.sourcePriority ?? this.#options.sourcePriority());
    const rules = new EventRules(this.#samples, zoneOf(zone), rankIn(order), this.#order.devices());
    return previewEvents(this.#options.writer, rules, onPlanned);
  }

  /** Everything is derived again by the next `run`. */
  rederiveAll(): void {
    const zone = this.#options.homeZone();
    if (zone === null) return;
    this.#transaction(() => this.#markAll(zone, isSweepDue(this.#states.read()) ? 'sweep' : 'derive'));
  }

  async #runAll(signal: AbortSignal): Promise<ChangeCounts> {
    this.#remember({ created: 0, changed: 0, deleted: 0 });
    const isStuck = () => this.#options.isFoldStuck?.() === true;
    while ((await this.#aliases.whenFolded(isStuck, signal)) && this.#turn()) await nextTurn();
    const { created, changed, deleted } = this.#memory;
    return { created, changed, deleted };
  }

  /** One slice; false when nothing is left to do. */
  #turn(): boolean {
    const name = this.#options.homeZone();
    if (name === null) return false;
    const zone = zoneOf(name);
    this.#options.onTurn?.();
    return this.#transaction(() => {
      const state = this.#currentState(name);
      if (state === null) return true;
      if (state.phase === 'mark') this.#mark(state);
      else if (state.phase === 'sweep') this.#sweep(zone, state);
      else if (!this.#deriveSome(zone, state) && !this.#removeSome(state)) return false;
      return true;
    });
  }

  /** The state under the current rules; null if they changed and everything will be marked first. */
  #currentState(zone: string): DerivationState | null {
    const state = this.#states.read();
    const phase = this.#outdatedPhase(state, zone);
    if (phase !== null) {
      this.#markAll(zone, phase);
      return null;
    }
    const order = this.#order.now();
    const aliases = this.#aliases.now();
    const exportAt = this.#exportAt();
    const devices = this.#order.places();
    const isSame =
      state?.order.length === order.length &&
      state.aliases === aliases &&
      JSON.stringify(state.devices) === JSON.stringify(devices);
    if (isSame && state.exportAt === exportAt) return state;
    // Samples after the previous export's date may be before the date of the current one.
    if (state?.exportAt != null && exportAt !== null && state.exportAt !== exportAt)
      this.#touched.addBetween(Math.min(state.exportAt, exportAt), Math.max(state.exportAt, exportAt));
    const current: DerivationState = {
      phase: 'settled',
      ...state,
      zone,
      order,
      devices,
      aliases,
      exportAt,
      rulesVersion,
    };
    this.#states.write(current);
    return current;
  }

  /** How everything must be derived again; null when only touched days must. */
  #outdatedPhase(state: DerivationState | null, zone: string): 'sweep' | 'derive' | null {
    if (state === null) return this.#stale.hasOtherRules() ? 'sweep' : null;
    if (state.zone !== zone) return 'sweep';
    const isOutdated =
      state.rulesVersion !== rulesVersion ||
      isReordered(state.order, this.#order.now()) ||
      state.devices === undefined ||
      areOtherDevices(state.order, state.devices, this.#order.places()) ||
      (state.aliases !== undefined && state.aliases !== this.#aliases.now());
    return isOutdated ? (isSweepDue(state) ? 'sweep' : 'derive') : null;
  }

  #markAll(zone: string, next: 'sweep' | 'derive'): void {
    this.#remember({ sweptTo: 0, marking: nothingMarked });
    this.#everyDay.forget();
    const [order, aliases] = [this.#order.now(), this.#aliases.now()];
    const exportAt = this.#exportAt();
    const devices = this.#order.places();
    this.#states.write({ zone, order, devices, aliases, exportAt, rulesVersion, phase: 'mark', next });
  }

  #mark(state: DerivationState): void {
    const marking = this.#marking.turn(this.#memory.marking);
    if (marking === null) this.#states.write({ ...state, phase: state.next ?? 'derive' });
    else this.#remember({ marking });
  }

  #sweep(zone: Zone, state: DerivationState): void {
    const events = this.#stale.dailyAfter(this.#memory.sweptTo, rowsPerTurn);
    for (const event of events) if (!isInZone(event, zone)) this.#applier.delete(event, 'rules');
    const isLast = events.length < rowsPerTurn;
    this.#remember({ sweptTo: isLast ? 0 : (events.at(-1)?.id ?? 0) });
    if (isLast) this.#states.write({ ...state, phase: 'derive' });
  }

  #deriveSome(zone: Zone, state: DerivationState): boolean {
    const rules = new EventRules(this.#samples, zone, rankIn(state.order), this.#order.devices());
    const isSettled = state.phase === 'settled';
    const ended = performance.now() + turnMs;
    // At least one step, however late it has become meanwhile: false means that nothing is left.
    if (!this.#deriveNext(rules, isSettled)) return false;
    while (performance.now() < ended && this.#deriveNext(rules, isSettled));
    return true;
  }

  /** The next few days of one category; false when there are none. */
  #deriveNext(rules: EventRules, isSettled: boolean): boolean {
    const next = this.#touched.next((category) => this.#daysAtOnce.get(category) ?? firstDays);
    if (next === null) return false;
    const { category, ranges } = next;
    const began = performance.now();
    for (const range of ranges) {
      const derived = rules.rangeTouchedBy(category, range);
      const isRemoval = range.isRemoval || this.#isRemovalIn(rules, category, derived);
      const cause = !isSettled ? 'rules' : isRemoval ? 'removals' : 'records';
      this.#applier.apply(category, rules.derive(category, derived), cause);
      this.#touched.remove(category, range);
    }
    const days = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
    const share = turnMs / 2 / (performance.now() - began);
    this.#daysAtOnce.set(category, Math.min(maxDays, Math.max(1, Math.floor(days * Math.min(2, share)))));
    return true;
  }

  /** Neighbors are derived along with a day: changes of a removal there wait for the user as on its own day. */
  #isRemovalIn(rules: EventRules, category: EventCategory, derived: DayRange): boolean {
    const near = { first: derived.first - removalReachDays, last: derived.last + removalReachDays };
    return this.#touched.removalsIn(category, near).some((day) => {
      const changed = rules.rangeTouchedBy(category, { first: day, last: day });
      return changed.first <= derived.last && changed.last >= derived.first;
    });
  }

  /** Every day is derived: an event that was met on none of them has no records. */
  #removeSome(state: DerivationState): boolean {
    if (state.phase === 'settled') return false;
    const events = this.#stale.notDerived(rowsPerTurn);
    for (const event of events) this.#applier.delete(event, 'rules');
    if (events.length < rowsPerTurn) this.#states.write({ ...state, phase: 'settled' });
    return true;
  }

  #remember(change: Partial<Memory>): void {
    this.#memory = { ...this.#memory, ...change };
  }

  #transaction<T extends NoPromise<T>>(body: () => T): T {
    const before = this.#memory;
    try {
      return this.#options.writer.transaction(body)();
    } catch (error) {
      this.#memory = before;
      throw error;
    }
  }
}

/** Events of another zone must be removed, or are being removed: a restart must not forget it. */
function isSweepDue(state: DerivationState | null): boolean {
  return state?.phase === 'sweep' || (state?.phase === 'mark' && state.next === 'sweep');
}
