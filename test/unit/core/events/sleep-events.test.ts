import { describe, expect, it } from 'vitest';
import { sleepEvents } from '../../../../src/core/events/sleep-events.ts';
import { type SleepSample, type SleepStage, sleepStageOf } from '../../../../src/core/events/sleep-nights.ts';
import { rankIn } from '../../../../src/core/events/source-priority.ts';
import { wireTime } from '../../../../src/core/events/wire-time.ts';
import { zoneOf } from '../../../../src/core/events/zone.ts';

const [watch, phone, app] = [1, 2, 3];
const at = (text: string): number => Date.parse(text) / 1000;

function sleep(source: number, stage: SleepStage, from: string, to: string): SleepSample {
  return { source, stage, start: at(from), end: at(to) };
}

function eventsOf(zone: string, ...samples: SleepSample[]) {
  const days = { first: 0, last: 40_000 };
  return sleepEvents(samples, days, zoneOf(zone), rankIn([watch, phone, app]));
}

// Berlin, winter: 23:00 to 07:00 local time.
const night = ['2025-01-14T22:00:00Z', '2025-01-15T06:00:00Z'] as const;

describe('one night', () => {
  it('has the fields and properties of trendy-backend §3.2', () => {
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
  it('takes one: the highest in priority that tells of sleep, and shows the others beside it', () => {
    const [event] = eventsOf(
      'Europe/Berlin',
      sleep(app, 'unspecified', '2025-01-14T21:30:00Z', '2025-01-15T06:30:00Z'),
      sleep(phone, 'in_bed', '2025-01-14T21:00:00Z', '2025-01-15T07:00:00Z'),
      sleep(watch, 'core', ...night),
    );
    expect(event?.notes).toBe('Auto-logged: 8h 0m of sleep');
    expect(event?.properties['Bedtime']?.value).toBe(night[0]);
    expect(event?.breakdown).toEqual([
      { source: watch, value: 28_800, counted: 28_800 },
      { source: phone, value: 0, counted: 0 },
      { source: app, value: 32_400, counted: 0 },
    ]);
  });

  it('falls to the next one when the highest saw less than half an hour, or only the bed', () => {
    const [event] = eventsOf(
      'Europe/Berlin',
      sleep(watch, 'core', night[0], '2025-01-14T22:29:59Z'),
      sleep(phone, 'in_bed', ...night),
      sleep(app, 'unspecified', '2025-01-14T23:00:00Z', '2025-01-15T05:00:00Z'),
    );
    expect(event?.notes).toBe('Auto-logged: 6h 0m of sleep');
    expect(event?.start).toBe(at('2025-01-14T23:00:00Z'));
  });
});

describe('overlapping samples of one source', () => {
  it.each<[string, SleepSample[], number]>([
    [
      'generic that tells the same as stages is left out',
      [sleep(watch, 'unspecified', ...night), sleep(watch, 'core', night[0], '2025-01-15T03:00:00Z')],
      5 * 3600,
    ],
    [
      'a nap without stages counts beside the staged night',
      [
        sleep(watch, 'unspecified', '2025-01-14T14:00:00Z', '2025-01-14T15:00:00Z'),
        sleep(watch, 'core', ...night),
      ],
      9 * 3600,
    ],
    [
      'the same hours twice count once',
      [
        sleep(watch, 'unspecified', ...night),
        sleep(watch, 'unspecified', '2025-01-15T00:00:00Z', '2025-01-15T07:00:00Z'),
      ],
      9 * 3600,
    ],
    [
      'overlapping stages count once',
      [
        sleep(watch, 'core', ...night),
        sleep(watch, 'deep', '2025-01-15T00:00:00Z', '2025-01-15T01:00:00Z'),
        sleep(watch, 'rem', '2025-01-15T00:30:00Z', '2025-01-15T02:00:00Z'),
      ],
      8 * 3600,
    ],
  ])('%s', (_, samples, total) => {
    const [event] = eventsOf('Europe/Berlin', ...samples);
    const value = (name: string): number => Number(event?.properties[name]?.value ?? 0);
    expect(value('Total Sleep')).toBe(total);
    const staged = value('Core Sleep') + value('Deep Sleep') + value('REM Sleep');
    expect(staged).toBeLessThanOrEqual(total);
  });
});

describe('naps and short sleep', () => {
  it('gives a nap after noon to the coming night, with the nap as its bedtime', () => {
    const events = eventsOf(
      'Europe/Berlin',
      sleep(watch, 'unspecified', '2025-01-14T13:00:00Z', '2025-01-14T13:45:00Z'),
    );
    expect(events.map(({ day, notes, start }) => [day, notes, wireTime(start)])).toEqual([
      ['2025-01-14', 'Auto-logged: 45m of sleep', '2025-01-14T13:00:00Z'],
    ]);
  });

  it.each([
    [1799, 0],
    [1800, 1],
  ])('%d seconds make %d events', (seconds, count) => {
    const start = at(night[0]);
    expect(eventsOf('UTC', { source: watch, stage: 'deep', start, end: start + seconds })).toHaveLength(
      count,
    );
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
