import { dayText, wireTime } from '../../shared/time.ts';
import { type Contender, dedupeBySecond, eventsOfSecond } from './dedupe-by-second.ts';
import { type DerivedEvent, type OwnEvent, ownSampleId, rounded } from './derived-event.ts';
import type { RankOf } from './source-priority.ts';
import type { Zone } from './zone.ts';

/** Water in mL; mindful sessions have the value 0. */
export interface SingleSample extends Contender {
  readonly value: number;
  /** How often one file holds it: two equal glasses are two. */
  readonly copies: number;
}

const byValue = (a: SingleSample, b: SingleSample): number => b.value - a.value;

/**
 * Mindful sessions by second; those that begin and end together are one. Trendy gets the session of the source that counts first
 * (trendy/README §3.2).
 */
export function mindfulnessEvents(
  samples: readonly SingleSample[],
  zone: Zone,
  rankOf: RankOf,
): [DerivedEvent, ...OwnEvent[]][] {
  return dedupeBySecond(samples, rankOf, byValue).map((same) =>
    eventsOfSecond(
      same,
      ({ end }) => end,
      ({ start, end }, others) => ({
        category: 'mindfulness',
        start,
        end,
        isAllDay: false,
        notes: 'Auto-logged: Mindfulness session',
        sampleId: ownSampleId('mindfulness', start, end, ''),
        properties: {
          Duration: { type: 'duration', value: end - start },
          'Started At': { type: 'date', value: wireTime(start) },
        },
        day: dayText(zone.dayOf(start)),
        merged: others.length,
        breakdown: null,
      }),
    ),
  );
}

/** Drinks, one event each without a threshold; those of one second are summed over all sources (trendy/README §3.3). */
export function waterEvents(samples: readonly SingleSample[], zone: Zone, rankOf: RankOf): DerivedEvent[] {
  return dedupeBySecond(samples, rankOf, byValue).map((same) => {
    const [{ start, end }] = same;
    const amount = rounded(same.reduce((sum, { value, copies }) => sum + value * copies, 0));
    return {
      category: 'water',
      start,
      end: null,
      isAllDay: false,
      notes: `Auto-logged: ${Math.trunc(amount)} ml water`,
      sampleId: ownSampleId('water', start, end, ''),
      properties: {
        'Amount (ml)': { type: 'number', value: amount },
        Time: { type: 'date', value: wireTime(start) },
      },
      day: dayText(zone.dayOf(start)),
      merged: same.reduce((sum, { copies }) => sum + copies, 0) - 1,
      breakdown: null,
    };
  });
}
