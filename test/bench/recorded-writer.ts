import type { Writer, WriteStatement } from '../../src/core/db/open.ts';

type Entry =
  | { readonly exec: string }
  | { readonly sql: string; readonly parameters: unknown[]; readonly isQuery: boolean }
  | 'begin'
  | 'commit';

/** Everything that an import wrote, in order, to be written again without reading anything: the floor of its time. */
export class WriteLog {
  readonly #entries: Entry[] = [];

  get length(): number {
    return this.#entries.length;
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** Writes it all again: same rows, order, statements, transactions. Seconds. */
  replay(writer: Writer): number {
    const statements = new Map<string, WriteStatement<unknown[], unknown>>();
    const begin = writer.prepare<[]>('BEGIN');
    const commit = writer.prepare<[]>('COMMIT');
    const start = performance.now();
    for (const entry of this.#entries) {
      if (entry === 'begin') begin.run();
      else if (entry === 'commit') commit.run();
      else if ('exec' in entry) writer.exec(entry.exec);
      else {
        let statement = statements.get(entry.sql);
        if (!statement) {
          statement = writer.prepare<unknown[]>(entry.sql);
          statements.set(entry.sql, statement);
        }
        if (entry.isQuery) statement.get(...entry.parameters);
        else statement.run(...entry.parameters);
      }
    }
    return (performance.now() - start) / 1000;
  }
}

const isWriting = (sql: string) => /^\s*(INSERT|UPDATE|DELETE)/i.test(sql);

/** The writer itself, with every writing statement noted in `log`. */
export function recordedWriter(writer: Writer, log: WriteLog): Writer {
  return new Proxy(writer, {
    get(target, property) {
      if (property === 'prepare') return (sql: string) => recordedStatement(target.prepare(sql), sql, log);
      if (property === 'exec') {
        return (sql: string) => {
          log.add({ exec: sql });
          return target.exec(sql);
        };
      }
      if (property === 'transaction') {
        return (body: (...args: unknown[]) => unknown) =>
          (...args: unknown[]) => {
            log.add('begin');
            const value = target.transaction(body)(...args);
            log.add('commit');
            return value;
          };
      }
      const value = Reflect.get(target, property) as unknown;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function recordedStatement(statement: object, sql: string, log: WriteLog): unknown {
  if (!isWriting(sql)) return statement;
  const proxy: object = new Proxy(statement, {
    get(target, property) {
      const value = Reflect.get(target, property) as unknown;
      if (typeof value !== 'function') return value;
      if (property === 'pluck' || property === 'raw') {
        return (...args: unknown[]) => {
          value.apply(target, args);
          return proxy;
        };
      }
      if (property !== 'run' && property !== 'get') return value.bind(target);
      return (...parameters: unknown[]) => {
        // The importer fills one array again and again: the log needs its content of now.
        const kept = parameters.map((one) => (Array.isArray(one) ? [...one] : one));
        log.add({ sql, parameters: kept, isQuery: property === 'get' });
        return value.apply(target, parameters) as unknown;
      };
    },
  });
  return proxy;
}
