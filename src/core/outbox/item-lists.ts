import {
  type OutboxItem,
  type OutboxItemDetail,
  type OutboxState,
  outboxItemDetailSchema,
} from '../../shared/domain/sync.ts';
import { CodedError } from '../../shared/errors.ts';
import type { Reader } from '../db/open.ts';
import { countSuperseded, isSuperseded, mayBeStored, supersededMarked } from './chunks/chunk-rows.ts';
import { bodyWithoutValues, withoutValues } from './mutations/server-words.ts';

/** The lists of the Sync page: mutations and chunks as one, newest change first. Items that another route took over are in no list. */

const columns = `SELECT 'mutation' AS kind, m.id, m.destination, d.target, m.state, m.operation, m.category AS what, m.event AS eventId,
  m.start AS startAt, NULL AS endAt, NULL AS lines, NULL AS bytes, json_extract(m.payload, '$.notes') AS summary, m.tries,
  m.next_at_ms AS nextTryAtMs, m.code, NULL AS warning, m.may_be_repeated AS mayBeRepeated, m.batch IS NOT NULL AND m.tries > 0 AS mayBeStored, m.updated_at AS updatedAt
  FROM mutation m JOIN destination d ON d.id = m.destination`;
const chunkColumns = `SELECT 'chunk', c.id, c.destination, d.target, c.state, 'append', c.class, NULL, c.first_at, c.last_at, c.line_count,
  c.bytes, NULL, c.tries, c.next_at_ms, c.code, c.warning, c.may_be_repeated, ${mayBeStored('c')}, c.updated_at
  FROM chunk c JOIN destination d ON d.id = c.destination`;

export interface ItemQuery {
  readonly destination?: number | undefined;
  readonly states: readonly OutboxState[];
  readonly cursor?: string | undefined;
  /** A cursor further on: nothing behind its place. */
  readonly until?: string | undefined;
  readonly limit: number;
}

type Row = Omit<OutboxItem, 'mayBeRepeated' | 'mayBeStored'> & {
  readonly mayBeRepeated: number;
  readonly mayBeStored: number;
};

const toItem = (row: Row): OutboxItem => ({
  ...row,
  mayBeRepeated: row.mayBeRepeated === 1,
  mayBeStored: row.mayBeStored === 1,
});

/** One page. Errors: request.invalid for a cursor that is not ours. */
export function itemsPage(
  reader: Reader,
  query: ItemQuery,
): { rows: OutboxItem[]; next: string | null; total: number } {
  const after = query.cursor === undefined ? null : readCursor(query.cursor, 'cursor');
  const until = query.until === undefined ? null : readCursor(query.until, 'until');
  const tables = tablesOf(reader, query.destination);
  const places = tables
    .flatMap((table) => query.states.flatMap((state) => newest(reader, table, state, query, after)))
    .filter((place) => until === null || byPlace(place, until) <= 0)
    .sort(byPlace);
  const page = places.slice(0, query.limit);
  const last = page.at(-1);
  const next = places.length > query.limit && last ? JSON.stringify(last) : null;
  const total = tables.reduce((sum, table) => sum + countOf(reader, table, query), 0);
  return { rows: rowsAt(reader, page), next, total };
}

type Kind = 'mutation' | 'chunk';
type Place = readonly [updatedAt: number, kind: Kind, id: number];

/** Only Trendy has mutations, and it has no chunks. */
function tablesOf(reader: Reader, destination: number | undefined): Kind[] {
  if (destination === undefined) return ['mutation', 'chunk'];
  const find = reader.prepare<[number], string>('SELECT target FROM destination WHERE id = ?').pluck();
  return [find.get(destination) === 'trendy' ? 'mutation' : 'chunk'];
}

/**
 * As many as one page may need of one table and state. Each walks the index (state, updated_at) and stops: sorting a queue
 * of tens of thousands for every page takes a tenth of a second.
 */
