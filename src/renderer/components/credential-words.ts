import type { AccountOverview, Credential } from '../../shared/domain/account.ts';
import type { DestinationCard, TargetId } from '../../shared/domain/sync.ts';
import { targetName } from '../../shared/domain/target-name.ts';
import { textFor } from '../../shared/error-texts.ts';
import { t } from '../../shared/language.ts';
import { dayText, timeText } from './formats.ts';

/** Up to two letters for a round mark; from an email address, only the part before the @ counts. */
export function initialsOf(name: string): string {
  const parts = (name.split('@')[0] ?? '').split(/[\s._|-]+/).filter((part) => part !== '');
  const [first = '', last = ''] = [parts[0], parts.length > 1 ? parts.at(-1) : ''];
  return [...first.slice(0, 1), ...last.slice(0, 1)].join('').toLocaleUpperCase();
}

const methods: Readonly<Record<Credential['method'], string>> = {
  auth0: t('through the browser'),
  login: t('with its own login'),
  oauth: t('through the browser'),
  token: t('with a token'),
};

/** `until 14:05`, with the day if it isn't today. Instants in UTC milliseconds. */
export function untilText(atMs: number, nowMs: number): string {
  const at = atMs / 1000;
  const day = dayText(at);
  return day === dayText(nowMs / 1000)
    ? t('until {time}', { time: timeText(at) })
    : t('until {day}, {time}', { day, time: timeText(at) });
}

/** One line about who is signed in. */
export function whoText({ state, account, method, code }: Credential): string {
  if (state === 'signed_out') return t('Not signed in');
  if (state === 'ended') return textFor(code ?? 'account.ended').title;
  const name = account?.name ?? '';
  if (name !== '') return t('Signed in as {name}', { name });
  return method === 'token' ? t('A token is set, but it doesn’t name an account') : t('Signed in');
}

/** The line below the name: how the user signed in, how long that lasts, and where it is kept. */
export function howText(credential: Credential, nowMs: number): string {
  const { state, method, canRenew, accessUntilMs, keptIn } = credential;
  if (state !== 'signed_in') return '';
  const lasts = canRenew
    ? t('renews itself')
    : accessUntilMs !== null
      ? untilText(accessUntilMs, nowMs)
      : method === 'token'
        ? t('until it expires there')
        : t('until it expires');
  const kept =
    keptIn === 'keychain'
      ? t('kept in this computer’s keychain')
      : keptIn === 'session_only'
        ? t('for this session only')
        : t('not kept');
  return [methods[method], lasts, kept].join(' · ');
}

/** The person that the frame shows, preferably from the sign-in that others share. */
export function mainCredential({ credentials }: Pick<AccountOverview, 'credentials'>): Credential | null {
  const order: readonly TargetId[] = ['atlas', 'trendy', 'foundry'];
  const inOrder = order.flatMap((target) => credentials.filter((one) => one.target === target));
  return (
    inOrder.find(({ state }) => state === 'ended') ??
    inOrder.find(({ state, account }) => state === 'signed_in' && (account?.name ?? '') !== '') ??
    inOrder.find(({ state }) => state === 'signed_in') ??
    null
  );
}

/** The pending items of each target in use: `214 events for Trendy`. */
export function waitingTexts(
  cards: readonly Pick<DestinationCard, 'target' | 'pending'>[],
  targets: readonly TargetId[],
): string[] {
  return targets.flatMap((target) => {
    const pending = cards
      .filter((card) => card.target === target)
      .reduce((sum, card) => sum + card.pending, 0);
    if (pending === 0) return [];
    const values = { count: pending, target: targetName(target) };
    return target === 'trendy'
      ? [t('{count, plural, one {# event for {target}} other {# events for {target}}}', values)]
      : [t('{count, plural, one {# record for {target}} other {# records for {target}}}', values)];
  });
}
