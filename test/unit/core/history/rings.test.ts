import { describe, expect, test } from 'vitest';
import { type SummaryDay, streaksOf, totalsOf } from '../../../../src/core/history/ring-totals.ts';
import { summaryDay } from '../../../../src/core/history/rings.ts';
import { areAllClosed, isClosed } from '../../../../src/shared/domain/rings.ts';
import { historyFile } from './history-file.ts';

const day = (name: string, move: number | null, goal: number | null = 500): SummaryDay => ({
  day: name,
  moveBy: 'energy',
  move: { value: move, goal },
  exercise: { value: 30, goal: 30 },
  stand: { value: 12, goal: 12 },
});
const isMoveClosed = ({ move }: SummaryDay) => isClosed(move) === true;

describe('streaks', () => {
  const march = [
    day('2026-03-01', 500),
    day('2026-03-02', 501),
    day('2026-03-03', 499.9),
    day('2026-03-04', 700),
    // No summary on the 5th.
    day('2026-03-06', 700),
    day('2026-03-07', 700),
    day('2026-03-08', 700),
  ];

  test('are days in a row; a miss ends one, and a day without a summary too', () => {
    expect(streaksOf(march, '2026-12-31', isMoveClosed)).toEqual({
      current: { days: 3, from: '2026-03-06', to: '2026-03-08' },
      longest: { days: 3, from: '2026-03-06', to: '2026-03-08' },
    });
    expect(streaksOf(march.slice(0, 4), '2026-12-31', isMoveClosed)).toEqual({
      current: { days: 1, from: '2026-03-04', to: '2026-03-04' },
      longest: { days: 2, from: '2026-03-01', to: '2026-03-02' },
    });
  });

  test('the day of the export ends none, and lengthens one once the ring is closed', () => {
    const open = [...march, day('2026-03-09', 40)];
    expect(streaksOf(open, '2026-03-09', isMoveClosed).current).toEqual({
      days: 3,
      from: '2026-03-06',
      to: '2026-03-08',
    });
    expect(streaksOf(open, '2026-03-10', isMoveClosed).current).toBeNull();
    expect(streaksOf([...march, day('2026-03-09', 600)], '2026-03-09', isMoveClosed).current?.days).toBe(4);
  });

  test('go over the end of February and of a year; a ring without a goal is never closed', () => {
    const days = [
      '2027-12-30',
      '2027-12-31',
      '2028-01-01',
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
      '2028-03-02',
    ];
    expect(
      streaksOf(
        days.map((name) => day(name, 500)),
        '2029-01-01',
        isMoveClosed,
      ),
    ).toEqual({
      current: { days: 4, from: '2028-02-28', to: '2028-03-02' },
      longest: { days: 4, from: '2028-02-28', to: '2028-03-02' },
    });
    expect(streaksOf([day('2026-03-01', 500, null)], '2029-01-01', isMoveClosed)).toEqual({
      current: null,
      longest: null,
    });
    expect(streaksOf([], '2029-01-01', areAllClosed)).toEqual({ current: null, longest: null });
  });
});

test('totals count values, closed rings among those with a goal, and days with all closed', () => {
  const totals = totalsOf([
    day('2026-03-01', 500),
    day('2026-03-02', 100),
    day('2026-03-03', 600, null),
    day('2026-03-04', null),
  ]);
  expect(totals.move).toEqual({ days: 3, sum: 1200, met: 1, withGoal: 2 });
  expect(totals.exercise).toEqual({ days: 4, sum: 120, met: 4, withGoal: 4 });
  expect(totals.all).toBe(1);
});

test('after a change of what Move counts, only days of the newest kind are summed', () => {
  const timed: SummaryDay = { ...day('2026-03-05', 60, 45), moveBy: 'time' };
  expect(totalsOf([day('2026-03-04', 500), timed])).toMatchObject({
    moveBy: 'time',
    move: { days: 1, sum: 60, met: 1, withGoal: 1 },
  });
});

describe('a summary as stored', () => {
  const nothing = {
    day: '2026-03-01',
    energy: 0,
    energyGoal: 0,
    moveTime: 0,
    moveTimeGoal: 0,
    exercise: 0,
    exerciseGoal: 0,
    stand: 0,
    standGoal: 0,
  };

  test('is a placeholder where everything is 0, goals too; a day of nothing with a goal is one', () => {
    expect(summaryDay(nothing)).toBeNull();
    expect(summaryDay({ ...nothing, standGoal: 12 })?.stand).toEqual({ value: 0, goal: 12 });
  });

  test('Move is a time where only that has a goal', () => {
    expect(summaryDay({ ...nothing, moveTime: 50, moveTimeGoal: 60, energy: 300 })).toMatchObject({
      moveBy: 'time',
      move: { value: 50, goal: 60 },
    });
    expect(summaryDay({ ...nothing, moveTime: 50, energy: 300, energyGoal: 400 })).toMatchObject({
      moveBy: 'energy',
      move: { value: 300, goal: 400 },
    });
  });
});

test('days come with their span, the names of iOS 13 are read, and what is no number is no figure', () => {
  const history = historyFile(({ database }) => {
    const add = database.prepare('INSERT INTO activity_summary VALUES (?, 0, ?, 1)');
    const put = (name: string, content: object) => add.run(name, JSON.stringify(content));
    put('1969-12-30', { activeEnergyBurned: 0, activeEnergyBurnedGoal: 0 });
    put('2020-03-01', { appleMoveMinutes: 31, appleMoveMinutesGoal: 30, appleExerciseTime: 'x' });
    put('2026-03-02', { activeEnergyBurned: 410.5, activeEnergyBurnedGoal: 400, appleExerciseTime: 20 });
  });
  const rings = history.rings({ from: '2020-01-01', to: '2020-12-31' });
  expect(rings).toMatchObject({ first: '2020-03-01', last: '2026-03-02' });
  expect(rings.days).toEqual([
    {
      day: '2020-03-01',
      moveBy: 'time',
      move: { value: 31, goal: 30 },
      exercise: { value: null, goal: null },
      stand: { value: null, goal: null },
      own: { move: null, exercise: null, stand: null },
      isUnderWay: false,
    },
  ]);
  expect(history.rings({}).days.map(({ move }) => move.value)).toEqual([31, 410.5]);
  expect(history.rings({ from: '2030-01-01' }).days).toEqual([]);
});

test('a value that former versions stored, and whose sums overflow, is none', () => {
  const stored = { day: '2026-03-01', energy: 1.7e308, energyGoal: 500, moveTime: null, moveTimeGoal: null };
  const ring = summaryDay({ ...stored, exercise: 10, exerciseGoal: 30, stand: 4, standGoal: 12 });
  expect(ring).toMatchObject({ move: { value: null, goal: 500 }, exercise: { value: 10 } });
});
