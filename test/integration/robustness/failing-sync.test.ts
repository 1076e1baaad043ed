import { readdirSync } from 'node:fs';
import type * as fs from 'node:fs/promises';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { asCoded } from '../../../src/core/db/as-coded.ts';
import type { Writer } from '../../../src/core/db/open.ts';
import { createHistory } from '../../../src/core/history/history.ts';
import type { TargetId } from '../../../src/shared/domain/sync.ts';
import { seededRandom } from '../../sandbox/http/faults.ts';
import { expectCounted } from '../../support/outbox-recount.ts';
import { failingWriter, refusingWriter } from './failing-writer.ts';
import { importedProfile, turnedOn } from './relay-scene.ts';

/** So many more files of the spool are written, then its disk is full; null: there is room. */
const room = vi.hoisted(() => ({ files: null as number | null }));
vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof fs>();
  const open: typeof real.open = async (path, flags, mode) => {
    const file = await real.open(path, flags, mode);
    if (flags !== 'wx' || !String(path).includes('spool') || room.files === null) return file;
    if (room.files > 0) room.files--;
    else
      file.writeFile = async () => {
        await file.write('half');
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
      };
    return file;
  };
  return { ...real, open };
});

const full = () => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');

const seed = Number(process.env['STATEMENT_SEED'] ?? Math.floor(Math.random() * 1e6));
/** Places of each target and each way; STATEMENTS=1000 is all of them (some 40 minutes beside other work). */
const tried = Number(process.env['STATEMENTS'] ?? 7);
/** A place takes well under a second: only what hangs is ended. */
const timeoutMs = Math.max(600_000, tried * 20_000);

/** One place in each of `tried` equal parts of a sync of `count` statements, so that the whole of it is met whatever the seed. */
function places(count: number): number[] {
  if (tried >= count) return Array.from({ length: count }, (_, n) => n);
  const random = seededRandom(seed);
  const step = count / tried;
  return Array.from({ length: tried }, (_, part) => Math.floor((part + random()) * step));
}

/** A writing connection whose disk is full from a place on: of its statements, or of its commits. */
interface Refusing {
  readonly writer: Writer;
  count(): number;
  refuse(after: number, how: 'once' | 'until freed'): void;
  refusals(): number;
  heal(): void;
}
const byStatement = (real: Writer): Refusing => {
  const refusing = refusingWriter(real, full);
  return { ...refusing, count: refusing.statements };
};
const byCommit = (real: Writer): Refusing => {
  const failing = failingWriter(real, Number.POSITIVE_INFINITY, full);
  return { ...failing, count: failing.commits, refuse: failing.failAfter };
};

/** A whole sync, refused at a place; then there is room again and the person asks for another. */
async function syncRefused(
  base: string,
  target: TargetId,
  place: { readonly after: number; readonly how: 'once' | 'until freed' },
  over: (real: Writer) => Refusing = byStatement,
) {
  let refusing: Refusing | undefined;
  const scene = await turnedOn(base, target, (real) => {
    refusing = over(real);
    return refusing.writer;
  });
  const before = refusing?.count() ?? 0;
  refusing?.refuse(place.after, place.how);
  scene.start();
  await scene.parts.service.whenResting();
  const refusals = refusing?.refusals() ?? 0;
  const said = {
    faults: [...new Set(scene.faults.map((error) => asCoded(error).code))],
    pausedBy: scene.card()?.pausedBy,
    derivation: scene.parts.service.overview().derivationCode,
    records: createHistory(scene.reader).overview({}).records,
  };
  refusing?.heal();
  if (refusals > 0) {
    scene.parts.service.runNow({});
    await scene.parts.service.whenResting();
    // The note of a transaction at Foundry was refused after it was opened there: the person is asked, and agrees.
    const card = scene.card();
    if (target === 'foundry' && card?.pausedBy === 'sync.transaction_open') {
      scene.parts.service.abortTransaction({ destination: card.id });
      await scene.parts.service.whenResting();
    }
  }
  const statements = (refusing?.count() ?? 0) - before;
  const end = { statements, refusals, said, ...scene.held(), marked: scene.marked(), card: scene.card() };
  expectCounted(scene.reader);
  await scene.close();
  return end;
}

const targets = ['trendy', 'atlas', 'foundry'] as const;

