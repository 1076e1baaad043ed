import { Throttled } from '../core/outbox/throttled.ts';
import { AccountCalls } from '../core/session/account-calls.ts';
import type { PushPayload } from '../shared/contract/index.ts';
import { drop } from '../shared/drop.ts';
import type { OpenedSecrets } from './opened-secrets.ts';
import type { SyncParts } from './sync-parts.ts';

export interface AccountPartsOptions {
  readonly sync: SyncParts;
  readonly secrets: OpenedSecrets;
  readonly onChanged: (overview: PushPayload<'account.changed'>) => void;
  readonly onCallback: (back: PushPayload<'account.callback'>) => void;
  readonly onFault: (error: unknown) => void;
}

export interface AccountParts {
  readonly calls: AccountCalls;
  /** Something that the page shows of sign-ins may have changed. */
  changed(): void;
  /** Waits until what renews a sign-in is kept. */
  close(): Promise<void>;
}

const pushEveryMs = 100;

/** The calls `account.*` over what `createSyncParts` made, and their pushes. */
export function createAccountParts(options: AccountPartsOptions): AccountParts {
  const { sync, secrets, onChanged, onCallback, onFault } = options;
  let isClosed = false;
  const calls = new AccountCalls({
    settings: sync.settings,
    destinations: sync.destinations,
    custodian: sync.custodian,
    binding: sync.binding,
    http: sync.http,
    nowMs: sync.nowMs,
    keychain: () => secrets.state(),
    retryKeychain: () => secrets.retry(),
    pending: (row) => sync.service.pendingOf(row),
    onConfigured: sync.followAccounts,
    onCallback,
    onFault,
  });
  const push = async () => {
    try {
      const overview = await calls.read();
      if (!isClosed) onChanged(overview);
    } catch (error) {
      if (!isClosed) onFault(error);
    }
  };
  const throttled = new Throttled(() => drop(push(), 'it reports its own faults', onFault), pushEveryMs);
  return {
    calls,
    changed: () => void (isClosed || throttled.ask()),
    async close() {
      isClosed = true;
      throttled.close();
      calls.close();
      await sync.keep.whenWritten();
      await secrets.close();
    },
  };
}
