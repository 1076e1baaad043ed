import { describe, expect, it } from 'vitest';
import { readSources } from '../../../src/core/events/source-kinds.ts';
import { inPriority, wholeOrder } from '../../../src/core/events/source-priority.ts';
import { createRecordsOfEvent } from '../../../src/core/history/records-of-event.ts';
import { type EventHistory, eachOverEventHistory, phoneDevice, watchDevice } from './event-history.ts';

let history: EventHistory;
eachOverEventHistory((opened) => {
  history = opened;
});

describe('sources', () => {
  it('are ordered by device model, then newer hardware, then id, whatever they are called', () => {
    const named = history.source('Apple Watch of nobody');
    const oldWatch = history.source('A', watchDevice.replace('Watch6,7', 'Watch4,4'));
    const phone = history.source('B', phoneDevice);
    const newWatch = history.source('C', watchDevice.replace('Watch6,7', 'Watch10,1'));
    for (const source of [named, oldWatch, phone, newWatch]) {
      history.add({ category: 'steps', source, from: '2025-01-15T08:00:00Z', value: 1, unit: 'count' });
    }
    const sources = readSources(history.writer);
    const order = (chosen: number[]) => inPriority(sources, chosen).map(({ id }) => id);
    expect(order([])).toEqual([newWatch, oldWatch, phone, named]);
    // A source that the user didn't put in order, because it came later, stands in front of those that its kind precedes.
    expect(order([phone, 999, named])).toEqual([newWatch, oldWatch, phone, named]);
    expect(order([named, oldWatch])).toEqual([newWatch, phone, named, oldWatch]);
    expect(order([named, phone, oldWatch, newWatch])).toEqual([named, phone, oldWatch, newWatch]);
    // What the user left out when they gave the order comes last.
    expect(wholeOrder(sources, [phone])).toEqual([phone, newWatch, oldWatch, named]);
    expect(wholeOrder(sources, [])).toEqual([]);
    expect(sources.find(({ id }) => id === phone)?.kind).toBe('phone');
  });
});

it('a new order of sources is noticed without a restart, by what of the records made it', async () => {
  const steps = (source: number, day: string, value: number) =>
    history.add({
      category: 'steps',
      source,
      from: `${day}T10:00:00Z`,
      to: `${day}T11:00:00Z`,
      value,
      unit: 'count',
    });
  const [a, b] = [history.source('A', watchDevice), history.source('B', watchDevice.replace('6,7', '7,2'))];
  steps(a, '2025-06-01', 1000);
  steps(b, '2025-06-01', 400);
  await history.derive();
  const said = () => history.events().map(({ notes }) => notes);
  expect(said()).toEqual(['Auto-logged: 400 steps']);
  history.source('A', watchDevice.replace('6,7', '7,5'));
  steps(a, '2025-06-09', 1000);
  await history.derive();
  expect(said()).toEqual(['Auto-logged: 1000 steps', 'Auto-logged: 1000 steps']);
});

describe('the records behind an event', () => {
  it('are those of the day, of the night, of the second, or the workout', async () => {
    const watch = history.source('Watch', watchDevice);
    const phone = history.source('Phone', phoneDevice);
    const asleep = 'HKCategoryValueSleepAnalysisAsleepCore';
    history.add(
      { category: 'steps', source: watch, from: '2025-01-15T22:59:59Z', value: 1, unit: 'count' },
      { category: 'steps', source: phone, from: '2025-01-15T12:00:00Z', value: 2, unit: 'count' },
      { category: 'steps', source: phone, from: '2025-01-15T23:00:00Z', value: 4, unit: 'count' },
      {
        category: 'sleep',
        source: watch,
        from: '2025-01-14T22:00:00Z',
        to: '2025-01-15T05:00:00Z',
        value: asleep,
      },
      {
        category: 'sleep',
        source: phone,
        from: '2025-01-14T22:00:00Z',
        to: '2025-01-15T05:30:00Z',
        value: asleep,
      },
      { category: 'water', source: phone, from: '2025-01-15T08:00:00Z', value: 250, unit: 'mL' },
    );
    history.addWorkout({
      source: watch,
      from: '2025-01-15T10:00:00Z',
      to: '2025-01-15T11:00:00Z',
      activity: 'Yoga',
    });
    await history.derive();
    const recordsOf = createRecordsOfEvent(history.writer);
    const made = history.events().map((event) => {
      const { records, count, workout } = recordsOf(event, 1);
      return [event.category, event.day, count, records.map(({ source, value }) => [source, value]), workout];
    });
    expect(made).toEqual([
      ['sleep', '2025-01-14', 2, [['Watch', null]], null],
      ['steps', '2025-01-15', 2, [['Phone', 2]], null],
      ['steps', '2025-01-16', 1, [['Phone', 4]], null],
      ['water', '2025-01-15', 1, [['Phone', 250]], null],
      ['workout', '2025-01-15', 0, [], 1],
    ]);
  });
});
