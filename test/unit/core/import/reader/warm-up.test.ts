import { describe, expect, it } from 'vitest';
import type { ArchiveEntry } from '../../../../../src/core/healthkit/archive/archive.ts';
import { readRoute } from '../../../../../src/core/healthkit/sidecar/gpx.ts';
import { Credits } from '../../../../../src/core/import/reader/credits.ts';
import { warmUp } from '../../../../../src/core/import/reader/warm-up.ts';
import { madeUpExport, madeUpRoute } from '../../../../../src/core/import/reader/warm-up-documents.ts';
import { readHead, readXml } from '../../../../../src/core/import/reader/xml-pass.ts';
import type { FromThread } from '../../../../../src/core/import/thread-messages.ts';

const entryOf = (content: Buffer): ArchiveEntry => ({
  path: 'made-up',
  declaredSize: content.length,
  async *stream() {
    yield content;
  },
});

async function summaryOf(content: Buffer) {
  const sent: FromThread[] = [];
  const archive = { main: entryOf(content), consumedBytes: () => 0 };
  await readXml(
    archive,
    () => 1,
    new Credits(1000),
    (message) => sent.push(message),
    () => {},
  );
  const last = sent.at(-1);
  if (last?.kind !== 'xmlEnd') throw new Error('no end');
  return { summary: last.summary, items: sent.flatMap((one) => (one.kind === 'batch' ? one.items : [])) };
}

describe('the documents read to warm up', () => {
  it('hold what exports hold most of, and nothing that a reader stumbles over', async () => {
    const { summary, items } = await summaryOf(madeUpExport(3));
    expect(summary).toMatchObject({ skipped: 0, problems: [], cut: null, exportVersion: '14' });
    for (const name of ['Record', 'Correlation', 'Workout', 'WorkoutRoute', 'ActivitySummary'] as const) {
      expect(summary.elements[name], name).toBeGreaterThan(0);
    }
    for (const name of ['MetadataEntry', 'InstantaneousBeatsPerMinute', 'WorkoutEvent'] as const) {
      expect(summary.elements[name], name).toBeGreaterThan(0);
    }
    expect(summary.elements.unknown).toBe(0);
    expect(Object.keys(summary.types)).toHaveLength(7);
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['correlation', 'workout', 'summary']));
  });

  it('begin as an export does', async () => {
    const head = await readHead({ main: entryOf(madeUpExport(0)) });
    expect(head).toMatchObject({ locale: 'en_BE', exportAt: Date.UTC(2001, 0, 1, 9) / 1000 });
  });

  it('come with a route of plain points', async () => {
    const route = await readRoute(entryOf(madeUpRoute(59)));
    expect(route).toMatchObject({ name: 'Made up', pointCount: 400 });
    expect(route.columns.every((value) => !Number.isNaN(value))).toBe(true);
  });

  it('are not read any more once there is work', async () => {
    let asked = 0;
    await warmUp(() => ++asked > 2);
    expect(asked).toBe(3);
  });
});
