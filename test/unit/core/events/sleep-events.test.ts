import { describe, expect, it } from 'vitest';
import { sleepEvents } from '../../../../src/core/events/sleep-events.ts';
import { type SleepSample, type SleepStage, sleepStageOf } from '../../../../src/core/events/sleep-nights.ts';
import { rankIn } from '../../../../src/core/events/source-priority.ts';
import { zoneOf } from '../../../../src/core/events/zone.ts';
import { wireTime } from '../../../../src/shared/time.ts';

const [watch, phone, app] = [1, 2, 3];
const at = (text: string): number => Date.parse(text) / 1000;

function sleep(source: number, stage: SleepStage, from: string, to: string): SleepSample {
  return { source, stage, isByHand: false, start: at(from), end: at(to) };
}

const byHand = (sample: SleepSample): SleepSample => ({ ...sample, isByHand: true });

function sleepOf(zone: string, ...samples: SleepSample[]) {
  const days = { first: 0, last: 40_000 };
  return sleepEvents(samples, days, zoneOf(zone), rankIn([watch, phone, app]));
}

/** What is sent. */
function eventsOf(zone: string, ...samples: SleepSample[]) {
  return sleepOf(zone, ...samples).events;
}

/** What History shows, in order of start: [day, start, end, seconds asleep]. */
function shownOf(zone: string, ...samples: SleepSample[]) {
  const { events, own, hidden } = sleepOf(zone, ...samples);
  return [...own, ...events.filter(({ day }) => !hidden.includes(day))]
    .toSorted((a, b) => a.start - b.start)
    .map(({ day, start, end, properties }) => [
      day,
      wireTime(start),
      wireTime(end ?? 0),
      properties['Total Sleep']?.value,
    ]);
}

const hours = (count: number): number => count * 3600;

// Berlin, winter: 23:00 to 07:00 local time.
const night = ['2025-01-14T22:00:00Z', '2025-01-15T06:00:00Z'] as const;

describe('one night', () => {
  it('has the fields and properties of trendy/README §3.2', () => {
    const [event, ...others] = eventsOf(
      'Europe/Berlin',
      sleep(watch, 'in_bed', '2025-01-14T21:50:00Z', '2025-01-15T06:10:00Z'),
      sleep(watch, 'core', '2025-01-14T22:00:00Z', '2025-01-15T00:00:00Z'),
      sleep(watch, 'deep', '2025-01-15T00:00:00Z', '2025-01-15T01:30:00Z'),
      sleep(watch, 'awake', '2025-01-15T01:30:00Z', '2025-01-15T01:40:00Z'),
      sleep(watch, 'rem', '2025-01-15T01:40:00Z', '2025-01-15T03:05:30Z'),
    );
    expect(others).toEqual([]);
    expect(event).toEqual({
      category: 'sleep',
      start: at('2025-01-14T21:50:00Z'),
      end: at('2025-01-15T06:10:00Z'),
      isAllDay: true,
      notes: 'Auto-logged: 4h 55m of sleep',
      sampleId: 'sleep-2025-01-13',
      properties: {
        'Total Sleep': { type: 'duration', value: 17_730 },
        Date: { type: 'date', value: '2025-01-13T23:00:00Z' },
        Bedtime: { type: 'date', value: '2025-01-14T21:50:00Z' },
        'Wake Time': { type: 'date', value: '2025-01-15T06:10:00Z' },
        'Core Sleep': { type: 'duration', value: 7200 },
        'Deep Sleep': { type: 'duration', value: 5400 },
        'REM Sleep': { type: 'duration', value: 5130 },
        'Time Awake': { type: 'duration', value: 600 },
      },
      day: '2025-01-14',
      merged: 0,
      breakdown: [{ source: watch, value: 17_730, counted: 17_730 }],
    });
  });

  it.each([
    [
      'in New York, the evening before the wake day',
      'America/New_York',
      '2025-01-15T04:00:00Z',
      '2025-01-15T11:00:00Z',
      '2025-01-14',
      'sleep-2025-01-14',
    ],
    [
      'in Tokyo',
      'Asia/Tokyo',
      '2025-01-14T14:00:00Z',
      '2025-01-14T22:00:00Z',
      '2025-01-14',
      'sleep-2025-01-13',
    ],
    [
      'begun after midnight',
      'Europe/Berlin',
      '2025-01-15T00:30:00Z',
      '2025-01-15T07:00:00Z',
      '2025-01-14',
      'sleep-2025-01-13',
    ],
    [
      'ending one second before noon',
      'Europe/Berlin',
      '2025-01-15T03:00:00Z',
      '2025-01-15T10:59:59Z',
      '2025-01-14',
      'sleep-2025-01-13',
    ],
    [
      'ending at noon: that day',
      'Europe/Berlin',
      '2025-01-15T03:00:00Z',
      '2025-01-15T11:00:00Z',
      '2025-01-15',
      'sleep-2025-01-14',
    ],
    [
      'over the change to summer time',
      'Europe/Berlin',
      '2025-03-29T22:00:00Z',
      '2025-03-30T05:00:00Z',
      '2025-03-29',
      'sleep-2025-03-28',
    ],
    [
      'over the change to winter time',
      'Europe/Berlin',
      '2025-10-25T21:00:00Z',
      '2025-10-26T06:00:00Z',
      '2025-10-25',
      'sleep-2025-10-24',
    ],
  ])('%s', (_, zone, from, to, day, sampleId) => {
    const [event] = eventsOf(zone, sleep(watch, 'unspecified', from, to));
    expect([event?.day, event?.sampleId]).toEqual([day, sampleId]);
    expect(event?.properties['Total Sleep']?.value).toBe(at(to) - at(from));
  });
});

