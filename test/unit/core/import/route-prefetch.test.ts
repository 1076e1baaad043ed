import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Archive, ArchiveEntry } from '../../../../src/core/healthkit/archive/archive.ts';
import { gregorian } from '../../../../src/core/healthkit/date.ts';
import { Credits } from '../../../../src/core/import/reader/credits.ts';
import { RoutePrefetch } from '../../../../src/core/import/reader/route-prefetch.ts';

const point = '<trkpt lat="1.5" lon="2.5"><time>2024-01-01T00:00:00Z</time></trkpt>';
const gpx = (points: number) => `<gpx><trk><trkseg>${point.repeat(points)}</trkseg></trk></gpx>`;

/** An archive of these files alone, which tells how often each was opened. */
function archiveOf(files: Readonly<Record<string, string>>) {
  const opened: string[] = [];
  const entries = Object.entries(files).map(
    ([path, content]): ArchiveEntry => ({
      path,
      declaredSize: content.length,
      async *stream() {
        opened.push(path);
        yield Buffer.from(content);
      },
    }),
  );
  const entry = (path: string) => entries.find((one) => one.path === path) as ArchiveEntry;
  return { archive: { entries } as unknown as Archive, entry, opened };
}

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
};

describe('RoutePrefetch', () => {
  it('reads only while somebody waits for a credit, and only what is not stored', async () => {
    const { archive, entry, opened } = archiveOf({
      'workout-routes/a.gpx': gpx(2),
      'workout-routes/b.gpx': gpx(3),
      'electrocardiograms/c.csv': 'x',
    });
    const credits = new Credits(0);
    const prefetch = new RoutePrefetch(archive, ['/workout-routes/a.gpx'], credits, gregorian);
    await settle();
    expect(opened).toEqual([]);
    const waiting = credits.take();
    await settle();
    expect(opened).toEqual(['workout-routes/b.gpx']);
    credits.give();
    expect(await waiting).toBe(true);
    expect(prefetch.take(entry('workout-routes/a.gpx'))).toBeNull();
    expect(prefetch.take(entry('workout-routes/b.gpx'))?.pointCount).toBe(3);
    expect(prefetch.take(entry('workout-routes/b.gpx'))).toBeNull();
    await prefetch.end();
  });

  it('ends when it is told to, when the run is stopped, and after a route that cannot be read', async () => {
    const { archive, entry, opened } = archiveOf({
      'workout-routes/a.gpx': '<gpx><trk>',
      'workout-routes/b.gpx': gpx(1),
    });
    const idle = new RoutePrefetch(archive, [], new Credits(1), gregorian);
    await idle.end();
    expect(opened).toEqual([]);
    const credits = new Credits(0);
    const prefetch = new RoutePrefetch(archive, [], credits, gregorian);
    const waiting = credits.take();
    await settle();
    expect(opened).toEqual(['workout-routes/a.gpx', 'workout-routes/b.gpx']);
    expect(prefetch.take(entry('workout-routes/a.gpx'))).toBeNull();
    expect(prefetch.take(entry('workout-routes/b.gpx'))?.pointCount).toBe(1);
    credits.stop();
    expect(await waiting).toBe(false);
    await prefetch.end();
  });

  it('holds about sixteen megabytes of points and no more', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 5 }, (_, i) => [`workout-routes/${i}.gpx`, gpx(100_000)]),
    );
    const { archive, opened } = archiveOf(files);
    const credits = new Credits(0);
    const prefetch = new RoutePrefetch(archive, [], credits, gregorian);
    const waiting = credits.take();
    for (let turn = 0; turn < 400; turn++) await setImmediate();
    // 100,000 points are 6.4 MB: the third goes over the limit and is the last.
    expect(opened).toHaveLength(3);
    credits.stop();
    await waiting;
    await prefetch.end();
  });
});
