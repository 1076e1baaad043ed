import type { EventRow } from '../../../shared/domain/event.ts';
import { targetName } from '../../../shared/domain/target-name.ts';

type Delivery = EventRow['deliveries'][number];

export interface DeliveryWords {
  readonly look: 'good' | 'busy' | 'bad' | 'warn' | 'off';
  readonly short: string;
  readonly text: string;
}

/** How an event stands at one destination, in a word for the list and a sentence for the panel. */
export function deliveryWords({ target, state, hold, theirs }: Delivery): DeliveryWords {
  const name = targetName(target);
  if (hold === 'theirs')
    return {
      look: theirs === null ? 'good' : 'warn',
      short: theirs === null ? `${name}’s own` : 'Differs',
      text:
        theirs === null
          ? `${name} has it from somebody else, with the same figures.`
          : `${name} has another figure, written by somebody else last. It is left as it is.`,
    };
  if (hold === 'incomplete')
    return {
      look: 'off',
      short: 'Incomplete',
      text: 'The export was made on this day, so the day is not whole. It is sent once a later export completes it.',
    };
  if (hold === 'held')
    return {
      look: 'off',
      short: 'Held',
      text: 'It is recent, and your phone may send it by itself. Say in Settings if your phone does not use Trendy.',
    };
  if (hold === 'deleted_there')
    return { look: 'off', short: 'Deleted there', text: `It was deleted at ${name} and is not sent again.` };
  if (hold === 'local')
    return {
      look: 'off',
      short: 'Not sent',
      text: `All that counts on this day began the day before, where ${name} has it.`,
    };
  if (hold === 'out_of_scope')
    return { look: 'off', short: 'Not sent', text: `You chose not to send this kind or time to ${name}.` };
  switch (state) {
    case 'delivered':
      return { look: 'good', short: 'Delivered', text: `It is at ${name}.` };
    case 'failed':
      return { look: 'bad', short: 'Failed', text: `${name} did not take it.` };
    case 'uncertain':
      return { look: 'warn', short: 'Uncertain', text: `It is not known whether ${name} has it.` };
    case 'discarded':
      return { look: 'off', short: 'Discarded', text: 'You gave it up; it is not sent.' };
    case 'queued':
    case 'sending':
    case 'waiting':
      return { look: 'busy', short: 'Pending', text: `It is on its way to ${name}.` };
    case null:
      return { look: 'off', short: 'Not sent', text: `It is not queued for ${name}.` };
  }
}