describe('several sources', () => {
  it('fill each other, the first in order where they tell of the same time', () => {
    const [event] = eventsOf(
      'Europe/Berlin',
      sleep(app, 'unspecified', '2025-01-14T21:30:00Z', '2025-01-15T06:30:00Z'),
      sleep(phone, 'in_bed', '2025-01-14T21:00:00Z', '2025-01-15T07:00:00Z'),
      sleep(watch, 'core', ...night),
    );
    expect(event?.notes).toBe('Auto-logged: 9h 0m of sleep');
    expect(event?.properties['Core Sleep']?.value).toBe(hours(8));
    // The phone has no say in the sleep, so neither in the bedtime.
    expect(event?.properties['Bedtime']?.value).toBe('2025-01-14T21:30:00Z');
    expect(event?.breakdown).toEqual([
      { source: watch, value: 28_800, counted: 28_800 },
      { source: phone, value: 0, counted: 0 },
      { source: app, value: 32_400, counted: 3600 },
    ]);
  });

  it.each<[string, SleepSample[], number]>([
    [
      'a Watch that was taken off at 3, and an app',
      [
        sleep(watch, 'core', night[0], '2025-01-15T02:00:00Z'),
        sleep(app, 'unspecified', '2025-01-14T22:10:00Z', night[1]),
      ],
      8,
    ],
    [
      'two Watches, half a night each',
      [
        sleep(watch, 'core', night[0], '2025-01-15T02:00:00Z'),
        sleep(phone, 'deep', '2025-01-15T02:00:00Z', night[1]),
      ],
      8,
    ],
    [
      'a Watch until 5, and by hand until 7',
      [sleep(watch, 'core', night[0], '2025-01-15T04:00:00Z'), byHand(sleep(app, 'unspecified', ...night))],
      8,
    ],
    [
      'by hand says less than a Watch',
      [sleep(watch, 'awake', ...night), byHand(sleep(app, 'unspecified', night[0], '2025-01-15T01:00:00Z'))],
      3,
    ],
    [
      'the first that says awake is right',
      [
        sleep(watch, 'core', night[0], '2025-01-15T02:00:00Z'),
        sleep(watch, 'awake', '2025-01-15T02:00:00Z', '2025-01-15T02:30:00Z'),
        sleep(watch, 'core', '2025-01-15T02:30:00Z', night[1]),
        sleep(app, 'unspecified', ...night),
      ],
      7.5,
    ],
  ])('%s', (_, samples, asleep) => {
    const [event, ...others] = eventsOf('Europe/Berlin', ...samples);
    expect(event?.properties['Total Sleep']?.value).toBe(hours(asleep));
    expect(others).toEqual([]);
  });
});

