import type { TargetId } from '../../shared/domain/sync.ts';

/** Tokens entered for this run: in memory only, gone with the process. */
export class MemoryTokens {
  readonly #tokens = new Map<TargetId, string>();
  readonly #rejected = new Set<string>();

  set(target: TargetId, token: string): void {
    if (token === '') this.#tokens.delete(target);
    else this.#tokens.set(target, token);
    this.#rejected.delete(token);
  }

  /** Null: none, or one that the server has refused. */
  get(target: TargetId): string | null {
    const token = this.#tokens.get(target);
    return token === undefined || this.#rejected.has(token) ? null : token;
  }

  /** There is one, and the server has refused it. */
  isRefused(target: TargetId): boolean {
    const token = this.#tokens.get(target);
    return token !== undefined && this.#rejected.has(token);
  }

  /** The server answered 401 to it: the user has to enter another one. */
  reject(token: string): void {
    this.#rejected.add(token);
  }
}
