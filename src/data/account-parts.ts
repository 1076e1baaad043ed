import type { HttpClient } from '../core/network/http-client.ts';
import { AccountCalls } from '../core/session/account-calls.ts';
import type { Handlers, PushPayload } from '../shared/contract/index.ts';
import { drop } from '../shared/drop.ts';
import { throttle } from '../shared/throttle.ts';
import type { OpenedSecrets } from './opened-secrets.ts';
import type { SyncParts } from './sync-parts.ts';

export interface AccountPartsOptions {
  readonly sync: SyncParts;
  readonly secrets: OpenedSecrets;
  readonly http: HttpClient;
  readonly onChanged: (overview: PushPayload<'account.changed'>) => void;
  readonly onCallback: (back: PushPayload<'account.callback'>) => void;
  readonly onFault: (error: unknown) => void;
}

export interface AccountParts {
  readonly calls: AccountCalls;
  /** Call this when the sign-ins that the page shows may have changed. */
  changed(): void;
  /** Waits until the credentials that renew sign-ins are stored. */
  close(): Promise<void>;
}

const pushEveryMs = 100;

/** The `account.*` calls and their pushes, on top of the parts from `createSyncParts`. */
export function createAccountParts(options: AccountPartsOptions): AccountParts {
  const { sync, secrets, http, onChanged, onCallback, onFault } = options;
  const { settings, destinations, service, accounts } = sync;
  let isClosed = false;
  const { custodian, binding, keep } = accounts;
  const calls = new AccountCalls(
    {
      settings,
      destinations,
      custodian,
      binding,
      http,
      keychain: secrets,
      pending: (row) => service.pendingOf(row),
    },
    { configured: accounts.follow, callback: onCallback, fault: onFault },
  );
  const push = async () => {
    try {
      const overview = await calls.read();
      if (!isClosed) onChanged(overview);
    } catch (error) {
      if (!isClosed) onFault(error);
    }
  };
  const pushes = throttle(pushEveryMs, () => drop(push(), 'push reports its own faults', onFault));
  return {
    calls,
    changed: () => void (isClosed || pushes.ask()),
    async close() {
      isClosed = true;
      pushes.stop();
      calls.close();
      await keep.whenWritten();
      await secrets.close();
    },
  };
}

type AccountHandlers = {
  readonly [N in keyof Handlers as N extends `account.${string}` ? N : never]: Handlers[N];
};

/** The `account.*` calls. */
export function accountHandlers(account: AccountCalls): AccountHandlers {
  return {
    'account.read': () => account.read(),
    'account.configure': (input) => account.configure(input),
    'account.beginSignIn': (input) => account.beginSignIn(input),
    'account.cancelSignIn': (input) => account.cancelSignIn(input),
    'account.exchangeCode': (input) => account.exchangeCode(input),
    'account.cacheGet': (input) => account.cacheGet(input),
    'account.cacheSet': (input) => account.cacheSet(input),
    'account.cacheRemove': (input) => account.cacheRemove(input),
    'account.cacheKeys': () => account.cacheKeys(),
    'account.signInTrendy': (input) => account.signInTrendy(input),
    'account.beginFoundry': () => account.beginFoundry(),
    'account.cancelFoundry': () => account.cancelFoundry(),
    'account.keepToken': (input) => account.keepToken(input),
    'account.signOut': (input) => account.signOut(input),
    'account.retryKeychain': () => account.retryKeychain(),
  };
}
