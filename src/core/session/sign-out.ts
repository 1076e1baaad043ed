import type { TargetId } from '../../shared/domain/sync.ts';
import type { Custodian } from './custodian.ts';

/**
 * Ends the sign-in of a target: from now on no token comes out of it; then it is withdrawn at the server as far as possible and
 * removed from the keychain. Trendy by Auth0 ends the one sign-in that it shares with Atlas. True when the server said that
 * it is withdrawn. Errors: account.keychain_not_cleared.
 */
export async function signOut(custodian: Custodian, target: TargetId): Promise<boolean> {
  custodian.dropToken(target);
  const slot = custodian.slotOf(target);
  const withdraw = slot.withdrawal();
  const forgotten = slot.forget();
  const [wasRevoked] = await Promise.all([withdraw(), forgotten]);
  return wasRevoked;
}
