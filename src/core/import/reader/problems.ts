import type { Problem } from '../../../shared/domain/receipt.ts';
import type { ErrorCode } from '../../../shared/errors.ts';

/** Counts problems, by code, with the first example of each. */
export class Problems {
  readonly #byCode = new Map<ErrorCode, { count: number; example: string }>();

  add(code: ErrorCode, example: string, count = 1): void {
    const known = this.#byCode.get(code);
    if (known) known.count += count;
    else if (count > 0)
      this.#byCode.set(code, {
        count,
        example: example.length > 200 ? `${example.slice(0, 199)}…` : example,
      });
  }

  addAll(problems: readonly Problem[]): void {
    for (const { code, count, example } of problems) this.add(code, example, count);
  }

  has(code: ErrorCode): boolean {
    return this.#byCode.has(code);
  }

  list(): Problem[] {
    return [...this.#byCode].map(([code, { count, example }]) => ({ code, count, example }));
  }
}