test.each(targets.map((target) => [target, seed] as const))(
  'a statement of a sync to %s is refused: named, nothing lost or doubled once there is room (STATEMENT_SEED=%i)',
  async (target) => {
    const base = await importedProfile();
    const { items: wanted, statements } = await syncRefused(base, target, {
      after: Number.POSITIVE_INFINITY,
      how: 'once',
    });
    expect(wanted).toBeGreaterThan(10);
    expect(statements).toBeGreaterThan(100);
    for (const how of ['once', 'until freed'] as const) {
      const all = places(statements);
      for (const place of all) {
        let after = place;
        let tryOf = await syncRefused(base, target, { after, how });
        // How work falls into turns differs: a sync may have fewer statements than the one that was counted. Half of its own it has.
        while (tryOf.refusals === 0) {
          expect(tryOf.statements, `fewer than ${after}`).toBeLessThanOrEqual(after);
          after = Math.floor(tryOf.statements / 2);
          tryOf = await syncRefused(base, target, { after, how });
        }
        const { said, refusals, ...end } = tryOf;
        expect.soft({ after, how, ...end }).toMatchObject({
          after,
          how,
          items: wanted,
          card: { pausedBy: null, pending: 0, uncertain: 0, failed: 0, delivered: wanted },
        });
        expect.soft(end.doubled, `doubled after ${after}, ${how}`).toBeLessThanOrEqual(end.marked);
        expect(refusals).toBeGreaterThan(0);
        expect.soft({ after, how, faults: said.faults }).toEqual({ after, how, faults: ['disk.full'] });
        if (how === 'until freed')
          expect.soft({ after, ...said }).toMatchObject({ after, pausedBy: 'disk.full' });
        expect.soft(said.records, `readable after ${after}`).toBeGreaterThan(0);
      }
    }
  },
  timeoutMs,
);

test.each(targets)(
  'each commit of a small sync to %s is refused, with all that follow: nothing lost or doubled once there is room',
  async (target) => {
    const base = await importedProfile(1);
    const never = { after: Number.POSITIVE_INFINITY, how: 'until freed' } as const;
    const { items: wanted } = await syncRefused(base, target, never, byCommit);
    expect(wanted).toBeGreaterThan(0);
    for (let after = 0; ; after++) {
      const { said, refusals, ...end } = await syncRefused(base, target, { ...never, after }, byCommit);
      expect.soft({ after, ...end }).toMatchObject({
        after,
        items: wanted,
        card: { pausedBy: null, pending: 0, uncertain: 0, failed: 0, delivered: wanted },
      });
      expect.soft(end.doubled, `doubled after ${after}`).toBeLessThanOrEqual(end.marked);
      if (refusals === 0) {
        // Behind the last one.
        expect(after).toBeGreaterThan(5);
        return;
      }
      expect.soft({ after, faults: said.faults }).toEqual({ after, faults: ['disk.full'] });
    }
  },
  600_000,
);

test('a disk that fills in mid-sync: named, nothing lost once it is freed', async () => {
  const base = await importedProfile(40);
  const scene = await turnedOn(base, 'trendy');
  onTestFinished(() => scene.close());
  const pages = Number(scene.real.pragma('page_count', { simple: true }));
  scene.real.pragma(`max_page_count = ${pages}`);
  // What is there is filled up, so that the next row needs a page.
  const fill = scene.real.prepare<[string]>(
    'INSERT INTO setting (key, value) VALUES (hex(randomblob(8)), ?)',
  );
  expect(() => {
    for (let i = 0; i < 10_000; i++) fill.run('x'.repeat(400));
  }).toThrow(/full/);
  scene.start();
  await scene.parts.service.whenResting();
  expect(scene.faults.map((error) => asCoded(error).code)).toContain('disk.full');
  expect(scene.parts.service.overview().daysToDerive).toBeGreaterThan(0);
  expect(scene.parts.service.overview().derivationCode).toBe('disk.full');
  expect(createHistory(scene.reader).overview({}).records).toBeGreaterThan(0);
  scene.real.pragma('max_page_count = 4294967294');
  scene.parts.service.runNow({});
  await scene.parts.service.whenResting();
  expect(scene.card()).toMatchObject({ pausedBy: null, pending: 0, failed: 0 });
  expect(scene.parts.service.overview()).toMatchObject({ daysToDerive: 0, derivationCode: null });
  expect(scene.held()).toMatchObject({ items: scene.card()?.delivered, doubled: 0 });
});

test.each([
  ['atlas', 1],
  ['foundry', 0],
] as const)(
  'a disk that has room for no more files of the spool, %s after %i: named, no half file, nothing lost or doubled once it is freed',
  async (target, files) => {
    const scene = await turnedOn(await importedProfile(), target);
    onTestFinished(() => {
      room.files = null;
      return scene.close();
    });
    const wanted = scene.card()?.pending ?? 0;
    room.files = files;
    scene.start();
    await scene.parts.service.whenResting();
    expect(scene.faults.map((error) => asCoded(error).code)).toEqual(['disk.full']);
    expect(scene.card()).toMatchObject({ pausedBy: 'disk.full', pending: wanted });
    expect(createHistory(scene.reader).overview({}).records).toBeGreaterThan(0);
    expect(readdirSync(scene.spoolDir)).toHaveLength(files);
    room.files = null;
    scene.parts.service.runNow({});
    await scene.parts.service.whenResting();
    expect(scene.card()).toMatchObject({ pausedBy: null, pending: 0, failed: 0, delivered: wanted });
    expect(scene.held()).toEqual({ items: wanted, doubled: 0 });
    // The file of what was delivered is removed behind the response.
    await expect.poll(() => readdirSync(scene.spoolDir)).toEqual([]);
  },
);