function newest(
  reader: Reader,
  table: Kind,
  state: OutboxState,
  { destination, limit }: ItemQuery,
  after: Place | null,
): Place[] {
  const [at, kind, id] = after ?? [Number.MAX_SAFE_INTEGER, 'chunk', Number.MAX_SAFE_INTEGER];
  // Of one second, mutations come before chunks.
  const lastId = table === kind ? id : table === 'chunk' ? Number.MAX_SAFE_INTEGER : 0;
  const isOf = destination === undefined ? '' : 'AND destination = ?';
  const isListed = table === 'chunk' ? `AND NOT ${isSuperseded}` : '';
  return reader
    .prepare<unknown[], [number, Kind, number]>(
      `SELECT updated_at, '${table}', id FROM ${table} INDEXED BY ${table}_updated
       WHERE state = ? AND (updated_at, id) < (?, ?) ${isOf} ${isListed} ORDER BY updated_at DESC, id DESC LIMIT ?`,
    )
    .raw()
    .all(state, at, lastId, ...(destination === undefined ? [] : [destination]), limit + 1);
}

function byPlace([atA, kindA, idA]: Place, [atB, kindB, idB]: Place): number {
  return atB - atA || (kindA === kindB ? idB - idA : kindA < kindB ? 1 : -1);
}

function rowsAt(reader: Reader, places: readonly Place[]): OutboxItem[] {
  const rowsOf = (kind: Kind, select: string) => {
    const ids = places.filter((place) => place[1] === kind).map((place) => place[2]);
    const rows = reader.prepare<[string], Row>(select).all(JSON.stringify(ids));
    return rows.map((row) => [`${kind} ${row.id}`, toItem(row)] as const);
  };
  const items = new Map([
    ...rowsOf('mutation', `${columns} WHERE m.id IN (SELECT value FROM json_each(?))`),
    ...rowsOf(
      'chunk',
      `${columns} WHERE 0 UNION ALL ${chunkColumns} WHERE c.id IN (SELECT value FROM json_each(?))`,
    ),
  ]);
  return places.flatMap(([, kind, id]) => items.get(`${kind} ${id}`) ?? []);
}

function countOf(reader: Reader, table: Kind, { destination, states }: ItemQuery): number {
  const isOf = destination === undefined ? '' : 'AND destination = ?';
  const isLess = table === 'chunk' && states.includes('discarded');
  const stored =
    reader
      .prepare<unknown[], number | null>(
        `SELECT sum(row_count) FROM outbox_count WHERE kind = ? AND state IN (${states.map(() => '?').join(', ')}) ${isOf}`,
      )
      .pluck()
      .get(table, ...states, ...(destination === undefined ? [] : [destination])) ?? 0;
  return isLess ? stored - countSuperseded(reader, destination ?? null) : stored;
}

/** Items of a destination that it may hold twice: events, or lines of chunks. */
export function countRepeatable(reader: Reader, destination: number): number {
  const marked = reader
    .prepare<[number], number | null>(
      'SELECT sum(items) FROM outbox_count WHERE destination = ? AND may_be_repeated = 1',
    )
    .pluck()
    .get(destination);
  return (marked ?? 0) - supersededMarked(reader, destination);
}

function readCursor(text: string, field: 'cursor' | 'until'): Place {
  try {
    const parsed = JSON.parse(text) as unknown;
    if (Array.isArray(parsed) && parsed.length === 3) {
      const [at, kind, id] = parsed as unknown[];
      const isKind = kind === 'mutation' || kind === 'chunk';
      if (typeof at === 'number' && isKind && typeof id === 'number') return [at, kind, id];
    }
  } catch {
    // Reported below, like any other foreign cursor.
  }
  throw new CodedError('request.invalid', { field });
}

/** One item with its details; the caller fills in the `payload` of a chunk. Error sync.unknown_item. */
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
        ? 'SELECT error, request_id AS requestId, answer, payload, NULL AS remotePath, NULL AS transactionRid, NULL AS sha256 FROM mutation WHERE id = ?'
        : 'SELECT error, request_id AS requestId, answer, NULL AS payload, far_path AS remotePath, transaction_rid AS transactionRid, sha256 FROM chunk WHERE id = ?',
    )
    .get(id);
  const [row] = rows;
  if (!row || !more) throw new CodedError('sync.unknown_item');
  return outboxItemDetailSchema.parse({ ...toItem(row), ...more, ...(isMutation && wordsOf(more)) });
}

/** The server's words, as far as they are shown: earlier versions stored values of events in them. */
function wordsOf({ error, answer }: Readonly<Record<string, unknown>>) {
  return {
    error: typeof error === 'string' ? withoutValues(error) : null,
    answer: typeof answer === 'string' ? bodyWithoutValues(answer) : null,
  };
}
