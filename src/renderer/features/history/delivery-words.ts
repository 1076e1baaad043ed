import type { EventProperties, EventRow } from '../../../shared/domain/event.ts';
import { durationText } from '../../../shared/domain/quantity-text.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { formatLocale, t } from '../../../shared/language.ts';
import { zonedText } from '../../components/zone-formats.ts';

type Delivery = EventRow['deliveries'][number];

export interface DeliveryWords {
  readonly look: 'good' | 'busy' | 'bad' | 'warn' | 'off';
  readonly short: string;
  readonly text: string;
}

/** An event's state at one destination: a word for the list and a sentence for the panel. */
export function deliveryWords({ target, state, hold, theirs }: Delivery): DeliveryWords {
  const name = targetName(target);
  if (hold === 'theirs')
    return {
      look: theirs === null ? 'good' : 'warn',
      short: theirs === null ? t('{target}’s own', { target: name }) : t('Differs'),
      text:
        theirs === null
          ? t('{target} has it from someone else, with the same figures.', { target: name })
          : t('{target} has another figure, last written by someone else. Health Relay leaves it as it is.', {
              target: name,
            }),
    };
  if (hold === 'incomplete')
    return {
      look: 'off',
      short: t('Incomplete'),
      text: t(
        'This day or night hadn’t ended when the export was made. It’s sent once a later export completes it.',
      ),
    };
  if (hold === 'held')
    return {
      look: 'off',
      short: t('Held'),
      text: t(
        'It’s recent, and your phone may send it itself. If your phone doesn’t use Trendy, say so in Settings.',
      ),
    };
  if (hold === 'deleted_there')
    return {
      look: 'off',
      short: t('Deleted there'),
      text: t('It was deleted at {target} and isn’t sent again.', { target: name }),
    };
  if (hold === 'local')
    return {
      look: 'off',
      short: t('Not sent'),
      text: t('All of this day’s records began the day before; {target} counts them there.', {
        target: name,
      }),
    };
  if (hold === 'out_of_scope')
    return {
      look: 'off',
      short: t('Not sent'),
      text: t('You chose not to send this kind or time to {target}.', { target: name }),
    };
  switch (state) {
    case 'delivered':
      return { look: 'good', short: t('Delivered'), text: t('{target} has it.', { target: name }) };
    case 'failed':
      return {
        look: 'bad',
        short: t('Failed'),
        text: t('It couldn’t be delivered to {target}.', { target: name }),
      };
    case 'uncertain':
      return {
        look: 'warn',
        short: t('Uncertain'),
        text: t('{target} may or may not have it.', { target: name }),
      };
    case 'discarded':
      return { look: 'off', short: t('Discarded'), text: t('You discarded it, so it isn’t sent.') };
    case 'queued':
    case 'sending':
    case 'waiting':
      return { look: 'busy', short: t('Pending'), text: t('It’s pending for {target}.', { target: name }) };
    case null:
      return {
        look: 'off',
        short: t('Not sent'),
        text: t('It isn’t queued for {target}.', { target: name }),
      };
  }
}

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
