import type { Writer } from '../../../src/core/db/open.ts';

export interface FailingWriter {
  readonly writer: Writer;
  /** Commits so far: transactions, and single statements outside of one. */
  commits(): number;
  /** So many commits more, then each one fails. */
  failAfter(more: number): void;
  /** How often it has refused. */
  refusals(): number;
  /** From now on nothing fails any more: there is room again. */
  heal(): void;
}

/**
 * A writing connection that performs so many commits and then fails each one with `error`, as the database of a program that
 * dies there, or of a disk that is full from there on. What was committed before is whole.
 */
export function failingWriter(
  real: Writer,
  commitsAllowed: number,
  error: () => Error = () => new Error('dead'),
): FailingWriter {
  let commits = 0;
  let allowed = commitsAllowed;
  let refusals = 0;
  const commit = <T>(act: () => T): T => {
    if (real.inTransaction) return act();
    if (commits >= allowed) {
      refusals++;
      throw error();
    }
    const result = act();
    commits++;
    return result;
  };
  const writer = new Proxy(real, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrapped(target.prepare(sql));
      if (name === 'transaction')
        return (body: (...args: unknown[]) => unknown) => {
          const made = target.transaction(body);
          const run = (...args: unknown[]) => commit(() => made(...args));
          return Object.assign(run, {
            immediate: (...args: unknown[]) => commit(() => made.immediate(...args)),
          });
        };
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member as (...a: unknown[]) => unknown).bind(target) : member;
    },
  });
  function wrapped(made: object): unknown {
    const proxy: unknown = new Proxy(made, {
      get(target, name) {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        const act = member as (...args: unknown[]) => unknown;
        if (name === 'run') return (...args: unknown[]) => commit(() => act.apply(target, args));
        return (...args: unknown[]) => {
          const result = act.apply(target, args);
          return result === target ? proxy : result;
        };
      },
    });
    return proxy;
  }
  const heal = () => {
    allowed = Number.POSITIVE_INFINITY;
  };
  const failAfter = (more: number) => {
    allowed = commits + more;
  };
  return { writer, commits: () => commits, refusals: () => refusals, failAfter, heal };
}
