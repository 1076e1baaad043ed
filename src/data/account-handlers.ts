import type { AccountCalls } from '../core/session/account-calls.ts';
import type { Handlers } from '../shared/contract/index.ts';

type AccountHandlers = {
  readonly [N in keyof Handlers as N extends `account.${string}` ? N : never]: Handlers[N];
};

/** The calls `account.*`. */
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
