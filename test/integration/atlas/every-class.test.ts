import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import { Backlog } from '../../../src/core/outbox/backlog.ts';
import { LineSizes } from '../../../src/core/outbox/chunks/line-sizes.ts';
import { Spool } from '../../../src/core/outbox/chunks/spool.ts';
import { makeChunkStore } from '../../../src/core/outbox/chunks/sqlite-chunk-store.ts';
import type { Destination } from '../../../src/core/outbox/target.ts';
import { type ArrivalClass, arrivalClasses } from '../../../src/shared/domain/sync.ts';
import { openScene, smallHistory } from '../../support/import-scene.ts';

type Line = Readonly<Record<string, unknown>>;

/** All lines that a destination with everything in scope would get, by class; and what was counted before. */
async function linesOf(database: string, fromDay: number | null = null) {
  const writer = openWriter(database);
  const spoolDir = mkdtempSync(join(tmpdir(), 'health-relay-spool-'));
  const { lastInsertRowid } = writer
    .prepare(
      "INSERT INTO destination (target, base_url, dataset, branch, account, is_current, is_enabled) VALUES ('atlas', hex(randomblob(8)), '', '', '', 0, 1)",
    )
    .run();
  const kinds = new Set<string>(arrivalClasses);
  const destination: Destination = {
    id: Number(lastInsertRowid),
    target: 'atlas',
    baseUrl: '',
    dataset: '',
    branch: '',
    account: '',
    kinds,
    fromDay,
    failures: 0,
    state: {},
  };
  const store = makeChunkStore({
    writer,
    spool: new Spool(spoolDir),
    destination: () => destination,
    clock: { nowMs: Date.now, random: Math.random },
  });
  const backlog = new Backlog(writer);
  await backlog.warm(destination);
  const counted = backlog.countByClass(destination);
  const sizes = new LineSizes(writer);
  await store.cut(10_000);
  const due = store.due(Date.now(), 10_000);
  const bytes = new Map<string, { estimated: number; written: number }>();
  for (const { class: name, bytes: written } of due)
    bytes.set(name, {
      estimated: (counted.get(name as ArrivalClass) ?? 0) * sizes.bytesPerLine(name),
      written: (bytes.get(name)?.written ?? 0) + written,
    });
  const left = backlog.count(destination);
  const lines = new Map<string, Line[]>();
  for (const chunk of due) {
    const own = lines.get(chunk.class) ?? [];
    own.push(
      ...(await store.read(chunk))
        .toString('utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Line),
    );
    lines.set(chunk.class, own);
  }
  writer.close();
  rmSync(spoolDir, { recursive: true, force: true });
  return { lines, counted, left, bytes };
}

/** Fields by which the proxy fills its columns: texts, or not there (atlas/README §5). */
const texts = [
  'sampleType',
  'sourceName',
  'sampleClass',
  'quantityType',
  'sourceVersion',
  'dataType',
  'uuid',
  'startDate',
  'endDate',
  'unit',
];
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

test('every arrival class has its lines, counted beforehand, the same whichever way the history came about', async () => {
  const scene = await openScene();
  const whole = await scene.make('whole.zip', { ...smallHistory, extraDays: 3 });
  await scene.complete(whole.path);
  const other = await openScene();
  const base = await other.make('base.zip', smallHistory);
  const later = await other.make('later.zip', { ...smallHistory, extraDays: 3, pointers: 9 });
  await other.complete(base.path);
  await other.complete(later.path);

  const { lines, counted, left, bytes } = await linesOf(scene.database);
  // The small history has nothing reproductive and no type of tomorrow; their records have the lines of all others.
  const classes = arrivalClasses.filter((name) => name !== 'reproductive' && name !== 'unknown');
  expect([...lines.keys()].sort()).toEqual(classes.sort());
  expect(left).toBe(0);
  // What a sync would take is told by some lines of each class (send-estimate.ts).
  expect([...bytes.keys()].sort()).toEqual(classes.sort());
  for (const [name, { estimated, written }] of bytes) {
    const [low, high] = [estimated > written * 0.7, estimated < written * 1.4];
    expect([name, estimated, written, low, high]).toEqual([name, estimated, written, true, true]);
  }
  expect(new Map([...lines].map(([name, own]) => [name, own.length]))).toEqual(counted);

  for (const line of [...lines.values()].flat()) {
    for (const name of texts) expect(['string', 'undefined']).toContain(typeof line[name]);
    expect(['number', 'undefined']).toContain(typeof line['valueDouble']);
    expect(['object', 'undefined']).toContain(typeof line['device']);
    expect(String(line['startDate'])).toMatch(iso);
    expect(String(line['endDate'])).toMatch(iso);
    for (const name of ['sampleClass', 'sampleType', 'dataType', 'uuid']) expect(line[name]).toBeTruthy();
  }
  const uuids = [...lines.values()].flat().map(({ uuid }) => uuid);
  expect(new Set(uuids).size).toBe(uuids.length);

  // Every child and every workout that a line names is a line itself.
  const known = new Set(uuids);
  for (const correlation of lines.get('correlation') ?? []) {
    const children = correlation['childSampleUUIDs'] as string[];
    expect(children.length).toBeGreaterThan(0);
    expect(children.every((child) => known.has(child))).toBe(true);
  }
  for (const route of lines.get('route') ?? []) {
    expect(known.has(route['workoutUUID'] as string)).toBe(true);
    const points = route['points'] as Record<string, unknown[]>;
    expect(points['latitude']).toHaveLength(route['pointCount'] as number);
    expect(points['seconds']?.[0]).toBe(0);
  }
  for (const ecg of lines.get('ecg') ?? []) expect(ecg['samples']).toHaveLength(ecg['sampleCount'] as number);
  expect(lines.get('clinical')?.[0]?.['fhirResource']).toBeTypeOf('object');
  expect(lines.get('audiogram')?.[0]?.['sensitivityPoint']).toBeInstanceOf(Array);
  expect(lines.get('vision')?.[0]).toHaveProperty('rightEye');

  const inParts = await linesOf(other.database);
  const uuidsInParts = new Set([...inParts.lines.values()].flat().map(({ uuid }) => uuid));
  expect(uuidsInParts).toEqual(known);

  // The start day means the same to the count and to the lines, in every class.
  const starts = [...lines.values()]
    .flat()
    .map(({ startDate }) => Date.parse(String(startDate)) / 86_400_000);
  const middle = Math.floor((Math.min(...starts) + Math.max(...starts)) / 2);
  const late = await linesOf(scene.database, middle);
  expect(new Map([...late.lines].map(([name, own]) => [name, own.length]))).toEqual(late.counted);
  const sent = [...late.lines.values()].flat().length;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(uuids.length);
});
