import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { asCoded } from '../../../src/core/db/as-coded.ts';
import { createHistory } from '../../../src/core/history/history.ts';
import { lockFile } from '../../unit/core/outbox/chunks/chunk-scene.ts';
import { importedProfile, turnedOn } from './relay-scene.ts';

test.each(['atlas', 'foundry'] as const)(
  'a spool file is locked through a whole sync to %s: named, nothing is in doubt, all arrives once it is free',
  async (target) => {
    const scene = await turnedOn(await importedProfile(), target);
    onTestFinished(() => scene.close());
    const { sandbox, parts, spoolDir } = scene;
    const rest = async () => {
      parts.service.runNow({});
      await parts.service.whenResting();
    };
    // Everything is cut, and nothing has been sent.
    if (target === 'atlas') await sandbox.atlas.goAway();
    const answers = sandbox.foundry.faults.every('*', { kind: 'htmlError', status: 503 });
    scene.start();
    await parts.service.whenResting();
    const [name, ...others] = readdirSync(spoolDir);
    expect(others.length).toBeGreaterThan(0);
    const all = scene.card()?.pending ?? 0;
    const chunks = () => scene.real.prepare('SELECT id, state, tries, may_be_repeated FROM chunk').all();
    const before = chunks();

    const free = lockFile(join(spoolDir, name ?? ''));
    answers();
    if (target === 'atlas') await sandbox.atlas.comeBack();
    await rest();
    expect(scene.faults.map((error) => asCoded(error).code)).toEqual(['profile.unreadable']);
    expect(scene.card()).toMatchObject({ pausedBy: 'profile.unreadable', uncertain: 0, pending: all });
    expect(createHistory(scene.reader).overview({}).records).toBeGreaterThan(0);
    expect(chunks()).toEqual(before);
    expect(sandbox.foundry.transactions().filter(({ status }) => status === 'OPEN')).toEqual([]);

    free();
    await rest();
    expect(scene.card()).toMatchObject({
      pausedBy: null,
      pending: 0,
      uncertain: 0,
      failed: 0,
      delivered: all,
    });
    expect(scene.held()).toEqual({ items: all, doubled: 0 });
    expect(scene.marked()).toBe(0);
  },
);

test('a spool file that cannot be removed is reported; it is delivered all the same', async () => {
  const base = await importedProfile();
  const scene = await turnedOn(base, 'atlas');
  onTestFinished(() => scene.close());
  // A folder of the name of a spool file: `rm` refuses it as Windows refuses a file that is held open.
  mkdirSync(join(scene.spoolDir, 'locked.ndjson.gz'));
  scene.start();
  await scene.parts.service.whenResting();
  expect(scene.faults).toHaveLength(1);
  expect(scene.card()).toMatchObject({ pausedBy: null, pending: 0, failed: 0 });
  expect(scene.held().items).toBe(scene.card()?.delivered);
});
