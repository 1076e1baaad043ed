import type { StoredEvent } from '../../../src/core/events/derived-event.ts';
import { randomFor, whole } from '../../generator/random.ts';
import { at, type EventHistory, phoneDevice, type SampleText, watchDevice } from './event-history.ts';

export function steps(source: number, from: string, to: string, value: number): SampleText {
  return { category: 'steps', source, from, to, value, unit: 'count' };
}

/** Everything but what depends on when and in which order it was written. */
export function contentOf(event: StoredEvent): Omit<StoredEvent, 'id' | 'changedAt'> {
  const { id: _, changedAt: __, ...content } = event;
  return content;
}

/** A fortnight of one person with phone, Watch and an app, over the change to summer time. */
export function fortnight(seed: number, history: EventHistory): SampleText[] {
  const random = randomFor(seed, 'fortnight');
  const phone = history.source('Phone', phoneDevice);
  const watch = history.source('Watch', watchDevice);
  const app = history.source('App');
  const text = (instant: number) => new Date(instant * 1000).toISOString();
  const samples: SampleText[] = [];
  for (let at0 = at('2025-03-22T00:00:00Z'); at0 < at('2025-04-05T00:00:00Z'); at0 += 86_400) {
    for (let i = 0; i < 12; i++) {
      const start = at0 + whole(random, 0, 86_399);
      const end = start + whole(random, 0, random() < 0.05 ? 200_000 : 5000);
      const source = [phone, watch, app][whole(random, 0, 2)] ?? phone;
      samples.push(steps(source, text(start), text(end), whole(random, 1, 900)));
      samples.push({
        category: 'active_energy',
        source,
        from: text(start),
        to: text(end),
        value: whole(random, 1, 9000) / 100,
        unit: 'kcal',
      });
    }
    for (const source of [watch, app]) {
      const bed = at0 + whole(random, 18 * 3600, 26 * 3600);
      const stages = ['AsleepCore', 'AsleepREM', 'Awake', 'AsleepUnspecified', 'InBed'];
      for (let i = 0; i < 5; i++) {
        const start = bed + whole(random, 0, 7 * 3600);
        const value = `HKCategoryValueSleepAnalysis${stages[i]}`;
        samples.push({
          category: 'sleep',
          source,
          from: text(start),
          to: text(start + whole(random, 60, 9000)),
          value,
        });
      }
    }
    for (let i = 0; i < 3; i++) {
      const start = text(at0 + whole(random, 0, 10));
      samples.push({
        category: 'water',
        source: app,
        from: start,
        value: whole(random, 1, 500) + i / 10,
        unit: 'mL',
      });
      const to = text(at(start) + whole(random, 60, 1200));
      samples.push({ category: 'mindfulness', source: i === 0 ? watch : app, from: start, to, value: '' });
    }
  }
  const unique = new Map(samples.map((one) => [JSON.stringify(one), one]));
  return [...unique.values()];
}
