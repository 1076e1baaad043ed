import type { OtherAccount } from '../../../shared/domain/account.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { pendingText } from '../../components/credential-words.ts';

/** A token may not name its account. */
const nameOf = ({ name }: OtherAccount['now']) => (name === '' ? null : name);

export interface OtherAccountWords {
  readonly title: string;
  readonly text: string;
  /** The current account. */
  readonly now: string;
}

/** The former recipient, the current account, and the pending items. */
export function otherAccountWords({ target, before, now, pending }: OtherAccount): OtherAccountWords {
  const sentTo = nameOf(before);
  const isNow = nameOf(now);
  const waits =
    pending === 0
      ? 'Nothing is pending there'
      : `${pendingText(target, pending)} ${pending === 1 ? 'is' : 'are'} pending there and ${pending === 1 ? 'goes' : 'go'} to nobody else`;
  return {
    title: `This history was sent ${sentTo === null ? 'with a token that doesn’t name an account' : `to ${sentTo}`}. ${
      isNow === null ? 'The current token doesn’t name an account.' : `You are signed in as ${isNow}.`
    }`,
    text: `${targetName(target)} is paused. ${waits}; delivered data stays ${sentTo === null ? 'where it is' : `with ${sentTo}`}.`,
    now: isNow ?? 'the new token',
  };
}
