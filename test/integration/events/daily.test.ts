import { describe, expect, it } from 'vitest';
import {
  at,
  type EventHistory,
  eachOverEventHistory,
  phoneDevice,
  sentFields,
  watchDevice,
} from './event-history.ts';

let history: EventHistory;
eachOverEventHistory((opened) => {
  history = opened;
});

describe('steps', () => {
  it('counts iPhone and Watch once, and shows how the figure was reached', async () => {
    const phone = history.source('My phone', phoneDevice);
    const watch = history.source('On my arm', watchDevice);
    history.add(
      {
        category: 'steps',
        source: phone,
        from: '2025-01-15T08:00:00Z',
        to: '2025-01-15T09:00:00Z',
        value: 1000,
        unit: 'count',
      },
      {
        category: 'steps',
        source: watch,
        from: '2025-01-15T08:00:00Z',
        to: '2025-01-15T08:45:00Z',
        value: 801,
        unit: 'count',
      },
      // The Watch is off for the rest of the day.
      {
        category: 'steps',
        source: phone,
        from: '2025-01-15T15:00:00Z',
        to: '2025-01-15T15:10:00Z',
        value: 500.5,
        unit: 'count',
      },
    );
    expect(await history.derive()).toEqual({ created: 1, changed: 0, deleted: 0 });
    const [event] = history.events();
    expect(event && sentFields(event)).toEqual({
      start: at('2025-01-14T23:00:00Z'),
      end: null,
      isAllDay: true,
      notes: 'Auto-logged: 1551 steps',
      sampleId: 'steps-2025-01-14',
      properties: {
        'Step Count': { type: 'number', value: 1551.5 },
        Date: { type: 'date', value: '2025-01-14T23:00:00Z' },
      },
      day: '2025-01-15',
      merged: 0,
    });
    expect(event?.breakdown).toEqual([
      { source: watch, value: 801, counted: 801 },
      { source: phone, value: 1500.5, counted: 750.5 },
    ]);
  });

  it('sends a sample whole on the local day of its start, on both days of the clock change too, and divides it here', async () => {
    const phone = history.source('Phone', phoneDevice);
    const days = ['2025-03-29', '2025-03-30', '2025-10-25', '2025-10-26'];
    // Ten minutes around each local midnight that ends the day: 23:00Z before summer time, 22:00Z in it.
    const ends = [
      '2025-03-29T23:00:00Z',
      '2025-03-30T22:00:00Z',
      '2025-10-25T22:00:00Z',
      '2025-10-26T23:00:00Z',
    ];
    for (const end of ends) {
      const before = new Date((at(end) - 300) * 1000).toISOString();
      const behind = new Date((at(end) + 300) * 1000).toISOString();
      history.add({ category: 'steps', source: phone, from: before, to: behind, value: 100, unit: 'count' });
    }
    await history.derive();
    const sent = history.events().filter(({ isLocal }) => !isLocal);
    expect(sent.map(({ day, notes }) => [day, notes])).toEqual(
      days.map((day) => [day, 'Auto-logged: 100 steps']),
    );
    // The day after two such days has half a sample and nothing that begins on it.
    const own = history.events().map(({ day, figure, isLocal }) => [day, figure ?? null, isLocal]);
    expect(own).toEqual([
      ['2025-03-29', 50, false],
      ['2025-03-30', null, false],
      ['2025-03-31', null, true],
      ['2025-10-25', 50, false],
      ['2025-10-26', null, false],
      ['2025-10-27', null, true],
    ]);
  });

  it('makes no event of nothing', async () => {
    const phone = history.source('Phone', phoneDevice);
    history.add({ category: 'steps', source: phone, from: '2025-01-15T08:00:00Z', value: 0, unit: 'count' });
    expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 0 });
  });
});

describe('active energy', () => {
  it('adds up kcal, Cal and kJ, with an id in camel case', async () => {
    const watch = history.source('Watch', watchDevice);
    history.add(
      {
        category: 'active_energy',
        source: watch,
        from: '2025-07-01T08:00:00Z',
        to: '2025-07-01T08:01:00Z',
        value: 100,
        unit: 'kcal',
      },
      {
        category: 'active_energy',
        source: watch,
        from: '2025-07-01T09:00:00Z',
        to: '2025-07-01T09:01:00Z',
        value: 50,
        unit: 'Cal',
      },
      {
        category: 'active_energy',
        source: watch,
        from: '2025-07-01T10:00:00Z',
        to: '2025-07-01T10:01:00Z',
        value: 4.184,
        unit: 'kJ',
      },
    );
    await history.derive();
    const [event] = history.events();
    expect([event?.notes, event?.sampleId]).toEqual([
      'Auto-logged: 151 kcal burned',
      'activeEnergy-2025-06-30',
    ]);
    expect(event?.properties['Calories']).toEqual({ type: 'number', value: 151 });
  });
});
