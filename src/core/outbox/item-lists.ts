import {
  type OutboxItem,
  type OutboxItemDetail,
  type OutboxState,
  outboxItemDetailSchema,
} from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';

/** The lists of the Sync page: mutations and chunks as one, newest change first. */

const columns = `SELECT 'mutation' AS kind, m.id, m.destination, d.target, m.state, m.operation, m.category AS what, m.event AS eventId,
  m.start AS startAt, NULL AS endAt, NULL AS lines, NULL AS bytes, json_extract(m.payload, '$.notes') AS summary, m.tries,
  m.next_at_ms AS nextTryAtMs, m.code, NULL AS warning, m.may_be_repeated AS mayBeRepeated, m.updated_at AS updatedAt
  FROM mutation m JOIN destination d ON d.id = m.destination`;
const chunkColumns = `SELECT 'chunk', c.id, c.destination, d.target, c.state, 'append', c.class, NULL, c.first_at, c.last_at, c.line_count,
  c.bytes, NULL, c.tries, c.next_at_ms, c.code, c.warning, c.may_be_repeated, c.updated_at
  FROM chunk c JOIN destination d ON d.id = c.destination`;

export interface ItemQuery {
  readonly destination?: number | undefined;
  readonly states: readonly OutboxState[];
  readonly cursor?: string | undefined;
  readonly limit: number;
}

type Row = Omit<OutboxItem, 'mayBeRepeated'> & { readonly mayBeRepeated: number };

const toItem = (row: Row): OutboxItem => ({ ...row, mayBeRepeated: row.mayBeRepeated === 1 });

/** One page. Errors: request.invalid for a cursor that is not ours. */
export function itemsPage(
  reader: Reader,
  query: ItemQuery,
): { rows: OutboxItem[]; next: string | null; total: number } {
  const { clause, parameters } = scope(query);
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  const seek = after ? 'WHERE (updatedAt, kind, id) < (?, ?, ?)' : '';
  const rows = reader
    .prepare<unknown[], Row>(
      `SELECT * FROM (${columns} ${clause('m')} UNION ALL ${chunkColumns} ${clause('c')}) ${seek}
       ORDER BY updatedAt DESC, kind DESC, id DESC LIMIT ?`,
    )
    .all(...parameters, ...parameters, ...(after ?? []), query.limit + 1);
  const page = rows.slice(0, query.limit).map(toItem);
  const last = page.at(-1);
  const next =
    rows.length > query.limit && last ? JSON.stringify([last.updatedAt, last.kind, last.id]) : null;
  const count = (table: string, alias: string) =>
    reader
      .prepare<unknown[], number>(`SELECT count(*) FROM ${table} ${alias} ${clause(alias)}`)
      .pluck()
      .get(...parameters) ?? 0;
  return { rows: page, next, total: count('mutation', 'm') + count('chunk', 'c') };
}

function scope({ destination, states }: ItemQuery) {
  const marks = states.map(() => '?').join(', ');
  const clause = (alias: string) =>
    `WHERE ${alias}.state IN (${marks})${destination === undefined ? '' : ` AND ${alias}.destination = ?`}`;
  return { clause, parameters: destination === undefined ? [...states] : [...states, destination] };
}

function readCursor(text: string): [number, string, number] {
  try {
    const parsed = JSON.parse(text) as unknown;
    if (Array.isArray(parsed) && parsed.length === 3) {
      const [at, kind, id] = parsed as unknown[];
      if (typeof at === 'number' && typeof kind === 'string' && typeof id === 'number') return [at, kind, id];
    }
  } catch {
    // Told below, as any other cursor that is not ours.
  }
  throw new CodedError('request.invalid', { field: 'cursor' });
}

/** One item with what is behind it; `payload` of a chunk is the caller's to fill. Error sync.unknown_item. */
export function itemDetail(reader: Reader, kind: 'mutation' | 'chunk', id: number): OutboxItemDetail {
  const isMutation = kind === 'mutation';
  const rows = reader
    // The first part of the union gives the columns their names.
    .prepare<[number], Row>(
      isMutation
        ? `${columns} WHERE m.id = ?`
        : `${columns} WHERE 0 UNION ALL ${chunkColumns} WHERE c.id = ?`,
    )
    .all(id);
  const more = reader
    .prepare<[number], Record<string, unknown>>(
      isMutation
        ? 'SELECT error, request_id AS requestId, answer, payload, NULL AS farPath, NULL AS transactionRid, NULL AS sha256 FROM mutation WHERE id = ?'
        : 'SELECT error, request_id AS requestId, answer, NULL AS payload, far_path AS farPath, transaction_rid AS transactionRid, sha256 FROM chunk WHERE id = ?',
    )
    .get(id);
  const [row] = rows;
  if (!row || !more) throw new CodedError('sync.unknown_item');
  return outboxItemDetailSchema.parse({ ...toItem(row), ...more });
}