describe('overlapping samples of one source', () => {
  it.each<[string, SleepSample[], number]>([
    [
      'generic sleep counts where no stage is told',
      [sleep(watch, 'unspecified', ...night), sleep(watch, 'core', night[0], '2025-01-15T03:00:00Z')],
      8,
    ],
    [
      'awake inside a coarse span is awake',
      [
        sleep(watch, 'unspecified', ...night),
        sleep(watch, 'awake', '2025-01-15T02:00:00Z', '2025-01-15T02:30:00Z'),
      ],
      7.5,
    ],
    [
      'the same hours twice count once',
      [
        sleep(watch, 'unspecified', ...night),
        sleep(watch, 'unspecified', '2025-01-15T00:00:00Z', '2025-01-15T07:00:00Z'),
      ],
      9,
    ],
    [
      'overlapping stages count once',
      [
        sleep(watch, 'core', ...night),
        sleep(watch, 'deep', '2025-01-15T00:00:00Z', '2025-01-15T01:00:00Z'),
        sleep(watch, 'rem', '2025-01-15T00:30:00Z', '2025-01-15T02:00:00Z'),
      ],
      8,
    ],
  ])('%s', (_, samples, asleep) => {
    const [event] = eventsOf('Europe/Berlin', ...samples);
    const value = (name: string): number => Number(event?.properties[name]?.value ?? 0);
    expect(value('Total Sleep')).toBe(hours(asleep));
    const staged = value('Core Sleep') + value('Deep Sleep') + value('REM Sleep');
    expect(staged).toBeLessThanOrEqual(hours(asleep));
  });
});

