import type { Page, Route } from '@playwright/test';
import type { CallName } from '../../src/shared/contract/index.ts';
import type { ErrorCode } from '../../src/shared/errors.ts';

/** Calls of one name; with `having`, only those whose input holds this text as JSON. */
export interface NamedCall {
  readonly name: CallName;
  readonly having?: string;
}

/**
 * Calls of a page to its web host that wait or fail until the test says otherwise; all others reach the host. They are stopped on the way
 * between the two, so the page and the host are the product's own.
 */
export class HeldCalls {
  /** What the page asked its host, in order. */
  readonly asked: CallName[] = [];
  readonly #held: NamedCall[] = [];
  readonly #failing: { readonly call: NamedCall; readonly code: ErrorCode }[] = [];
  readonly #waiting: (() => void)[] = [];

  /** From now on, for every document that this page shows. */
  static async over(page: Page): Promise<HeldCalls> {
    const calls = new HeldCalls();
    await page.route('**/api/call', (route) => calls.#answer(route));
    return calls;
  }

  /** These stay without an answer. */
  hold(calls: readonly NamedCall[]): void {
    this.#held.push(...calls);
  }

  /** These are answered with an error that isn't worth another try of the page's own. */
  fail(calls: readonly NamedCall[], code: ErrorCode): void {
    this.#failing.push(...calls.map((call) => ({ call, code })));
  }

  /** Every call reaches the host again; so do those that were held. */
  letGo(): void {
    this.#held.length = 0;
    this.#failing.length = 0;
    for (const release of this.#waiting.splice(0)) release();
  }

  async #answer(route: Route): Promise<void> {
    const { name, input } = route.request().postDataJSON() as {
      readonly name: CallName;
      readonly input: unknown;
    };
    const isIt = (call: NamedCall) =>
      call.name === name && (call.having === undefined || JSON.stringify(input).includes(call.having));
    this.asked.push(name);
    const code = this.#failing.find(({ call }) => isIt(call))?.code;
    if (code !== undefined)
      return route.fulfill({ json: { ok: false, error: { code, message: code, retryable: false } } });
    if (this.#held.some(isIt)) await new Promise<void>((release) => this.#waiting.push(release));
    // A page that was left meanwhile waits no more.
    await route.continue().catch(() => undefined);
  }
}
