import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { asCoded } from '../../../src/core/db/as-coded.ts';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openReader, openWriter, type Writer } from '../../../src/core/db/open.ts';
import { createHistory } from '../../../src/core/history/history.ts';
import { createSyncParts } from '../../../src/data/sync-parts.ts';
import type { TargetId } from '../../../src/shared/domain/sync.ts';
import { usualKinds } from '../../../src/shared/domain/usual-kinds.ts';
import { generateExport } from '../../generator/generate.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { settingsOf, tokenVariables } from '../../sandbox/setup-lines.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openDirect } from './direct-importer.ts';
import { type FailingWriter, failingWriter } from './failing-writer.ts';

const variables = {
  trendy: 'TRENDY_ACCESS_TOKEN',
  atlas: 'ATLAS_ACCESS_TOKEN',
  foundry: 'FOUNDRY_TOKEN',
} as const;
const full = () => new Database.SqliteError('database or disk is full', 'SQLITE_FULL');

async function importedProfile(days = 4): Promise<string> {
  const dir = scratchDir();
  const zip = join(dir, 'export.zip');
  await generateExport({ zip, days, density: 0.02, seed: 5 });
  const direct = await openDirect(join(dir, 'profile'));
  expect(await direct.importFile(zip)).toMatchObject({ state: 'completed' });
  await direct.close();
  return join(dir, 'profile');
}

/** Everything that relays over a copy of `base`, with one target turned on, nothing derived or sent yet. */
async function turnedOn(base: string, target: TargetId, over: (real: Writer) => Writer) {
  const profile = join(scratchDir(), 'profile');
  cpSync(base, profile, { recursive: true });
  const spoolDir = join(profile, 'spool');
  mkdirSync(spoolDir, { recursive: true });
  const sandbox = await startSandbox({ trendy: { limiter: 'off' } });
  const database = join(profile, 'history.sqlite');
  const real = openWriter(database);
  await migrate(real, join(profile, 'backups'));
  const reader = openReader(database);
  const faults: unknown[] = [];
  const parts = createSyncParts({
    writer: over(real),
    reader,
    spoolDir,
    profileId: 'a',
    secrets: memorySecrets().open,
    onOverview: () => {},
    onFault: (error) => faults.push(error),
  });
  parts.custodian.setToken(target, tokenVariables(sandbox)[variables[target]] ?? '');
  await parts.calls.setHomeZone({ homeZone: 'Europe/Berlin' });
  const foundry = { datasetRid: sandbox.foundry.datasetRid, userId: 'auth0|sandbox' };
  await parts.calls.configureTarget({
    target,
    baseUrl: settingsOf(sandbox)[`${target}.baseUrl`] ?? '',
    ...(target === 'foundry' && foundry),
  });
  const scope = { target, kinds: usualKinds(target), startDay: null };
  const { items } = await parts.calls.reviewTarget(scope);
  await parts.calls.enableTarget({ ...scope, items });
  const close = async () => {
    await parts.service.close();
    reader.close();
    real.close();
    await sandbox.close();
  };
  const card = () => parts.service.overview().destinations.find((one) => one.target === target);
  const held = () => {
    const { trendy, atlas, foundry: dataset } = sandbox.holdings();
    if (target === 'trendy') return { items: trendy.events, doubled: 0 };
    const { samples, doubled } = target === 'atlas' ? atlas : dataset;
    return { items: samples, doubled };
  };
  const marked = () =>
    real
      .prepare<[], number>('SELECT coalesce(sum(line_count), 0) FROM chunk WHERE may_be_repeated = 1')
      .pluck()
      .get() ?? 0;
  const start = () => parts.service.start(parts.engine, parts.custodian.ready());
  return { parts, reader, real, faults, card, held, marked, start, close, spoolDir };
}

test.each(['trendy', 'atlas', 'foundry'] as const)(
  'refused from any statement of a sync to %s on: paused under its name, and all arrives once there is room',
  async (target) => {
    const base = await importedProfile();
    /** A whole sync over a connection that refuses from its commit number `allowed` on, until there is room. */
    const sync = async (allowed: number) => {
      let failing: FailingWriter | undefined;
      const scene = await turnedOn(base, target, (real) => {
        failing = failingWriter(real, Number.POSITIVE_INFINITY, full);
        return failing.writer;
      });
      failing?.failAfter(allowed);
      scene.start();
      await scene.parts.service.whenResting();
      const refusals = failing?.refusals() ?? 0;
      if (refusals > 0) {
        const codes = new Set(scene.faults.map((error) => asCoded(error).code));
        expect({ allowed, codes: [...codes] }).toEqual({ allowed, codes: ['disk.full'] });
        expect({ allowed, pausedBy: scene.card()?.pausedBy }).toEqual({ allowed, pausedBy: 'disk.full' });
        expect(createHistory(scene.reader).overview({}).records).toBeGreaterThan(0);
        failing?.heal();
        scene.parts.service.runNow({});
        await scene.parts.service.whenResting();
        // The note of a transaction at Foundry was refused after it was opened there: the person is asked, and agrees.
        const card = scene.card();
        if (target === 'foundry' && card?.pausedBy === 'sync.transaction_open') {
          scene.parts.service.abortTransaction({ destination: card.id });
          await scene.parts.service.whenResting();
        }
      }
      const end = { refusals, ...scene.held(), marked: scene.marked(), card: scene.card() };
      await scene.close();
      return end;
    };
    const { items: wanted, refusals } = await sync(Number.POSITIVE_INFINITY);
    expect(refusals).toBe(0);
    expect(wanted).toBeGreaterThan(10);
    let allowed = 0;
    for (let isOver = false; !isOver; allowed++) {
      const end = await sync(allowed);
      isOver = end.refusals === 0;
      expect({ allowed, ...end }).toMatchObject({
        allowed,
        items: wanted,
        card: { pausedBy: null, pending: 0, uncertain: 0, failed: 0, delivered: wanted },
      });
      expect(end.doubled, `doubled after ${allowed}`).toBeLessThanOrEqual(end.marked);
    }
    expect(allowed).toBeGreaterThan(8);
  },
  600_000,
);

test('a disk that fills in mid-sync: named, nothing lost once it is freed', async () => {
  const base = await importedProfile(40);
  const scene = await turnedOn(base, 'trendy', (real) => real);
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

test('a spool file that cannot be removed is reported; it is delivered all the same', async () => {
  const base = await importedProfile();
  const scene = await turnedOn(base, 'atlas', (real) => real);
  onTestFinished(() => scene.close());
  // A folder of the name of a spool file: `rm` refuses it as Windows refuses a file that is held open.
  mkdirSync(join(scene.spoolDir, 'locked.ndjson.gz'));
  scene.start();
  await scene.parts.service.whenResting();
  expect(scene.faults).toHaveLength(1);
  expect(scene.card()).toMatchObject({ pausedBy: null, pending: 0, failed: 0 });
  expect(scene.held().items).toBe(scene.card()?.delivered);
});