describe('sessions', () => {
  it('shows a nap apart from the night, and sends both as the phone has them', () => {
    const samples = [
      sleep(watch, 'unspecified', '2025-01-14T13:00:00Z', '2025-01-14T14:30:00Z'),
      sleep(watch, 'core', ...night),
    ];
    expect(shownOf('Europe/Berlin', ...samples)).toEqual([
      ['2025-01-14', '2025-01-14T13:00:00Z', '2025-01-14T14:30:00Z', hours(1.5)],
      ['2025-01-14', night[0], night[1], hours(8)],
    ]);
    const { events, own } = sleepOf('Europe/Berlin', ...samples);
    expect(events.map(({ notes, start, sampleId }) => [notes, wireTime(start), sampleId])).toEqual([
      ['Auto-logged: 9h 30m of sleep', '2025-01-14T13:00:00Z', 'sleep-2025-01-13'],
    ]);
    expect(own.map(({ sentDays }) => sentDays)).toEqual([['2025-01-14'], ['2025-01-14']]);
  });

  it('shows a nap of the Watch beside a night that only an app told of', () => {
    const shown = shownOf(
      'Europe/Berlin',
      sleep(watch, 'core', '2025-01-14T17:00:00Z', '2025-01-14T17:31:00Z'),
      sleep(app, 'unspecified', ...night),
    );
    expect(shown.map(([, , , asleep]) => asleep)).toEqual([31 * 60, hours(8)]);
  });

  it.each([
    ['05:00 to 13:00, in stages', '2025-06-05T03:00:00Z', 16, 1800],
    ['08:00 to 14:30, in stages', '2025-06-05T06:00:00Z', 13, 1800],
  ])('shows one sleep over noon whole: %s', (_, from, count, seconds) => {
    const samples = Array.from({ length: count }, (__, i) => ({
      source: watch,
      stage: i % 2 === 0 ? ('core' as const) : ('rem' as const),
      isByHand: false,
      start: at(from) + i * seconds,
      end: at(from) + (i + 1) * seconds,
    }));
    const end = wireTime(at(from) + count * seconds);
    expect(shownOf('Europe/Berlin', ...samples)).toEqual([['2025-06-05', from, end, count * seconds]]);
    const { events, own } = sleepOf('Europe/Berlin', ...samples);
    expect(events.map(({ day }) => day)).toEqual(['2025-06-04', '2025-06-05']);
    expect(own[0]?.sentDays).toEqual(['2025-06-04', '2025-06-05']);
    expect(events.reduce((sum, { properties }) => sum + Number(properties['Total Sleep']?.value), 0)).toBe(
      count * seconds,
    );
  });

  it('knows a night whose time in bed ended after noon from the next one', () => {
    const shown = shownOf(
      'Europe/Berlin',
      sleep(app, 'in_bed', '2025-05-31T23:00:00Z', '2025-06-01T10:10:00Z'),
      sleep(app, 'unspecified', '2025-05-31T23:05:00Z', '2025-06-01T09:55:00Z'),
      sleep(app, 'in_bed', '2025-06-01T21:00:00Z', '2025-06-02T05:00:00Z'),
      sleep(app, 'unspecified', '2025-06-01T21:10:00Z', '2025-06-02T04:50:00Z'),
    );
    expect(shown).toEqual([
      ['2025-05-31', '2025-05-31T23:00:00Z', '2025-06-01T10:10:00Z', hours(10) + 50 * 60],
      ['2025-06-01', '2025-06-01T21:00:00Z', '2025-06-02T05:00:00Z', hours(7) + 40 * 60],
    ]);
  });

  it('sends both of two nights that begin in one second, the later a second later', () => {
    const { events } = sleepOf(
      'Europe/Berlin',
      sleep(app, 'unspecified', '2025-05-31T23:00:00Z', '2025-06-01T09:55:00Z'),
      sleep(app, 'in_bed', '2025-05-31T23:00:00Z', '2025-06-01T10:10:00Z'),
      sleep(app, 'unspecified', '2025-06-01T21:10:00Z', '2025-06-02T04:50:00Z'),
    );
    expect(events.map(({ start, properties }) => [wireTime(start), properties['Bedtime']?.value])).toEqual([
      ['2025-05-31T23:00:00Z', '2025-05-31T23:00:00Z'],
      ['2025-05-31T23:00:01Z', '2025-05-31T23:00:00Z'],
    ]);
  });

  it('cuts what lasts longer than a day at noon, and counts no sample that does', () => {
    const day = (text: string) => `2025-01-${text}:00Z`;
    const shown = shownOf(
      'UTC',
      sleep(watch, 'core', day('14T06:00'), day('15T02:00')),
      sleep(watch, 'core', day('15T02:00'), day('15T20:00')),
    );
    expect(shown.map(([of, start, end]) => [of, start, end])).toEqual([
      ['2025-01-13', '2025-01-14T06:00:00Z', '2025-01-14T12:00:00Z'],
      ['2025-01-14', '2025-01-14T12:00:00Z', '2025-01-15T12:00:00Z'],
      ['2025-01-15', '2025-01-15T12:00:00Z', '2025-01-15T20:00:00Z'],
    ]);
  });

  it.each([
    [1799, []],
    [1800, ['2025-01-14']],
  ])('%d seconds are shown, and sent in %j', (seconds, sent) => {
    const start = at(night[0]);
    const sample = { source: watch, stage: 'deep' as const, isByHand: false, start, end: start + seconds };
    expect(shownOf('UTC', sample).map(([, , , asleep]) => asleep)).toEqual([seconds]);
    expect(eventsOf('UTC', sample).map(({ day }) => day)).toEqual(sent);
  });

  it('counts waking between and beside sleep, of a day told as awake only what is inside', () => {
    const [beside] = eventsOf(
      'UTC',
      sleep(watch, 'core', ...night),
      sleep(watch, 'awake', night[1], '2025-01-15T06:20:00Z'),
    );
    expect(beside?.properties['Time Awake']?.value).toBe(20 * 60);
    const { own } = sleepOf(
      'UTC',
      sleep(watch, 'core', ...night),
      sleep(watch, 'in_bed', night[0], '2025-01-15T06:20:00Z'),
      sleep(watch, 'awake', night[1], '2025-01-15T20:00:00Z'),
    );
    expect(own[0]?.properties['Time Awake']?.value).toBe(20 * 60);
  });
});

describe('values', () => {
  it('knows the six names and HealthKit\u2019s numbers of them, and nothing else', () => {
    expect(sleepStageOf('HKCategoryValueSleepAnalysisAsleepREM')).toBe('rem');
    expect(sleepStageOf(2)).toBe('awake');
    expect(sleepStageOf('HKCategoryValueSleepAnalysisFuture')).toBeNull();
    expect(sleepStageOf('toString')).toBeNull();
  });
});
