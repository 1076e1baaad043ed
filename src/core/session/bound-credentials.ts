import { z } from 'zod';
import { accountSchema, signInMethodSchema } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import type { DestinationRow, DestinationStore } from '../outbox/destination-store.ts';
import type { SignIns } from '../outbox/sync-engine.ts';
import { type Credentials, type Renewal, signedOut, type TokenAnswer } from '../outbox/target.ts';
import { type SecretStore, secretAccount } from '../secret-store/secret-store.ts';
import type { AccountBinding } from './account-binding.ts';
import { isSamePlace } from './account-overview.ts';
import type { Taken } from './credential-slot.ts';
import type { Custodian } from './custodian.ts';

/**
 * The credentials of one destination: a token comes out only while it belongs to the account that the destination is bound to,
 * checked again for each use, so a switch in the middle of a sync stops the first one's queue at once.
 */
export class BoundCredentials implements Credentials {
  readonly #custodian: Pick<Custodian, 'take' | 'livesAlone' | 'reject'>;
  /** The account that this destination belongs to now, '' for tokens of an unknown owner. */
  readonly #account: () => string;

  constructor(custodian: Pick<Custodian, 'take' | 'livesAlone' | 'reject'>, account: () => string) {
    this.#custodian = custodian;
    this.#account = account;
  }

  async token(target: TargetId): Promise<TokenAnswer> {
    return this.#answer(await this.#custodian.take(target));
  }

  /**
   * A rejected token is not given again. Trendy rejects everyone while its login service does not respond
   * (trendy/README §1.2): a token that cannot be renewed is kept until it expires.
   */
  async renew(target: TargetId, rejected: string): Promise<Renewal> {
    if (target === 'trendy' && this.#custodian.livesAlone(target, rejected)) return { kind: 'alive' };
    this.#custodian.reject(target, rejected);
    const next = this.#answer(await this.#custodian.take(target));
    if (!next.isOk) return { kind: 'ended', reason: next };
    return next.token === rejected
      ? { kind: 'ended', reason: signedOut }
      : { kind: 'renewed', token: next.token };
  }

  #answer(taken: Taken): TokenAnswer {
    switch (taken.kind) {
      case 'none':
        return signedOut;
      case 'away':
        return { isOk: false, code: taken.code, isPassing: true };
      case 'token':
        return (taken.account?.id ?? '') === this.#account()
          ? { isOk: true, token: taken.token }
          : { isOk: false, code: 'sync.wrong_account', isPassing: false };
    }
  }
}

/** The sign-ins as destinations see them: each gets tokens of its own account only. */
export class DestinationSignIns implements SignIns {
  readonly #custodian: Custodian;
  readonly #binding: AccountBinding;
  readonly #destinations: DestinationStore;

  constructor(custodian: Custodian, binding: AccountBinding, destinations: DestinationStore) {
    this.#custodian = custodian;
    this.#binding = binding;
    this.#destinations = destinations;
  }

  /** Before stored sign-ins are known, nobody counts as signed out. */
  hasToken(target: TargetId): boolean {
    return !this.#custodian.isReady || this.#custodian.holder(target) !== null;
  }

  isOtherAccount(row: DestinationRow): boolean {
    if (row.is_current === 1) return this.#binding.isOtherAccount(row);
    const current = this.#destinations.current(row.target);
    return current !== null && isSamePlace(row, current);
  }

  credentialsFor(row: () => DestinationRow): Credentials {
    return new BoundCredentials(this.#custodian, () => this.#binding.boundTo(row()));
  }
}

/** All that a restart needs of one sign-in; the JSON of one keychain entry. */
const keptCredentialSchema = z.object({
  method: signInMethodSchema,
  /** The refresh token; for method `token`, the token itself. */
  secret: z.string().min(1),
  account: accountSchema.nullable(),
  /** Where it was made, and is alone good for: the origin of the sign-in service, or the target's address. */
  place: z.string(),
  clientId: z.string(),
});
export type KeptCredential = z.infer<typeof keptCredentialSchema>;

/** The entries of one profile in the secret store. Writes and removals of one entry happen in the order of the calls. */
export class KeptCredentials {
  readonly #store: () => Promise<SecretStore>;
  readonly #profileId: string;
  readonly #last = new Map<TargetId, Promise<unknown>>();

  constructor(store: () => Promise<SecretStore>, profileId: string) {
    this.#store = store;
    this.#profileId = profileId;
  }

  /** Null: none, or one that this version cannot read. Errors: those of SecretStore.get. */
  async read(target: TargetId): Promise<KeptCredential | null> {
    const text = await this.#inOrder(target, (store) => store.get(this.#entry(target)));
    if (text === null) return null;
    try {
      return keptCredentialSchema.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  /** Never fails: where there is no keychain it is kept until the program ends. */
  async write(target: TargetId, kept: KeptCredential): Promise<void> {
    await this.#inOrder(target, (store) => store.set(this.#entry(target), JSON.stringify(kept)));
  }

  /** Errors: those of SecretStore.delete. */
  async remove(target: TargetId): Promise<void> {
    await this.#inOrder(target, (store) => store.delete(this.#entry(target)));
  }

  #entry(target: TargetId): string {
    return secretAccount(this.#profileId, target);
  }

  /** Resolves when no write is in progress. */
  async whenWritten(): Promise<void> {
    await Promise.all(this.#last.values());
  }

  #inOrder<T>(target: TargetId, act: (store: SecretStore) => Promise<T>): Promise<T> {
    const last = this.#last.get(target) ?? Promise.resolve();
    const result = last.then(async () => act(await this.#store()));
    this.#last.set(
      target,
      result.catch(() => {}),
    );
    return result;
  }
}
