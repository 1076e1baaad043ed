import { expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { lineSources } from '../../../src/core/ndjson/line-sources.ts';
import { makeDatasetLine } from '../../../src/core/targets/foundry/dataset-row.ts';
import { arrivalClasses } from '../../../src/shared/domain/sync.ts';
import { openScene, smallHistory } from '../../support/import-scene.ts';

test('a row of a dataset is the same from the fields of a sample as from its text, in every class', async () => {
  const scene = await openScene();
  await scene.complete((await scene.make('export.zip', smallHistory)).path);
  const now = '2026-01-02T03:04:05.678Z';
  const lineOf = makeDatasetLine({ userId: 'a', device: 'b', ingestedAt: now, exportTimestamp: now });
  const reader = openReader(scene.database);
  onTestFinished(() => void reader.close());
  const sources = lineSources(reader);
  const everything = { fromAt: Number.MIN_SAFE_INTEGER, toAt: Number.MAX_SAFE_INTEGER, toRow: 2 ** 40 };
  const seen = new Map<string, number>();
  for (const kind of arrivalClasses) {
    const source = sources[kind];
    for (let fromRow = 0; ; ) {
      const samples = source.read({ ...everything, fromRow });
      for (const sample of samples)
        expect(lineOf(sample)).toBe(lineOf({ json: sample.json, fields: JSON.parse(sample.json) }));
      seen.set(kind, (seen.get(kind) ?? 0) + samples.length);
      if (samples.length < source.rowsPerRead) break;
      fromRow = (samples.at(-1)?.row ?? 0) + 1;
    }
  }
  for (const kind of arrivalClasses) expect([kind, (seen.get(kind) ?? 0) > 0]).toEqual([kind, true]);
});
