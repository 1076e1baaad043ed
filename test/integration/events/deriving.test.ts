import { describe, expect, it } from 'vitest';
import { randomFor } from '../../generator/random.ts';
import {
  at,
  type EventHistory,
  eachOverEventHistory,
  openEventHistory,
  phoneDevice,
  type SampleText,
  watchDevice,
} from './event-history.ts';
import { contentOf, fortnight, steps } from './fortnight.ts';

let history: EventHistory;
eachOverEventHistory((opened) => {
  history = opened;
});

const asleep = 'HKCategoryValueSleepAnalysisAsleepCore';
const told = () =>
  history.takeChanges().map(({ kind, event, cause }) => [kind, event.category, event.sampleId, cause]);

function inParts<T>(list: readonly T[], parts: number): T[][] {
  const size = Math.ceil(list.length / parts);
  return Array.from({ length: parts }, (_, i) => list.slice(i * size, (i + 1) * size));
}

describe('touched days', () => {
  it('are derived once; the same records again change nothing, one new sample changes its day alone', async () => {
    const phone = history.source('Phone', phoneDevice);
    history.add(steps(phone, '2025-01-15T08:00:00Z', '2025-01-15T08:10:00Z', 100));
    history.add(steps(phone, '2025-01-20T08:00:00Z', '2025-01-20T08:10:00Z', 100));
    expect(history.deriver.pendingDays()).toBe(2);
    await history.derive();
    expect(history.deriver.pendingDays()).toBe(0);
    expect(told()).toEqual([
      ['created', 'steps', 'steps-2025-01-14', 'records'],
      ['created', 'steps', 'steps-2025-01-19', 'records'],
    ]);
    const [before] = history.events();
    history.writer.exec("INSERT INTO touched_day VALUES ('steps', 20103)");
    expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 0 });
    history.add(steps(phone, '2025-01-15T09:00:00Z', '2025-01-15T09:10:00Z', 11));
    expect(await history.derive()).toEqual({ created: 0, changed: 1, deleted: 0 });
    expect(told()).toEqual([['changed', 'steps', 'steps-2025-01-14', 'records']]);
    const [after] = history.events();
    expect([after?.id, after?.start, after?.notes]).toEqual([
      before?.id,
      before?.start,
      'Auto-logged: 111 steps',
    ]);
  });

  it('reach back to a sample of the day before that is covered now', async () => {
    const phone = history.source('Phone', phoneDevice);
    const watch = history.source('Watch', watchDevice);
    history.settings.homeZone = 'UTC';
    history.add(steps(phone, '2025-01-15T23:00:00Z', '2025-01-16T01:00:00Z', 100));
    await history.derive();
    history.takeChanges();
    history.add(steps(watch, '2025-01-16T00:30:00Z', '2025-01-16T01:00:00Z', 7));
    await history.derive();
    expect(history.events().map(({ day, notes }) => [day, notes])).toEqual([
      ['2025-01-15', 'Auto-logged: 75 steps'],
      ['2025-01-16', 'Auto-logged: 7 steps'],
    ]);
  });

  it('wait for the home zone', async () => {
    history.settings.homeZone = null;
    history.add(
      steps(history.source('Phone', phoneDevice), '2025-01-15T08:00:00Z', '2025-01-15T08:10:00Z', 100),
    );
    expect(history.deriver.pendingDays()).toBeNull();
    expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 0 });
    history.settings.homeZone = 'Asia/Tokyo';
    await history.derive();
    expect(history.events()[0]?.sampleId).toBe('steps-2025-01-14');
  });

  it('keep the event of a night whose bedtime moves', async () => {
    const watch = history.source('Watch', watchDevice);
    const part = (from: string, to: string): SampleText => ({
      category: 'sleep',
      source: watch,
      from,
      to,
      value: asleep,
    });
    history.add(part('2025-01-14T23:00:00Z', '2025-01-15T02:00:00Z'));
    await history.derive();
    const [before] = history.events();
    history.add(part('2025-01-14T22:00:00Z', '2025-01-14T23:00:00Z'));
    expect(await history.derive()).toEqual({ created: 0, changed: 1, deleted: 0 });
    const [after] = history.events();
    expect([after?.id, after?.sampleId]).toEqual([before?.id, before?.sampleId]);
    expect(after?.start).toBe(at('2025-01-14T22:00:00Z'));
  });
});

describe('a transaction a slice', () => {
  it('loses neither the day nor the event when what is written with it fails', async () => {
    history.add(
      steps(history.source('Phone', phoneDevice), '2025-01-15T08:00:00Z', '2025-01-15T08:10:00Z', 100),
    );
    history.settings.failOn = () => true;
    await expect(history.derive()).rejects.toThrow('the outbox is full');
    expect(history.events()).toEqual([]);
    expect(history.deriver.pendingDays()).toBe(1);
    history.settings.failOn = null;
    expect(await history.derive()).toEqual({ created: 1, changed: 0, deleted: 0 });
  });

  it('ends between slices when it is told to, and goes on where it was', async () => {
    history.add(...fortnight(3, history));
    const controller = new AbortController();
    history.settings.failOn = () => {
      controller.abort();
      return false;
    };
    await history.deriver.run(controller.signal);
    history.settings.failOn = null;
    await history.derive();
    expect(history.deriver.pendingDays()).toBe(0);
    const told = history.takeChanges().map(({ event }) => event.id);
    expect(told.toSorted((a, b) => a - b)).toEqual(
      history
        .events()
        .map(({ id }) => id)
        .toSorted((a, b) => a - b),
    );
  });
});

describe('ten imports in any order and any pieces', () => {
  it('end with the same events as one import of everything', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const whole = await openEventHistory();
      const pieces = await openEventHistory();
      try {
        whole.add(...fortnight(seed, whole));
        await whole.derive();
        const random = randomFor(seed, 'order');
        const samples = fortnight(seed, pieces)
          .map((sample) => ({ sample, key: random() }))
          .sort((a, b) => a.key - b.key)
          .map(({ sample }) => sample);
        for (const part of inParts(samples, 10)) {
          pieces.add(...part);
          await pieces.derive();
        }
        expect(pieces.events().map(contentOf)).toEqual(whole.events().map(contentOf));
        expect(whole.events().length).toBeGreaterThan(60);
      } finally {
        whole.close();
        pieces.close();
      }
    }
  });
});

describe('two nights that begin in one second', () => {
  it('are two events a second apart, whatever comes later, and derivation ends', async () => {
    const watch = history.source('Watch', watchDevice);
    const from = '2025-01-14T22:00:00Z';
    history.add(
      { category: 'sleep', source: watch, from, to: '2025-01-15T05:00:00Z', value: asleep },
      { category: 'sleep', source: watch, from, to: '2025-01-15T15:00:00Z', value: asleep },
    );
    await history.derive();
    const nights = () => history.events().map(({ day, start }) => [day, start - at(from)]);
    expect(nights()).toEqual([
      ['2025-01-14', 0],
      ['2025-01-15', 1],
    ]);
    history.deriver.rederiveAll();
    await history.derive();
    expect(nights()).toEqual([
      ['2025-01-14', 0],
      ['2025-01-15', 1],
    ]);
  });
});
