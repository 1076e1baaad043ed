import type { EventProperties } from '../../../shared/domain/event.ts';
import { durationText } from '../../../shared/domain/quantity-text.ts';
import { formatLocale, t } from '../../../shared/language.ts';
import { zonedText } from '../../components/zone-formats.ts';

/** As sent, for comparison with the server; the list rounds its figure to whole units. */
const exact = new Intl.NumberFormat(formatLocale(), { maximumFractionDigits: 2 });

/** Properties by the names that Trendy shows, each by its type; dates in the home zone. */
export function propertyFacts(properties: EventProperties, zone: string | null): [string, string][] {
  return Object.entries(properties).map(([name, { type, value }]) => {
    if (type === 'duration' && typeof value === 'number') return [name, durationText(value)];
    if (typeof value === 'number') return [name, exact.format(value)];
    if (typeof value === 'boolean') return [name, value ? t('Yes') : t('No')];
    const at = type === 'date' ? Date.parse(value) : Number.NaN;
    return [name, Number.isNaN(at) ? value : zonedText(at / 1000, 'exact', zone)];
  });
}
