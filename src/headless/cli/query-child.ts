// Started by query-command.ts: runs one statement in its own process, because nothing else can stop a statement that never ends.
import { openQuery, queryRowAsJson, queryValueAsField } from '../../core/db/query.ts';
import { csvLine } from '../../shared/domain/csv.ts';
import { toFailure } from '../../shared/failure.ts';
import type { QueryEnd, QueryOrder } from './query-command.ts';

const pieceLength = 64 * 1024;

process.once('message', (order: QueryOrder) => {
  // Never rejects: anything thrown in `run` becomes its end.
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

/** Resolves once the reader has taken the text, so a slow reader blocks the statement instead of filling memory. */
function written(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

function finish(end: QueryEnd): void {
  process.send?.(end, () => process.disconnect());
}
