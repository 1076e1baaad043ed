// Started by query-command.ts: one statement in a process of its own, because nothing else ends a statement that goes on for ever.
import { openQuery, queryRowAsJson, queryValueAsField } from '../../core/db/query.ts';
import { csvLine } from '../../shared/domain/csv.ts';
import { toFailure } from '../../shared/failure.ts';
import type { QueryEnd, QueryOrder } from './query-command.ts';

const pieceLength = 64 * 1024;

process.once('message', (order: QueryOrder) => {
  // Never rejects: `run` has its own end for whatever is thrown.
  run(order).then(finish, (error: unknown) => finish({ isDone: false, failure: toFailure(error) }));
});

async function run({ path, sql, form, limit }: QueryOrder): Promise<QueryEnd> {
  const query = openQuery(path, sql);
  try {
    const lineOf =
      form === 'csv'
        ? (row: Parameters<typeof queryRowAsJson>[1]) => csvLine(row.map(queryValueAsField))
        : (row: Parameters<typeof queryRowAsJson>[1]) => `${queryRowAsJson(query.columns, row)}\n`;
    let piece = form === 'csv' ? csvLine(query.columns) : '';
    let rows = 0;
    for (const row of query.rows()) {
      if (rows === limit) {
        await written(piece);
        return { isDone: true, rows, isCut: true };
      }
      rows += 1;
      piece += lineOf(row);
      if (piece.length < pieceLength) continue;
      await written(piece);
      piece = '';
    }
    await written(piece);
    return { isDone: true, rows, isCut: false };
  } finally {
    query.close();
  }
}

/** Resolves once the reader has taken it, so that a slow one holds the statement and not the memory. */
function written(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

function finish(end: QueryEnd): void {
  process.send?.(end, () => process.disconnect());
}
