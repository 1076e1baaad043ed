import type { AccountOverview, Credential, OtherAccount } from '../../shared/domain/account.ts';
import { type TargetId, targetIds } from '../../shared/domain/sync.ts';
import type { DestinationRow } from '../outbox/destination-store.ts';
import type { SettingsStore } from '../profile/settings-store.ts';
import type { SecretStoreState } from '../secret-store/secret-store.ts';
import type { AccountBinding } from './account-binding.ts';
import type { Custodian } from './custodian.ts';
import { loopbackRedirectUri } from './loopback-door.ts';

export interface AccountFacts {
  readonly settings: SettingsStore;
  readonly custodian: Custodian;
  readonly binding: AccountBinding;
  readonly rows: readonly DestinationRow[];
  readonly keychain: SecretStoreState;
  /** The events or samples of a destination; requested only for those that stay behind. */
  readonly pending: (row: DestinationRow) => Promise<number>;
}

/** The facts about sign-ins that the page may see: no token, and nothing that yields one. */
export async function accountOverview(facts: AccountFacts): Promise<AccountOverview> {
  const { settings, keychain } = facts;
  const others = targetIds.flatMap((target) => otherAccounts(target, facts));
  const behind = await Promise.all(
    others.map(async ({ row, ...other }) => ({ ...other, pending: await facts.pending(row) })),
  );
  return {
    credentials: targetIds.map((target) => credentialOf(target, facts)),
    keychain,
    auth0: {
      domain: settings.get('auth0.domain'),
      clientId: settings.get('auth0.clientId'),
      audience: settings.get('auth0.audience'),
      redirectPort: settings.get('auth0.redirectPort'),
    },
    trendy: {
      signIn: settings.get('trendy.signIn'),
      supabaseUrl: settings.get('trendy.supabaseUrl'),
      supabaseAnonKey: settings.get('trendy.supabaseAnonKey'),
    },
    foundry: {
      clientId: settings.get('foundry.clientId'),
      redirectUri: loopbackRedirectUri(settings.get('foundry.redirectPort')),
    },
    otherAccounts: behind,
  };
}

function credentialOf(target: TargetId, { custodian, keychain, settings }: AccountFacts): Credential {
  const run = custodian.tokenOfRun(target);
  if (run.token !== null || run.isRefused) {
    return {
      target,
      method: 'token',
      state: run.isRefused ? 'ended' : 'signed_in',
      account: custodian.holder(target)?.account ?? null,
      keptIn: 'session_only',
      accessUntilMs: null,
      canRenew: false,
      code: run.isRefused ? 'account.ended' : null,
    };
  }
  const slot = custodian.slotOf(target);
  const { kept, ended } = slot;
  const usualMethod = { trendy: settings.get('trendy.signIn'), atlas: 'auth0', foundry: 'oauth' } as const;
  // The sign-in has expired, and no use has shown it yet.
  const isOver = kept !== null && !slot.isUsable;
  return {
    target,
    method: kept?.method ?? ended?.method ?? usualMethod[target],
    state: custodian.holder(target) ? 'signed_in' : isOver || ended?.wasSignedIn ? 'ended' : 'signed_out',
    account: kept?.account ?? ended?.account ?? null,
    keptIn: kept && slot.isStored ? keychain.kind : null,
    accessUntilMs: slot.access?.untilMs ?? null,
    canRenew: slot.canRenew,
    code: ended?.code ?? (isOver ? 'account.ended' : null),
  };
}

/** Without the pending items there. */
type Behind = Omit<OtherAccount, 'pending'> & { readonly row: DestinationRow };

/**
 * Destinations with a queue that stays behind because someone else is signed in now; until the user agreed to send this history to the
 * new account as well.
 */
function otherAccounts(target: TargetId, { custodian, binding, rows }: AccountFacts): Behind[] {
  const holder = custodian.holder(target);
  const current = rows.find((row) => row.target === target && row.is_current === 1);
  if (!holder || !current) return [];
  const now = holder.account ?? { id: '', name: '' };
  if (target === 'foundry' && current.consent !== null && binding.isOtherAccount(current)) {
    const before = binding.named(target, binding.boundTo(current));
    return [{ target, destination: current.id, before, now, row: current }];
  }
  if (current.consent !== null) return [];
  return rows
    .filter((row) => row.consent !== null && isSamePlace(row, current) && row.account !== current.account)
    .map((row) => ({
      target,
      destination: row.id,
      before: binding.named(target, row.account),
      now: target === 'foundry' ? binding.named('atlas', current.account) : now,
      row,
    }));
}

/** The same but for the account. */
export function isSamePlace(one: DestinationRow, other: DestinationRow): boolean {
  return (
    one.target === other.target &&
    one.base_url === other.base_url &&
    one.dataset === other.dataset &&
    one.branch === other.branch
  );
}
