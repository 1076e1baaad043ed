import { expect, test, vi } from 'vitest';
import { createSteppedClock } from '../../sandbox/http/clock.ts';
import { holdRequests } from '../../sandbox/http/wire-faults.ts';
import type { SandboxOptions } from '../../sandbox/sandbox.ts';
import { type SyncScene, syncScene } from './sync-scene.ts';

const create = 'POST /v2/datasets/:rid/transactions';
const upload = 'POST /v2/datasets/:rid/files/:path/upload';

/** A history of several chunks, and the dataset's address and token; nothing turned on. */
async function foundryScene(options: SandboxOptions = {}): Promise<SyncScene> {
  const scene = await syncScene({ ...options, history: { density: 0.08 } });
  await scene.configure('foundry');
  return scene;
}

const statuses = ({ sandbox }: SyncScene) => sandbox.foundry.transactions().map(({ status }) => status);
const uploads = ({ sandbox }: SyncScene) => sandbox.foundry.requests.filter(({ route }) => route === upload);

/** Everything is there once, after a first transaction that came to nothing. */
async function expectAllOnce(scene: SyncScene, items: number): Promise<void> {
  const card = await scene.settled('foundry');
  expect(card).toMatchObject({ delivered: items, failed: 0, uncertain: 0, question: null, pausedBy: null });
  expect(scene.sandbox.holdings().foundry).toEqual({ samples: items, doubled: 0 });
  // The one that went wrong first, and none left open.
  const [first, ...later] = statuses(scene);
  expect([first, ...new Set(later)]).toEqual(['ABORTED', 'COMMITTED']);
}

test('an upload is refused for good in mid-transaction: aborted, nothing of it stored, the next run begins anew', async () => {
  const scene = await foundryScene();
  // The first file is taken, then the permission is gone.
  const stop = scene.sandbox.foundry.faults.every(
    ({ route }) => route === upload && uploads(scene).length > 0,
    { kind: 'refused', status: 403, errorCode: 'PERMISSION_DENIED', errorName: 'UploadFilePermissionDenied' },
  );
  const items = await scene.enable('foundry');
  await scene.until(({ destinations }) => destinations[0]?.pausedBy === 'sync.forbidden');
  expect(uploads(scene).map(({ status }) => status)).toEqual([200, 403]);
  expect(statuses(scene)).toEqual(['ABORTED']);
  expect(await scene.card('foundry')).toMatchObject({
    pending: items,
    delivered: 0,
    failed: 0,
    uncertain: 0,
  });
  const { rows } = await scene.ask('sync.items', { states: ['queued'], limit: 50 });
  expect(rows.length).toBeGreaterThan(1);
  for (const row of rows) expect(row).toMatchObject({ kind: 'chunk', state: 'queued', mayBeRepeated: false });
  expect(scene.sandbox.holdings().foundry.samples).toBe(0);

  stop();
  await scene.ask('sync.runNow', {});
  await expectAllOnce(scene, items);
});

test('killed in mid-upload: the open transaction is known as ours at the next start and aborted', async () => {
  const scene = await foundryScene();
  const held = holdRequests(scene.sandbox.foundry.faults, upload);
  const items = await scene.enable('foundry');
  await held.whenHeld;
  await scene.kill();
  expect(statuses(scene)).toEqual(['OPEN']);
  held.release();
  await scene.restart();
  await scene.ask('settings.setToken', { target: 'foundry', token: scene.token('foundry') });
  await expectAllOnce(scene, items);
});

test('an empty transaction whose answer never came is known by its time, also after a kill: aborted without a question', async () => {
  const scene = await foundryScene({ clock: createSteppedClock(Date.now()) });
  scene.sandbox.foundry.faults.next(create, { kind: 'commitThenDrop' });
  const stop = scene.sandbox.foundry.faults.every(
    ({ route }) => route !== create && statuses(scene).length > 0,
    { kind: 'htmlError', status: 503 },
  );
  const items = await scene.enable('foundry');
  await vi.waitUntil(() => statuses(scene).length > 0);
  await scene.kill();
  expect(statuses(scene)).toEqual(['OPEN']);
  stop();
  await scene.restart();
  await scene.ask('settings.setToken', { target: 'foundry', token: scene.token('foundry') });
  await scene.ask('sync.runNow', {});
  await expectAllOnce(scene, items);
});

test('an empty transaction that may be ours is asked about, and aborted once the person agrees', async () => {
  const scene = await foundryScene();
  // Nothing says when by Foundry's clock it was asked for.
  scene.sandbox.foundry.undecided.saysDate = false;
  scene.sandbox.foundry.faults.next(create, { kind: 'commitThenDrop' });
  const items = await scene.enable('foundry');
  const isAsked = () =>
    scene
      .ask('sync.runNow', {})
      .then(() => scene.card('foundry'))
      .then(({ question }) => question === 'sync.transaction_open');
  await vi.waitUntil(isAsked, { interval: 300 });
  await scene.until(({ destinations }) => destinations[0]?.pausedBy === 'sync.transaction_open');
  expect(await scene.card('foundry')).toMatchObject({ question: 'sync.transaction_open', pending: items });
  expect(statuses(scene)).toEqual(['OPEN']);
  // The question outlives a crash, and nobody but the person answers it.
  await scene.kill();
  await scene.restart();
  await scene.ask('settings.setToken', { target: 'foundry', token: scene.token('foundry') });
  const { id: destination, question } = await scene.card('foundry');
  expect(question).toBe('sync.transaction_open');
  expect(statuses(scene)).toEqual(['OPEN']);
  await scene.ask('sync.abortTransaction', { destination });
  await expectAllOnce(scene, items);
});

test('somebody else’s open transaction is waited for without a question, and left alone', async () => {
  const scene = await foundryScene();
  const dataset = scene.sandbox.foundry.dataset();
  const theirs = dataset.open('master', 'APPEND');
  dataset.write(theirs, 'healthkit/raw/another/file.ndjson', Buffer.from('{"uuid":"theirs"}\n'));
  const items = await scene.enable('foundry');
  await scene.until(({ destinations }) => destinations[0]?.pausedBy === 'sync.transaction_open');
  const card = await scene.card('foundry');
  expect([card.question, card.pending, theirs.status]).toEqual([null, items, 'OPEN']);
  expect(card.nextTryAtMs).not.toBeNull();
  dataset.commit(theirs.rid);
  await scene.ask('sync.runNow', {});
  expect(await scene.settled('foundry')).toMatchObject({ delivered: items, failed: 0 });
  expect(scene.sandbox.holdings().foundry).toEqual({ samples: items + 1, doubled: 0 });
});
