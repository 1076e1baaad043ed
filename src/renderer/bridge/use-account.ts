import type { AccountOverview, OtherAccount } from '../../shared/domain/account.ts';
import { useCall } from './queries.ts';

/** How sign-ins stand; undefined until it is known. */
export function useAccount(): AccountOverview | undefined {
  return useCall('account.read', {}).data;
}

/** Targets where this history belongs to somebody else than who is signed in. */
export function useOtherAccounts(): readonly OtherAccount[] {
  return useAccount()?.otherAccounts ?? [];
}
