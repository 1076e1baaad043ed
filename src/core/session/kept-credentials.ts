import { z } from 'zod';
import { accountSchema, signInMethodSchema } from '../../shared/domain/account.ts';
import type { TargetId } from '../../shared/domain/sync.ts';
import { type SecretStore, secretAccount } from './secret-store/secret-store.ts';

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

/** The entries of one profile in the secret store. What is written and removed of one entry happens in the order asked for. */
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

  /** Resolves when nothing is being written any more. */
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
