import { afterEach, expect, test } from 'vitest';
import { Spool } from '../../../src/core/outbox/chunks/spool.ts';
import { DestinationStore } from '../../../src/core/outbox/destination-store.ts';
import { OutboxActs } from '../../../src/core/outbox/outbox-acts.ts';
import { midnights } from './scene-events.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const acts = () => new OutboxActs(scene.writer, new Spool(''), () => Math.floor(scene.clock.now() / 1000));
const rows = () => scene.writer.prepare('SELECT * FROM mutation ORDER BY id').all();

/** Two items that failed. */
async function failedScene(): Promise<{ readonly id: number; readonly first: number }> {
  scene = await openScene();
  for (const start of midnights(2)) scene.put({ start });
  scene.writer.exec(
    `UPDATE mutation SET state = 'failed', attempts = 5, code = 'sync.rejected', error = 'no', updated_at = 1`,
  );
  return { id: scene.destination().id, first: scene.mutations()[0]?.id ?? 0 };
}

test('while Trendy is off, a retry is refused and changes nothing; on again, it queues', async () => {
  const { id, first } = await failedScene();
  const before = rows();
  new DestinationStore(scene.writer).disable(id);
  expect(() => acts().retry('mutation', first)).toThrow('sync.out_of_scope');
  expect(() => acts().retryAll([id], ['failed'])).toThrow('sync.out_of_scope');
  expect(acts().retryAll([id], ['waiting'])).toBe(0);
  expect(rows()).toEqual(before);
  new DestinationStore(scene.writer).enable(id, { kinds: ['steps'], startDay: null, at: 0 });
  expect(acts().retry('mutation', first)).toBe(id);
  expect(acts().retryAll([id], ['failed'])).toBe(1);
  expect(scene.count('queued')).toBe(2);
  // Queued already: another message.
  expect(() => acts().retry('mutation', first)).toThrow('sync.item_changed');
});

test('outside of the consent it is refused, too; Retry all leaves those, and takes the rest', async () => {
  const { id, first } = await failedScene();
  const [, later = 0] = midnights(2);
  const day = new Date(later * 1000).toISOString().slice(0, 10);
  new DestinationStore(scene.writer).enable(id, { kinds: ['steps'], startDay: day, at: 0 });
  expect(() => acts().retry('mutation', first)).toThrow('sync.out_of_scope');
  expect(acts().retryAll([id], ['failed'])).toBe(1);
  expect([scene.count('queued'), scene.count('failed')]).toEqual([1, 1]);
  new DestinationStore(scene.writer).enable(id, { kinds: ['workout'], startDay: null, at: 0 });
  expect(() => acts().retry('mutation', first)).toThrow('sync.out_of_scope');
});
