import { describe, expect, it } from 'vitest';
import { dailyEvents } from '../../../../src/core/events/daily-events.ts';
import { countedValues, type FigureSample } from '../../../../src/core/events/daily-figures.ts';
import { rankIn } from '../../../../src/core/events/source-priority.ts';
import { zoneOf } from '../../../../src/core/events/zone.ts';
import { randomFor, whole } from '../../../generator/random.ts';

const [watch, phone] = [1, 2];
const rankOf = rankIn([watch, phone]);
const at = (text: string) => Date.parse(text) / 1000;

function steps(zone: string, day: string, days: number, samples: readonly FigureSample[]) {
  const first = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
  const sorted = samples.toSorted((a, b) => a.start - b.start);
  return dailyEvents('steps', sorted, { first, last: first + days - 1 }, zoneOf(zone), rankOf);
}
const figures = (events: ReturnType<typeof steps>) =>
  events.map(({ day, figure, isLocal, properties }) => [
    day,
    figure ?? properties['Step Count']?.value,
    isLocal ? null : properties['Step Count']?.value,
  ]);

describe('a sample that lasts over midnight', () => {
  const over = {
    source: phone,
    start: at('2025-06-01T21:50:00Z'),
    end: at('2025-06-01T22:10:00Z'),
    value: 400,
  };
  const before = {
    source: phone,
    start: at('2025-06-01T08:00:00Z'),
    end: at('2025-06-01T08:30:00Z'),
    value: 1000,
  };

  it('is divided in our own figure, and sent whole on the day of its start', () => {
    expect(figures(steps('Europe/Berlin', '2025-06-01', 2, [before, over]))).toEqual([
      ['2025-06-01', 1200, 1400],
      ['2025-06-02', 200, null],
    ]);
    const behind = { ...before, start: before.start + 86_400, end: before.end + 86_400 };
    expect(figures(steps('Europe/Berlin', '2025-06-01', 2, [over, behind]))).toEqual([
      ['2025-06-01', 200, 400],
      ['2025-06-02', 1200, 1000],
    ]);
  });

  it('says the same of a day whichever days are made with it', () => {
    expect(figures(steps('Europe/Berlin', '2025-06-02', 1, [before, over]))).toEqual([
      ['2025-06-02', 200, null],
    ]);
    expect(figures(steps('Europe/Berlin', '2025-06-01', 1, [before, over]))).toEqual([
      ['2025-06-01', 1200, 1400],
    ]);
  });

  it('is divided by what of it counts on either side', () => {
    const covering = {
      source: watch,
      start: at('2025-06-01T22:00:00Z'),
      end: at('2025-06-01T22:10:00Z'),
      value: 90,
    };
    expect(figures(steps('Europe/Berlin', '2025-06-01', 2, [over, covering]))).toEqual(
      [
        ['2025-06-01', 200, 200],
        ['2025-06-02', 90, 90],
      ].map(([day, figure, sent]) => [day, figure, sent]),
    );
  });
});

it('both figures of random days, second by second, with both changes of the clock', () => {
  for (const [zone, day] of [
    ['Europe/Berlin', '2025-03-29'],
    ['America/New_York', '2025-11-01'],
    ['Asia/Kathmandu', '2025-06-01'],
    ['America/Santiago', '2025-09-06'],
  ] as const) {
    const home = zoneOf(zone);
    const first = Date.parse(`${day}T00:00:00Z`) / 86_400_000;
    for (let round = 0; round < 12; round++) {
      const random = randomFor(11, `${zone} midnight`, round);
      const samples = Array.from({ length: whole(random, 1, 12) }, (): FigureSample => {
        const start = home.startOf(first) - 40_000 + whole(random, 0, 26) * 10_000;
        const end = start + whole(random, 0, 9) * 10_000;
        return { source: whole(random, watch, phone), start, end, value: whole(random, 1, 900) };
      }).sort((a, b) => a.start - b.start);
      const counted = countedValues(samples, rankOf);
      const own = new Map<number, number>();
      const sent = new Map<number, number>();
      const add = (to: Map<number, number>, at: number, value: number) =>
        to.set(home.dayOf(at), (to.get(home.dayOf(at)) ?? 0) + value);
      samples.forEach(({ source, start, end, value }, index) => {
        add(sent, start, counted[index] ?? 0);
        if (start === end) add(own, start, counted[index] ?? 0);
        const higher = samples.filter((other) => rankOf(other.source) < rankOf(source));
        // All instants are whole hundreds of seconds apart.
        for (let second = start; second < end; second += 100) {
          const isFree = !higher.some((other) => other.start <= second && second < other.end);
          if (isFree) add(own, second, (value * 100) / (end - start));
        }
      });
      for (const { day: text, figure, isLocal, properties } of dailyEvents(
        'steps',
        samples,
        { first, last: first + 2 },
        home,
        rankOf,
      )) {
        const ofDay = Date.parse(`${text}T00:00:00Z`) / 86_400_000;
        const said = Number(properties['Step Count']?.value);
        expect(figure ?? said, `${zone} ${round}`).toBeCloseTo(own.get(ofDay) ?? 0, 5);
        expect(isLocal ? 0 : said, `${zone} ${round}`).toBeCloseTo(sent.get(ofDay) ?? 0, 5);
      }
    }
  }
});
