import type { AccountOverview, OtherAccount } from '../../shared/domain/account.ts';
import { useCall } from './queries.ts';

/** The state of the sign-ins; undefined until it is known. */
export function useAccount(): AccountOverview | undefined {
  return useCall('account.read', {}).data;
}

/** Targets where this history belongs to an account other than the signed-in one. */
export function useOtherAccounts(): readonly OtherAccount[] {
  return useAccount()?.otherAccounts ?? [];
}
