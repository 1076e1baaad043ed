import type { Reader } from '../../../src/core/db/open.ts';

export interface ChunkFigures {
  /** Lines by state. */
  readonly lines: Readonly<Record<string, number>>;
  readonly codes: readonly string[];
}

export function chunkFigures(reader: Reader): ChunkFigures {
  const rows = reader
    .prepare<[], { state: string; lines: number }>(
      'SELECT state, sum(line_count) AS lines FROM chunk GROUP BY state ORDER BY state',
    )
    .all();
  const codes = reader
    .prepare<[], string>('SELECT DISTINCT code FROM chunk WHERE code IS NOT NULL ORDER BY code')
    .pluck()
    .all();
  return { lines: Object.fromEntries(rows.map(({ state, lines }) => [state, lines])), codes };
}
