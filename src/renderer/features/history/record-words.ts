import type { RecordRow } from '../../../shared/domain/history.ts';
import {
  durationText,
  figureText,
  type QuantityText,
  quantityText,
} from '../../../shared/domain/quantity-text.ts';
import { valueLabel } from '../../../shared/domain/value-label.ts';

/** What a record says: its figure, its category in words, or how long it lasted when it says nothing else. */
export function recordValue({ type, value, text, unit, start, end }: RecordRow): QuantityText {
  if (value !== null) return quantityText(type, value, unit);
  const words = text === null ? '' : valueLabel(type, text);
  if (words !== '') return { figure: words, unit: end > start ? durationText(end - start) : '' };
  return { figure: end > start ? durationText(end - start) : '—', unit: '' };
}

/** Metres as kilometres from one on; yards and miles are a later setting. */
export function distanceText(metres: number): QuantityText {
  return metres >= 1000
    ? { figure: figureText(metres / 1000), unit: 'km' }
    : { figure: figureText(Math.round(metres)), unit: 'm' };
}
