import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openReader } from '../../../../src/core/db/open.ts';
import { createHistory, type History } from '../../../../src/core/history/history.ts';
import { type HistorySeed, seedHistory } from '../../../support/seed-history.ts';

/** A history in a real file, filled by `fill` and removed after the test. */
export function historyFile(fill: (seed: HistorySeed) => void): History {
  const dir = mkdtempSync(join(tmpdir(), 'health-relay-history-'));
  const path = join(dir, 'history.sqlite');
  const seed = seedHistory(path);
  fill(seed);
  seed.finish();
  seed.database.close();
  const reader = openReader(path);
  onTestFinished(() => {
    reader.close();
    rmSync(dir, { recursive: true });
  });
  return createHistory(reader);
}
