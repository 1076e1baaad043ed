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
  const writer = gated(real, { commit });
  const heal = () => {
    allowed = Number.POSITIVE_INFINITY;
  };
  const failAfter = (more: number) => {
    allowed = commits + more;
  };
  return { writer, commits: () => commits, refusals: () => refusals, failAfter, heal };
}

export interface RefusingWriter {
  readonly writer: Writer;
  /** Statements that write so far; the COMMIT of a transaction is one of them. */
  statements(): number;
  /** Refuses the statement after so many more: that one alone, or each one from there on. */
  refuse(after: number, how: 'once' | 'until freed'): void;
  refusals(): number;
  /** There is room again. */
  heal(): void;
}

/**
 * A writing connection that refuses a statement of any transaction, as a disk does that fills in the middle of one. SQLite takes the
 * transaction back then, and so does what this throws.
 */
export function refusingWriter(real: Writer, error: () => Error): RefusingWriter {
  let [statements, refusals] = [0, 0];
  let [from, until] = [Number.POSITIVE_INFINITY, 0];
  const statement = () => {
    const own = statements++;
    if (own < from || own >= until) return;
    refusals++;
    throw error();
  };
  const refuse: RefusingWriter['refuse'] = (after, how) => {
    from = statements + after;
    until = how === 'once' ? from + 1 : Number.POSITIVE_INFINITY;
  };
  const heal = () => {
    from = Number.POSITIVE_INFINITY;
  };
  const writer = gated(real, { statement });
  return { writer, statements: () => statements, refuse, refusals: () => refusals, heal };
}

/** Where a gate may throw. */
interface Gates {
  /** Around a transaction, and around a single `run` outside of one. */
  readonly commit?: <T>(act: () => T) => T;
  /** Before every statement that writes, and before the COMMIT of a transaction that wrote. */
  readonly statement?: () => void;
}

type Act = (...args: unknown[]) => unknown;

function gated(real: Writer, { commit = (act) => act(), statement = () => {} }: Gates): Writer {
  let hasWritten = false;
  const write = () => {
    hasWritten = true;
    statement();
  };
  const wrapped = (made: object): unknown => {
    const isWriting = Reflect.get(made, 'readonly') === false;
    const proxy: unknown = new Proxy(made, {
      get(target, name) {
        const member = Reflect.get(target, name) as unknown;
        if (typeof member !== 'function') return member;
        const act = member as Act;
        const isPerformed = isWriting && ['run', 'get', 'all', 'iterate'].includes(String(name));
        const perform: Act = (...args) => {
          if (isPerformed) write();
          const result = act.apply(target, args);
          return result === target ? proxy : result;
        };
        return name === 'run' ? (...args: unknown[]) => commit(() => perform(...args)) : perform;
      },
    });
    return proxy;
  };
  return new Proxy(real, {
    get(target, name) {
      if (name === 'prepare') return (sql: string) => wrapped(target.prepare(sql));
      if (name === 'exec')
        return (sql: string) => {
          write();
          return target.exec(sql);
        };
      if (name === 'transaction')
        return (body: Act) => {
          let isOutermost = true;
          const made = target.transaction((...args: unknown[]) => {
            const mine = isOutermost;
            if (mine) hasWritten = false;
            const result = body(...args);
            if (mine && hasWritten) statement();
            return result;
          });
          const through =
            (act: Act) =>
            (...args: unknown[]) => {
              isOutermost = !target.inTransaction;
              return commit(() => act(...args));
            };
          return Object.assign(through(made), { immediate: through(made.immediate) });
        };
      const member = Reflect.get(target, name) as unknown;
      return typeof member === 'function' ? (member as Act).bind(target) : member;
    },
  });
}
