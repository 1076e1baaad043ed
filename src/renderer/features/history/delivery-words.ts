import type { EventRow } from '../../../shared/domain/event.ts';
import { targetName } from '../../../shared/domain/target-name.ts';

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
      short: theirs === null ? `${name}’s own` : 'Differs',
      text:
        theirs === null
          ? `${name} has it from someone else, with the same figures.`
          : `${name} has another figure, last written by someone else. Health Relay leaves it as it is.`,
    };
  if (hold === 'incomplete')
    return {
      look: 'off',
      short: 'Incomplete',
      text: 'The export was made on this day, so the day is incomplete. It’s sent once a later export completes it.',
    };
  if (hold === 'held')
    return {
      look: 'off',
      short: 'Held',
      text: 'It’s recent, and your phone may send it itself. If your phone doesn’t use Trendy, say so in Settings.',
    };
  if (hold === 'deleted_there')
    return { look: 'off', short: 'Deleted there', text: `It was deleted at ${name} and isn’t sent again.` };
  if (hold === 'local')
    return {
      look: 'off',
      short: 'Not sent',
      text: `Everything that counts on this day began the day before, and ${name} has it there.`,
    };
  if (hold === 'out_of_scope')
    return { look: 'off', short: 'Not sent', text: `You chose not to send this kind or time to ${name}.` };
  switch (state) {
    case 'delivered':
      return { look: 'good', short: 'Delivered', text: `${name} has it.` };
    case 'failed':
      return { look: 'bad', short: 'Failed', text: `${name} didn’t accept it.` };
    case 'uncertain':
      return { look: 'warn', short: 'Uncertain', text: `${name} may or may not have it.` };
    case 'discarded':
      return { look: 'off', short: 'Discarded', text: 'You discarded it, so it isn’t sent.' };
    case 'queued':
    case 'sending':
    case 'waiting':
      return { look: 'busy', short: 'Pending', text: `It’s on its way to ${name}.` };
    case null:
      return { look: 'off', short: 'Not sent', text: `It isn’t queued for ${name}.` };
  }
}
