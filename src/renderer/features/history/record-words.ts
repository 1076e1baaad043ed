import type { RecordRow, WorkoutRow } from '../../../shared/domain/history.ts';
import {
  durationText,
  figureText,
  type QuantityText,
  quantityText,
} from '../../../shared/domain/quantity-text.ts';
import { typeLabel } from '../../../shared/domain/type-label.ts';
import { valueLabel } from '../../../shared/domain/value-label.ts';
import { workoutName } from '../../../shared/domain/workout-name.ts';
import { dayText, timeSpanText } from '../../components/formats.ts';

/** What a record says: its figure, its category in words, or how long it lasted when it says nothing else. */
export function recordValue({ type, value, text, unit, start, end }: RecordRow): QuantityText {
  if (value !== null) return quantityText(type, value, unit);
  const words = text === null ? '' : valueLabel(type, text);
  if (words !== '') return { figure: words, unit: end > start ? durationText(end - start) : '' };
  return { figure: end > start ? durationText(end - start) : '—', unit: '' };
}

export function recordWords(row: RecordRow): string {
  const { figure, unit } = recordValue(row);
  return `${typeLabel(row.type)}, ${figure} ${unit}, ${dayText(row.start)} ${timeSpanText(row.start, row.end)}, ${row.source}`;
}

/** Metres as kilometres from one on; yards and miles are a later setting. */
export function distanceText(metres: number): QuantityText {
  return metres >= 1000
    ? { figure: figureText(metres / 1000), unit: 'km' }
    : { figure: figureText(Math.round(metres)), unit: 'm' };
}

export function workoutWords(row: WorkoutRow): string {
  const distance = row.distance === null ? null : distanceText(row.distance);
  return [
    workoutName(row.activity),
    row.duration === null ? '' : durationText(row.duration),
    distance === null ? '' : `${distance.figure} ${distance.unit}`,
    row.energy === null ? '' : `${figureText(Math.round(row.energy))} kcal`,
    `${dayText(row.start)} ${timeSpanText(row.start, row.end)}`,
    row.source,
  ]
    .filter((words) => words !== '')
    .join(', ');
}
