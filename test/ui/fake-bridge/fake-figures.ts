import type { CallInput, CallOutput } from '../../../src/shared/contract/index.ts';
import type { Figure } from '../../../src/shared/domain/figures.ts';
import { kindOf } from './fake-types.ts';

const dayMs = 86_400_000;
const textOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const firstDay = Date.parse('2019-03-01');
const lastDay = Math.floor(Date.now() / dayMs - 3) * dayMs;

const stages = ['AsleepCore', 'AsleepREM', 'AsleepDeep', 'Awake'];
const hours = [4.1, 1.6, 0.9, 0.4];

/** Where the span of a day begins. Days are instants at midnight, UTC: the fake scene's zone. */
function spanOf(day: number, by: string, weekStart: number): number {
  const date = new Date(day);
  if (by === 'range') return firstDay;
  if (by === 'week') return day - ((date.getUTCDay() - weekStart + 7) % 7) * dayMs;
  if (by === 'month') return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
  return by === 'year' ? Date.UTC(date.getUTCFullYear(), 0) : day;
}

/** What one day, or one hour of it, has: always the same. */
/** Whether figures of a type add up: the shares of its sources do, too. */
export const isSum = (type: string) => /Count|Burned|Distance|Water|Climbed|StandTime/.test(type);

function partOf(type: string, at: number, share: number): Omit<Figure, 'day' | 'start' | 'end' | 'days'> {
  const [, , unit, usual] = kindOf(type) ?? ['', 0, null, 0];
  const wave = 1 + Math.sin(at / dayMs / 9) * 0.2 + Math.sin(at / dayMs / 1.7) * 0.15;
  const count = Math.max(1, Math.round(60 * share * wave));
  const isSleep = type.endsWith('SleepAnalysis');
  const isStand = type.endsWith('StandHour');
  return {
    count,
    sum: isSum(type) ? usual * count : null,
    mean: unit !== null && !isSum(type) ? usual * (0.9 + wave / 10) : null,
    lowest: unit !== null && !isSum(type) ? usual * 0.76 * wave : null,
    highest: unit !== null && !isSum(type) ? usual * (1.1 + wave / 4) : null,
    latest: unit === null ? null : usual,
    values:
      unit !== null
        ? []
        : isSleep
          ? stages.map((stage, index) => ({
              value: `HKCategoryValueSleepAnalysis${stage}`,
              seconds: Math.round((hours[index] ?? 0) * 3600 * wave * share),
              count: 4,
            }))
          : [
              {
                value: isStand ? 'HKCategoryValueAppleStandHourStood' : 'HKCategoryValueNotApplicable',
                seconds: isStand ? 0 : Math.round(600 * wave),
                count,
              },
            ],
  };
}

/** Figures of a type between 2019 and three days ago, as the real call cuts and joins them. */
export function fakeFigures({
  type,
  by,
  from,
  to,
  source,
  weekStart = 1,
}: CallInput<'history.figures'>): CallOutput<'history.figures'> {
  const first = Math.max(firstDay, from === undefined ? firstDay : Date.parse(from));
  const last = Math.min(lastDay, to === undefined ? lastDay : Date.parse(to));
  const part = source === undefined ? 1 : 1 / (source + 1);
  const spans = new Map<number, Figure>();
  const step = by === 'hour' ? dayMs / 24 : dayMs;
  for (let at = first; at < last + dayMs; at += step) {
    const hour = (at % dayMs) / 3_600_000;
    if (by === 'hour' && hour < 7) continue;
    const place = by === 'hour' ? at : Math.max(first, spanOf(at, by, weekStart));
    const own = partOf(type, at, (by === 'hour' ? 1 / 17 : 1) * part);
    const known = spans.get(place);
    const times = (known?.count ?? 0) / ((known?.count ?? 0) + own.count);
    const both = (a: number | null | undefined, b: number | null, join: (a: number, b: number) => number) =>
      a === null || a === undefined || b === null ? b : join(a, b);
    spans.set(place, {
      ...own,
      day: textOf(place),
      start: place / 1000,
      end: (at + step) / 1000,
      days: (known?.days ?? 0) + 1,
      count: (known?.count ?? 0) + own.count,
      sum: both(known?.sum, own.sum, (a, b) => a + b),
      mean: both(known?.mean, own.mean, (a, b) => a * times + b * (1 - times)),
      lowest: both(known?.lowest, own.lowest, Math.min),
      highest: both(known?.highest, own.highest, Math.max),
      values: own.values.map((value, index) => ({
        ...value,
        seconds: value.seconds + (known?.values[index]?.seconds ?? 0),
        count: value.count + (known?.values[index]?.count ?? 0),
      })),
    });
  }
  const [, , unit = null] = kindOf(type) ?? [];
  const probe = partOf(type, firstDay, 1);
  const aggregation =
    probe.sum !== null
      ? 'sum'
      : probe.mean !== null
        ? type.includes('Audio')
          ? 'level'
          : 'mean'
        : type.endsWith('Hour')
          ? 'count'
          : 'time';
  return { aggregation, unit, printedUnit: unit, zone: 'UTC', isCurrent: true, figures: [...spans.values()] };
}
