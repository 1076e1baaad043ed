import type { WireReply } from '../http/loopback-server.ts';
import { internalError, jsonReply, tooManyRequests } from './auth0-words.ts';
import type { IdentityFault } from './identity-sandbox.ts';

/** Does the work of one request under the faults that are not the wire's. */
export async function underOwnFaults(
  met: readonly IdentityFault[],
  work: () => Promise<WireReply>,
): Promise<WireReply> {
  for (const fault of met) {
    if (fault.kind === 'tooManyRequests') return tooManyRequests();
    if (fault.kind === 'refused') {
      const { status, error, description } = fault;
      return jsonReply(status, {}, { error, error_description: description });
    }
    if (fault.kind === 'internalError') {
      // With `afterCommit` a rotated refresh token is lost on the way, and the old one is used up.
      if (fault.afterCommit === true) await work();
      return internalError();
    }
  }
  return work();
}
