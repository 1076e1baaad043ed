import type { TargetId } from '../../shared/domain/sync.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import type { Credentials, Renewal } from '../targets/target.ts';
import type { Taken } from './credential-slot.ts';
import type { Custodian } from './custodian.ts';

/**
 * The credentials of one destination: a token comes out only while it belongs to the account that the destination is bound to,
 * checked again for each use, so that a switch in the middle of a sync stops the first one's queue at once.
 */
export class BoundCredentials implements Credentials {
  readonly #custodian: Custodian;
  /** The account that this destination belongs to now, '' for tokens of an unknown owner. */
  readonly #account: () => string;
  #lastError: ErrorCode | null = null;

  constructor(custodian: Custodian, account: () => string) {
    this.#custodian = custodian;
    this.#account = account;
  }

  async token(target: TargetId): Promise<string | null> {
    return this.#given(await this.#custodian.take(target));
  }

  /**
   * A token that was refused is not given again. Trendy refuses everybody while its login service does not answer
   * (trendy/README §1.2): a token that cannot be renewed is kept until it expires.
   */
  async renew(target: TargetId, rejected: string): Promise<Renewal> {
    if (target === 'trendy' && this.#custodian.livesAlone(target, rejected)) return 'alive';
    this.#custodian.reject(target, rejected);
    const token = this.#given(await this.#custodian.take(target));
    return token !== null && token !== rejected ? 'renewed' : 'ended';
  }

  /**
   * Tells once why the last token was not given: the sign-in server did not answer, or the token belongs to another account.
   * Null: nobody is signed in.
   */
  takeLastError(): ErrorCode | null {
    const error = this.#lastError;
    this.#lastError = null;
    return error;
  }

  #given(taken: Taken): string | null {
    this.#lastError = null;
    if (taken.kind === 'away') this.#lastError = taken.code;
    if (taken.kind !== 'token') return null;
    if ((taken.account?.id ?? '') === this.#account()) return taken.token;
    this.#lastError = 'sync.wrong_account';
    return null;
  }
}
