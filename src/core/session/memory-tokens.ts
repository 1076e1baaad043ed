import type { TargetId } from '../../shared/domain/sync.ts';
import type { Credentials } from '../targets/target.ts';

/** Tokens entered for this run: in memory only, gone with the process. */
export class MemoryTokens implements Credentials {
  readonly #tokens = new Map<TargetId, string>();
  readonly #rejected = new Set<string>();

  set(target: TargetId, token: string): void {
    if (token === '') this.#tokens.delete(target);
    else this.#tokens.set(target, token);
    this.#rejected.delete(token);
  }

  has(target: TargetId): boolean {
    return this.#usable(target) !== null;
  }

  async token(target: TargetId): Promise<string | null> {
    return this.#usable(target);
  }

  /** There is nothing to refresh with: another token helps only once the person entered one. */
  async renew(target: TargetId, rejected: string): Promise<boolean> {
    this.#rejected.add(rejected);
    return this.#usable(target) !== null;
  }

  #usable(target: TargetId): string | null {
    const token = this.#tokens.get(target);
    return token === undefined || this.#rejected.has(token) ? null : token;
  }
}
