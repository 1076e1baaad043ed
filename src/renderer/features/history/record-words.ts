import type { Units } from '../../../shared/domain/display-units.ts';
import type { RecordRow } from '../../../shared/domain/history.ts';
import { durationText, type QuantityText, quantityText } from '../../../shared/domain/quantity-text.ts';
import { valueLabel } from '../../../shared/domain/value-label.ts';

/** A record's value: its figure, its category in words, or else its duration. */
export function recordValue({ type, value, text, unit, start, end }: RecordRow, units: Units): QuantityText {
  if (value !== null) return quantityText(type, value, unit, units);
  const words = text === null ? '' : valueLabel(type, text);
  if (words !== '') return { figure: words, unit: end > start ? durationText(end - start) : '' };
  return { figure: end > start ? durationText(end - start) : '—', unit: '' };
}
