import { describe, expect, it } from 'vitest';
import { at, type EventHistory, eachOverEventHistory, sentFields, watchDevice } from './event-history.ts';

let history: EventHistory;
eachOverEventHistory((opened) => {
  history = opened;
});

describe('water', () => {
  it('sums drinks of one second and converts to ml, truncated in the notes', async () => {
    const diary = history.source('Diary');
    history.add(
      { category: 'water', source: diary, from: '2025-01-15T08:00:00Z', value: 0.25, unit: 'L' },
      { category: 'water', source: diary, from: '2025-01-15T08:00:00Z', value: 100, unit: 'mL' },
      { category: 'water', source: diary, from: '2025-01-15T08:00:01Z', value: 8, unit: 'fl_oz_us' },
    );
    await history.derive();
    const [first, second, ...others] = history.events().map(sentFields);
    expect(others).toEqual([]);
    expect(first).toEqual({
      start: at('2025-01-15T08:00:00Z'),
      end: null,
      isAllDay: false,
      notes: 'Auto-logged: 350 ml water',
      sampleId: expect.stringMatching(/^hkx-water-[0-9a-f]{32}$/),
      properties: {
        'Amount (ml)': { type: 'number', value: 350 },
        Time: { type: 'date', value: '2025-01-15T08:00:00Z' },
      },
      day: '2025-01-15',
      merged: 1,
    });
    expect(second?.notes).toBe('Auto-logged: 236 ml water');
  });
});

describe('mindfulness', () => {
  it('sends the session of the source that counts first in a second, and shows the other beside it', async () => {
    const app = history.source('Breathing');
    const watch = history.source('Watch', watchDevice);
    const phone = history.source('Phone');
    const from = '2025-01-15T08:00:00Z';
    history.add(
      { category: 'mindfulness', source: app, from, to: '2025-01-15T08:20:00Z', value: '' },
      { category: 'mindfulness', source: watch, from, to: '2025-01-15T08:05:00Z', value: '' },
      { category: 'mindfulness', source: phone, from, to: '2025-01-15T08:05:00Z', value: '' },
    );
    await history.derive();
    const [event, ...others] = history.events().map(sentFields);
    expect(others).toEqual([]);
    expect(history.own()).toEqual([[from, '2025-01-15T08:20:00Z', 1200, null]]);
    expect(event).toEqual({
      start: at(from),
      end: at('2025-01-15T08:05:00Z'),
      isAllDay: false,
      notes: 'Auto-logged: Mindfulness session',
      sampleId: expect.stringMatching(/^hkx-mindfulness-[0-9a-f]{32}$/),
      properties: {
        Duration: { type: 'duration', value: 300 },
        'Started At': { type: 'date', value: from },
      },
      day: '2025-01-15',
      merged: 1,
    });
  });
});

describe('workout', () => {
  const run = {
    from: '2025-01-15T22:30:00Z',
    to: '2025-01-15T23:30:00Z',
    activity: 'HighIntensityIntervalTraining',
  };

  it('has its own duration, energy, distance, and the heart rate of one source', async () => {
    const watch = history.source('Watch', watchDevice);
    const strap = history.source('Strap');
    history.addWorkout({ ...run, source: watch, duration: 3400.25, distance: 5000.5, energy: 420 });
    history.add(
      { category: 'heart_rate', source: watch, from: '2025-01-15T22:29:59Z', value: 60, unit: 'count/min' },
      { category: 'heart_rate', source: watch, from: '2025-01-15T22:30:00Z', value: 100, unit: 'count/min' },
      { category: 'heart_rate', source: watch, from: '2025-01-15T23:30:00Z', value: 151, unit: 'count/min' },
      { category: 'heart_rate', source: strap, from: '2025-01-15T23:00:00Z', value: 200, unit: 'count/min' },
    );
    await history.derive();
    expect(history.events().map(sentFields)).toEqual([
      {
        start: at(run.from),
        end: at(run.to),
        isAllDay: false,
        notes: 'Auto-logged: HIIT',
        sampleId: expect.stringMatching(/^hkx-workout-[0-9a-f]{32}$/),
        properties: {
          Duration: { type: 'duration', value: 3400.25 },
          'Workout Type': { type: 'text', value: 'HIIT' },
          'Started At': { type: 'date', value: run.from },
          'Ended At': { type: 'date', value: run.to },
          Calories: { type: 'number', value: 420 },
          'Distance (m)': { type: 'number', value: 5000.5 },
          'Avg Heart Rate': { type: 'number', value: 125.5 },
          'Max Heart Rate': { type: 'number', value: 151 },
        },
        day: '2025-01-15',
        merged: 0,
      },
    ]);
  });

  it('leaves out what the file does not say, and is sent as one event for one second', async () => {
    const watch = history.source('Watch', watchDevice);
    const app = history.source('Other app');
    history.add({
      category: 'heart_rate',
      source: watch,
      from: '2020-01-01T00:00:00Z',
      value: 60,
      unit: 'count/min',
    });
    history.addWorkout(
      { ...run, source: app, activity: 'Running' },
      { ...run, source: watch, activity: 'Underwater' },
    );
    await history.derive();
    const [event, ...others] = history.events();
    expect(others).toEqual([]);
    expect([event?.notes, event?.merged]).toEqual(['Auto-logged: Other', 0]);
    expect(history.own()).toEqual([[run.from, run.to, 3600, null]]);
    expect(Object.keys(event?.properties ?? {})).toEqual([
      'Duration',
      'Workout Type',
      'Started At',
      'Ended At',
    ]);
    expect(event?.properties['Duration']?.value).toBe(3600);
  });

  it('takes up heart rates that a later import brings, behind midnight UTC too', async () => {
    const watch = history.source('Watch', watchDevice);
    const late = { from: '2025-01-15T23:30:00Z', to: '2025-01-16T00:30:00Z', activity: 'Running' };
    history.addWorkout({ ...late, source: watch });
    await history.derive();
    history.add({
      category: 'heart_rate',
      source: watch,
      from: '2025-01-16T00:15:00Z',
      value: 120,
      unit: 'count/min',
    });
    expect(await history.derive()).toEqual({ created: 0, changed: 1, deleted: 0 });
    expect(history.events()[0]?.properties['Max Heart Rate']?.value).toBe(120);
  });
});
