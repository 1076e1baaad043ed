import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openReader, type Writer } from '../../../src/core/db/open.ts';
import { ArrivalLogReader } from '../../../src/core/outbox/chunks/arrival-log-reader.ts';
import type { ImportLine } from '../../../src/headless/cli/import-line.ts';
import { generateExport } from '../../generator/generate.ts';
import { differences, dump } from '../../support/history-dump.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCli } from '../run-cli.ts';
import { openDirect } from './direct-importer.ts';
import { type FailingWriter, failingWriter } from './failing-writer.ts';
import { turnedOn } from './relay-scene.ts';
import { expectWhole, sentenceOf, storedRecords } from './whole-profile.ts';

const full = () => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');

async function made(dir: string): Promise<string> {
  const path = join(dir, 'export.zip');
  await generateExport({ zip: path, days: 16, density: 0.3 });
  return path;
}

async function undisturbed(dir: string, path: string) {
  const direct = await openDirect(join(dir, 'undisturbed'));
  await direct.importFile(path);
  await direct.close();
  return dump(direct.database);
}

test('full in the middle: partial, every batch whole; with room again the same file completes it', async () => {
  const dir = scratchDir();
  const path = await made(dir);
  let writer: Writer | undefined;
  let isLimited = false;
  const pages = (name: string) => Number(writer?.pragma(name, { simple: true }));
  const direct = await openDirect(join(dir, 'profile'), {
    over: (real) => {
      writer = real;
      return real;
    },
    onProgress: ({ phase }) => {
      if (phase !== 'reading' || isLimited) return;
      isLimited = true;
      writer?.pragma(`max_page_count = ${pages('page_count') + 250}`);
    },
  });
  const receipt = await direct.importFile(path);
  expect(receipt).toMatchObject({ state: 'partial', code: 'disk.full', canResume: true });
  expect(sentenceOf(receipt)).toContain('Stored data is safe');
  const { added, read, known, repeated, skipped } = receipt.records;
  expect(added).toBeGreaterThan(2000);
  expect(read).toBe(added + known + repeated + skipped);
  expect(receipt.elements.Record).toBe(read);
  expect(receipt.types.reduce((sum, type) => sum + type.added, 0)).toBe(added);
  expect(storedRecords(direct.database)).toBe(added);

  writer?.pragma('max_page_count = 4294967294');
  expect(direct.importer.receipts({ limit: 1 })).toMatchObject([{ state: 'partial', code: 'disk.full' }]);
  expectWhole(direct.database);
  expect(await direct.importFile(path)).toMatchObject({ state: 'completed', records: { known: added } });
  await direct.close();
  expect(differences(await undisturbed(dir, path), dump(direct.database))).toEqual([]);
});

test('so full that not even the receipt can be stored: it is told, the next import runs, and it is stored later', async () => {
  const dir = scratchDir();
  const path = await made(dir);
  let failing: FailingWriter | undefined;
  const direct = await openDirect(join(dir, 'profile'), {
    over: (real) => {
      failing = failingWriter(real, 6, full);
      return failing.writer;
    },
  });
  const receipt = await direct.importFile(path);
  expect(receipt).toMatchObject({ state: 'partial', code: 'disk.full' });
  expect(storedRecords(direct.database)).toBe(receipt.records.added);
  expect(() => direct.importer.addOffer(path, { isIncoming: false })).not.toThrow();
  failing?.heal();
  const [kept] = direct.importer.receipts({ limit: 1 });
  expect(kept).toEqual(receipt);
  expect(await direct.importFile(path)).toMatchObject({
    state: 'completed',
    records: { known: receipt.records.added },
  });
  await direct.close();
  expectWhole(direct.database);
  expect(differences(await undisturbed(dir, path), dump(direct.database))).toEqual([]);
});

test('a disk still full at the next start: the history opens, and the run is put in order at the one after', async () => {
  const dir = scratchDir();
  const path = await made(dir);
  const profile = join(dir, 'profile');
  const first = await openDirect(profile, { over: (real) => failingWriter(real, 6).writer });
  const { added } = (await first.importFile(path)).records;
  await first.close();
  const second = await openDirect(profile, { over: (real) => failingWriter(real, 0, full).writer });
  await second.importer.whenIdle();
  expect(second.faults.length).toBeGreaterThan(0);
  await second.close();
  const third = await openDirect(profile);
  await third.importer.whenIdle();
  expect(third.importer.receipts({ limit: 1 })).toMatchObject([
    { state: 'interrupted', records: { added }, canResume: true },
  ]);
  await third.close();
  expectWhole(third.database);
});

