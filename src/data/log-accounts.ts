import type { LogEvent } from '../core/log/log-events.ts';
import type { AccountOverview, Credential } from '../shared/domain/account.ts';

/** Writes down, from one overview to the next, how signing in to each target ended: never who it is. */
export function accountLog(logEvent: LogEvent): (overview: AccountOverview) => void {
  const before = new Map<Credential['target'], string>();
  return ({ credentials }) => {
    for (const { target, method, state, keptIn, code } of credentials) {
      const now = `${method} ${state} ${keptIn} ${code}`;
      const isNews = before.has(target) ? before.get(target) !== now : state !== 'signed_out';
      before.set(target, now);
      if (isNews) logEvent('account.changed', { target, method, signIn: state, keptIn, code });
    }
  };
}
