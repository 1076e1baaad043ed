import type { OtherAccount } from '../../../shared/domain/account.ts';
import { targetName } from '../../../shared/domain/target-name.ts';
import { t } from '../../../shared/language.ts';

export interface OtherAccountWords {
  readonly title: string;
  readonly text: string;
  /** The current account; '' if its token doesn't name one. */
  readonly now: string;
}

/** The former recipient, the current account, and the pending items. */
export function otherAccountWords({ target, before, now, pending }: OtherAccount): OtherAccountWords {
  const sentTo =
    before.name === ''
      ? t('This history was sent with a token that doesn’t name an account.')
      : t('This history was sent to {name}.', { name: before.name });
  const signedIn =
    now.name === ''
      ? t('The current token doesn’t name an account.')
      : t('You are signed in as {name}.', { name: now.name });
  const paused = t('{target} is paused.', { target: targetName(target) });
  return {
    title: `${sentTo} ${signedIn}`,
    text: `${paused} ${waitingText({ target, before, pending })}`,
    now: now.name,
  };
}

/** The pending items, by what the target takes, and the delivered ones. */
function waitingText({
  target,
  before,
  pending,
}: Pick<OtherAccount, 'target' | 'before' | 'pending'>): string {
  const values = { pending, name: before.name, isNamed: before.name === '' ? 'no' : 'yes' };
  return target === 'trendy'
    ? t(
        '{pending, plural, =0 {Nothing is pending there} one {# event is pending there and goes to nobody else} other {# events are pending there and go to nobody else}}; {isNamed, select, yes {delivered data stays with {name}} other {delivered data stays where it is}}.',
        values,
      )
    : t(
        '{pending, plural, =0 {Nothing is pending there} one {# record is pending there and goes to nobody else} other {# records are pending there and go to nobody else}}; {isNamed, select, yes {delivered data stays with {name}} other {delivered data stays where it is}}.',
        values,
      );
}
