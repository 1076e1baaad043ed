// What the identity provider remembers: sessions, sign-ins under way, codes, refresh tokens and the families they belong to.
import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Entry {
  readonly model: string;
  readonly id: string;
  readonly payload: AdapterPayload;
  /** By the sandbox's clock. */
  readonly endsAt: number;
  consumedAt: number | null;
}

/** A storage of oidc-provider in memory, its lifetimes counted by the sandbox's clock. */
export class KeptGrants {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  readonly #reuseLeewayMs: () => number;

  constructor(now: () => number, reuseLeewayMs: () => number) {
    this.#now = now;
    this.#reuseLeewayMs = reuseLeewayMs;
  }

  /** The adapter that oidc-provider asks for, one a model. */
  adapter(model: string): Adapter {
    const keyOf = (id: string) => `${model}:${id}`;
    const found = (entry: Entry | undefined) => this.#seen(entry);
    const all = () => [...this.#entries.values()].filter((entry) => entry.model === model);
    return {
      upsert: async (id, payload, expiresIn) => {
        const endsAt = expiresIn === undefined ? Number.POSITIVE_INFINITY : this.#now() + expiresIn * 1000;
        this.#entries.set(keyOf(id), { model, id, payload, endsAt, consumedAt: null });
      },
      find: async (id) => found(this.#entries.get(keyOf(id))),
      findByUid: async (uid) => found(all().find(({ payload }) => payload.uid === uid)),
      findByUserCode: async (code) => found(all().find(({ payload }) => payload.userCode === code)),
      consume: async (id) => {
        const entry = this.#entries.get(keyOf(id));
        if (entry) entry.consumedAt ??= this.#now();
      },
      destroy: async (id) => void this.#entries.delete(keyOf(id)),
      revokeByGrantId: async (grantId) =>
        this.#drop((entry) => entry.model === model && entry.payload.grantId === grantId),
    };
  }

  /** The account of every family that can still be refreshed. */
  activeAccounts(): string[] {
    const families = new Map<string, string>();
    for (const entry of this.#entries.values())
      if (entry.model === 'RefreshToken' && entry.consumedAt === null && this.#isAlive(entry))
        families.set(String(entry.payload.grantId), String(entry.payload.accountId));
    return [...families.values()];
  }

  /** Every refresh token there ever was, but those that were withdrawn; living: it has not been exchanged. */
  refreshTokens(): { readonly token: string; readonly isLiving: boolean }[] {
    return [...this.#entries.values()]
      .filter(({ model }) => model === 'RefreshToken')
      .map((entry) => ({ token: entry.id, isLiving: entry.consumedAt === null && this.#isAlive(entry) }));
  }

  /** Every session and token of the account is gone; signed access tokens that are out stay good until they end. */
  revokeAccount(accountId: string): void {
    this.#drop(({ payload }) => payload.accountId === accountId);
  }

  endSession(id: string): void {
    this.#entries.delete(`Session:${id}`);
  }

  #seen(entry: Entry | undefined): AdapterPayload | undefined {
    if (entry === undefined || !this.#isAlive(entry)) return undefined;
    return this.#isUsed(entry) ? { ...entry.payload, consumed: true } : entry.payload;
  }

  /** Auth0's rotation overlap: within it an exchanged refresh token may be exchanged again. */
  #isUsed({ model, consumedAt }: Entry): boolean {
    if (consumedAt === null) return false;
    return model !== 'RefreshToken' || this.#now() - consumedAt >= this.#reuseLeewayMs();
  }

  #isAlive({ endsAt }: Entry): boolean {
    return this.#now() < endsAt;
  }

  #drop(isOf: (entry: Entry) => boolean): void {
    for (const [key, entry] of [...this.#entries]) if (isOf(entry)) this.#entries.delete(key);
  }
}
