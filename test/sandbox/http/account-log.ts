/** Who came to a server with a token that was good: requests by account. Two accounts must never mix, so tests ask. */
export class AccountLog {
  readonly #requests = new Map<string, number>();

  count(account: string): void {
    this.#requests.set(account, this.requestsOf(account) + 1);
  }

  requestsOf(account: string): number {
    return this.#requests.get(account) ?? 0;
  }

  get accounts(): readonly string[] {
    return [...this.#requests.keys()];
  }
}
