import type { Bucket } from '../../../shared/domain/history.ts';
import { quantityText, unitText } from '../../../shared/domain/quantity-text.ts';
import { isSoundLevel, isSummed } from '../../../shared/domain/type-label.ts';
import { countOf } from '../../components/formats.ts';

export type BucketSize = 'day' | 'week' | 'month';

/**
 * `sum`: bars of totals; `average`: a line in a band from lowest to highest; `level`: the same of sound levels, whose mean is by energy;
 * `count`: bars of how many, for categories.
 */
export type ChartKind = 'sum' | 'average' | 'level' | 'count';

export interface ChartFigures {
  readonly kind: ChartKind;
  readonly at: number[];
  readonly middle: (number | null)[];
  readonly highest: (number | null)[];
  readonly lowest: (number | null)[];
  /** '' for counts. */
  readonly unit: string;
}

/** Fractions are read as percent, as everywhere on the page (quantity-text.ts). */
const scaleOf = (unit: string | null) => (unit === '%' ? 100 : 1);

export function chartFigures(type: string, unit: string | null, buckets: readonly Bucket[]): ChartFigures {
  const kind: ChartKind = buckets.every(({ total }) => total === null)
    ? 'count'
    : isSummed(type)
      ? 'sum'
      : isSoundLevel(type)
        ? 'level'
        : 'average';
  const scale = scaleOf(unit);
  const scaled = (value: number | null) => (value === null ? null : value * scale);
  return {
    kind,
    at: buckets.map(({ at }) => at),
    middle: buckets.map(({ count, total, level }) => {
      if (kind === 'count') return count;
      if (kind === 'sum' || total === null) return scaled(total);
      if (kind === 'level') return level ?? null;
      return count === 0 ? null : scaled(total / count);
    }),
    highest: buckets.map(({ highest }) => scaled(highest)),
    lowest: buckets.map(({ lowest }) => scaled(lowest)),
    unit: kind === 'count' ? '' : unit === '%' ? '%' : unitText(type, unit),
  };
}

/** Days up to four months, weeks up to three years, months beyond: some hundred marks at most. */
export function fittingBucket(spanSeconds: number): BucketSize {
  const days = spanSeconds / 86_400;
  return days <= 124 ? 'day' : days <= 1_100 ? 'week' : 'month';
}

/** What one mark of the chart says: `72 bpm on average (48 – 131) · 412 records`. */
export function bucketWords(type: string, unit: string | null, kind: ChartKind, bucket: Bucket): string {
  const text = (value: number) => {
    const { figure, unit: shown } = quantityText(type, value, unit);
    return shown === '' ? figure : `${figure} ${shown}`;
  };
  const records = countOf(bucket.count, 'record');
  if (kind === 'count' || bucket.total === null || bucket.count === 0) return records;
  if (kind === 'sum') return `${text(bucket.total)} · ${records}`;
  const spread =
    bucket.lowest === null || bucket.highest === null
      ? ''
      : ` (${text(bucket.lowest)} – ${text(bucket.highest)})`;
  if (kind === 'level')
    return `${text(bucket.level ?? bucket.total / bucket.count)} by energy (Leq)${spread} · ${records}`;
  return `${text(bucket.total / bucket.count)} on average${spread} · ${records}`;
}