test('a disk still full at the next start: with room again, everything is delivered without another start', async () => {
  const dir = scratchDir();
  const profile = join(dir, 'profile');
  const first = await openDirect(profile, { over: (real) => failingWriter(real, 6).writer });
  const { added } = (await first.importFile(await made(dir))).records;
  await first.close();

  const scene = await turnedOn(profile, 'atlas');
  onTestFinished(scene.close);
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  let failing: FailingWriter | undefined;
  const second = await openDirect(dirname(scene.spoolDir), {
    over: (real) => {
      failing = failingWriter(real, 0, full);
      return failing.writer;
    },
    onHistoryChanged: () => scene.parts.service.deriveAndSend(),
  });
  await second.importer.whenIdle();
  scene.start();
  await scene.parts.service.whenResting();
  expect(scene.held().items).toBe(0);

  failing?.heal();
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  await second.importer.whenIdle();
  await scene.parts.service.whenResting();
  expect(scene.held().items).toBeGreaterThanOrEqual(added);
  expect(scene.card()).toMatchObject({ pending: 0, delivered: scene.held().items });
  await second.close();
});

test('a receipt that could not be stored is, a minute after there is room, and destinations are woken', async () => {
  const dir = scratchDir();
  const path = await made(dir);
  let failing: FailingWriter | undefined;
  let wakes = 0;
  const direct = await openDirect(join(dir, 'profile'), {
    over: (real) => {
      failing = failingWriter(real, 6, full);
      return failing.writer;
    },
    onHistoryChanged: () => wakes++,
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  await direct.importFile(path);
  await direct.importer.whenIdle();
  const isHidden = () => new ArrivalLogReader(direct.writer).barrier() !== Infinity;
  expect([isHidden(), wakes, direct.importer.foldStuckCode]).toEqual([true, 0, null]);
  failing?.heal();
  await vi.advanceTimersByTimeAsync(60_000);
  await direct.importer.whenIdle();
  expect([isHidden(), wakes]).toEqual([false, 1]);
  await direct.close();
});

test('a disk that fails under the command line: 3, the history can be read, and the same file completes it', async () => {
  const dir = scratchDir();
  const path = await made(dir);
  const profile = join(dir, 'profile');
  const database = join(profile, 'history.sqlite');
  const cli = join(import.meta.dirname, '../../../src/headless/cli.ts');
  const limited = (...words: string[]) =>
    // No file may grow beyond 2.3 MB, more than the empty schema takes: a fault of the system itself, in SQLite's own calls.
    promisify(execFile)('sh', [
      '-c',
      'ulimit -f 2300; exec "$@"',
      'sh',
      process.execPath,
      cli,
      ...words,
    ]).then(
      ({ stdout }) => ({ code: 0, stdout }),
      (error: { code: number; stdout: string }) => error,
    );
  const cut = await limited('import', path, '--profile', profile, '--json');
  const [first = '', ...others] = cut.stdout.trim().split('\n');
  const line = JSON.parse(first) as ImportLine;
  // Where the disk left no room for the figures either, a second line says so, with the code of the write that failed.
  for (const other of others)
    expect(JSON.parse(other)).toMatchObject({
      daysToDerive: 0,
      derivationCode: expect.stringMatching(/^(?:disk\.full|profile\.unreadable)$/),
    });
  expect([cut.code, line.state]).toEqual([3, 'partial']);
  expect(line.records.added).toBeGreaterThan(0);
  expect(storedRecords(database)).toBe(line.records.added);
  const status = await limited('status', '--profile', profile, '--json');
  expect(status.code).toBe(0);
  expect(JSON.parse(status.stdout)).toMatchObject({ records: line.records.added });
  const again = await runCli(['import', path, '--profile', profile, '--json']);
  expect(again).toMatchObject({ code: 0, lines: [{ records: { known: line.records.added } }] });
  expectWhole(database);
  expect(differences(await undisturbed(dir, path), dump(database))).toEqual([]);
});

test('too little room is refused before anything is stored, with the figures', async () => {
  const dir = scratchDir();
  const path = await made(dir);
  const direct = await openDirect(join(dir, 'profile'), { freeBytes: () => Promise.resolve(10_000_000) });
  const receipt = await direct.importFile(path);
  expect(receipt).toMatchObject({ state: 'refused', code: 'disk.full', records: { added: 0 } });
  expect(sentenceOf(receipt)).toMatch(/It needs about \S+\s?MB; 10\s?MB is free/);
  await direct.close();
  const reader = openReader(direct.database);
  for (const table of ['record', 'record_type', 'source', 'origin', 'person', 'arrival', 'workout']) {
    const count = reader.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get();
    expect([table, count]).toEqual([table, 0]);
  }
  reader.close();
});
