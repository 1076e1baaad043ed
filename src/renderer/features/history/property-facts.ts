import type { EventProperties } from '../../../shared/domain/event.ts';
import { durationText, figureText } from '../../../shared/domain/quantity-text.ts';
import { zonedText } from '../../components/zone-formats.ts';

/** Properties by the names that Trendy shows, each by its type; dates in the home zone. */
export function propertyFacts(properties: EventProperties, zone: string | null): [string, string][] {
  return Object.entries(properties).map(([name, { type, value }]) => {
    if (type === 'duration' && typeof value === 'number') return [name, durationText(value)];
    if (typeof value === 'number') return [name, figureText(value)];
    if (typeof value === 'boolean') return [name, value ? 'Yes' : 'No'];
    const at = type === 'date' ? Date.parse(value) : Number.NaN;
    return [name, Number.isNaN(at) ? value : zonedText(at / 1000, 'exact', zone)];
  });
}
