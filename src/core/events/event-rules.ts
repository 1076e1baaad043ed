import type { EventCategory } from '../../shared/domain/event-category.ts';
import { dayText, secondsPerDay } from '../../shared/time.ts';
import { dailyEvents } from './daily-events.ts';
import type { DerivedEvent, OwnEvent } from './derived-event.ts';
import { type EventSamples, type SourceDevices, typeOfCategory } from './event-samples.ts';
import { mindfulnessEvents, waterEvents } from './sample-events.ts';
import { daysRead, nightsTouched, sleepEvents } from './sleep-events.ts';
import { nightOf } from './sleep-nights.ts';
import type { RankOf } from './source-priority.ts';
import { workoutEvents } from './workout-events.ts';
import type { Zone } from './zone.ts';

/** Days since 1970, both included: local days for steps and energy, evenings for sleep, UTC days of the start for the rest. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** Which stored events a derivation covers: by start in [from, to), or by their day in [first, last]. */
export type Scope =
  | { readonly by: 'start'; readonly from: number; readonly to: number }
  | { readonly by: 'day'; readonly first: string; readonly last: string };

export interface Derivation {
  readonly events: DerivedEvent[];
  /** The events that History shows with or instead of them. */
  readonly own: readonly OwnEvent[];
  /** Days of sleep events that are only sent. */
  readonly hidden: readonly string[];
  readonly scope: Scope;
}

/**
 * Derives the events of a range of days under one home zone and one order of sources. Reads only.
 *
 * Intentionally different from the phone (trendy/README §3.3): steps and energy by the order of sources that Apple gives to new
 * phones, where HealthKit merges by the phone's own, which no export contains; sleep each instant once, where the phone adds up all sources;
 * drinks of one second summed, where the phone keeps the first. So figures may differ from the phone's own events; these are
 * theirs and never overwritten.
 */
export class EventRules {
  readonly #samples: EventSamples;
  readonly #zone: Zone;
  readonly #rankOf: RankOf;
  readonly #devices: SourceDevices;

  constructor(samples: EventSamples, zone: Zone, rankOf: RankOf, devices: SourceDevices = new Map()) {
    this.#devices = devices;
    this.#samples = samples;
    this.#zone = zone;
    this.#rankOf = rankOf;
  }

  /** The days that records of some UTC days fall into. */
  rangeOf(category: EventCategory, { first, last }: DayRange): DayRange {
    const [from, to] = [first * secondsPerDay, (last + 1) * secondsPerDay - 1];
    switch (category) {
      case 'steps':
      case 'active_energy':
        return { first: this.#zone.dayOf(from), last: this.#zone.dayOf(to) };
      case 'sleep':
        return { first: nightOf(from, this.#zone), last: nightOf(to, this.#zone) };
      case 'workout':
      case 'mindfulness':
      case 'water':
        return { first, last };
    }
  }

  /**
   * The same, with the days before whose events may change too: those of samples that last into the range and are covered
   * now, and workouts that new heart rates fall into.
   */
  rangeTouchedBy(category: EventCategory, utcDays: DayRange): DayRange {
    const range = this.rangeOf(category, utcDays);
    switch (category) {
      case 'steps':
      case 'active_energy': {
        const type = typeOfCategory[category];
        const start = this.#samples.firstLastingInto(type, this.#zone.startOf(range.first));
        return { ...range, first: start === null ? range.first : this.#zone.dayOf(start) };
      }
      case 'workout':
        // A workout that begins two days before may be the same as one of these, or be taken for another no longer.
        return { first: range.first - 2, last: range.last + 2 };
      case 'sleep':
        return { first: range.first - nightsTouched, last: range.last + nightsTouched };
      case 'mindfulness':
      case 'water':
        return range;
    }
  }

  derive(category: EventCategory, range: DayRange): Derivation {
    const { first, last } = range;
    switch (category) {
      case 'steps':
      case 'active_energy': {
        const [from, to] = [this.#zone.startOf(first), this.#zone.startOf(last + 1)];
        const samples = this.#samples.figures(typeOfCategory[category], from, to, this.#devices);
        return {
          events: dailyEvents(category, samples, range, this.#zone, this.#rankOf),
          ...nothingOwn,
          scope: { by: 'start', from, to },
        };
      }
      case 'sleep': {
        const from = this.#zone.noonOf(first - daysRead.before);
        const to = this.#zone.noonOf(last + 1 + daysRead.after);
        return {
          ...sleepEvents(this.#samples.sleep(from, to), range, this.#zone, this.#rankOf),
          scope: { by: 'day', first: dayText(first), last: dayText(last) },
        };
      }
      case 'workout':
      case 'mindfulness':
      case 'water': {
        const [from, to] = [first * secondsPerDay, (last + 1) * secondsPerDay];
        return { ...this.#singleEvents(category, from, to), scope: { by: 'start', from, to } };
      }
    }
  }

  #singleEvents(
    category: 'workout' | 'mindfulness' | 'water',
    from: number,
    to: number,
  ): Omit<Derivation, 'scope'> {
    const [zone, rankOf] = [this.#zone, this.#rankOf];
    if (category === 'workout') {
      // Others that may be records of the same workout, and of these again.
      const around = this.#samples.workouts(from - 2 * secondsPerDay, to + 2 * secondsPerDay);
      const own = around.filter(({ start }) => start >= from && start < to);
      const heartRates = this.#samples.heartRates(own, rankOf);
      return withOthers(workoutEvents(around, { from, to }, heartRates, zone, rankOf));
    }
    const samples = this.#samples.single(category, from, to);
    if (category === 'water') return { events: waterEvents(samples, zone, rankOf), ...nothingOwn };
    return withOthers(mindfulnessEvents(samples, zone, rankOf));
  }
}

const nothingOwn: Pick<Derivation, 'own' | 'hidden'> = { own: [], hidden: [] };

/** The first event of each second is sent; the others are shown with it (README.md, "Events of one second"). */
function withOthers(seconds: readonly (readonly [DerivedEvent, ...OwnEvent[]])[]): Omit<Derivation, 'scope'> {
  return {
    events: seconds.map(([sent]) => sent),
    own: seconds.flatMap(([, ...others]) => others),
    hidden: [],
  };
}
