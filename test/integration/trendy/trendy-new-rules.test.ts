import { afterEach, expect, test } from 'vitest';
import type { DerivedEvent } from '../../../src/core/events/derived-event.ts';
import { WaitingUpdates } from '../../../src/core/outbox/mutations/waiting-updates.ts';
import { day, eventRow, midnights, propertiesOf } from './scene-events.ts';
import { looksAt } from './scene-looks.ts';
import { openScene, type Scene } from './trendy-scene.ts';

let scene: Scene;
afterEach(() => scene?.close());

const { far, open } = looksAt(() => scene);

const figures = () =>
  far()
    .map(({ properties }) => Number(properties['Step Count']?.value))
    .sort((a, b) => a - b);
/** A stored event of a day as it would be derived with another figure. */
function derivedOf(id: number, figure: number): DerivedEvent {
  const { category, start, end, day: ofDay } = eventRow(scene.writer, id);
  const sampleId = `${category}-${ofDay}`;
  const properties = propertiesOf(category, figure);
  return {
    ...{ category, start, end, sampleId, properties, day: ofDay },
    ...{ isAllDay: true, notes: '', merged: 0, breakdown: null },
  };
}
const waiting = () => scene.side.countWaitingUpdates(scene.target());
const requests = (method: string) => scene.trendy.requests.filter(({ route }) => route.startsWith(method));

test('events that new rules delete stay there until the person has seen how many; others go at once', async () => {
  scene = await openScene();
  const [byRules = 0, changed = 0, byRecords = 0, kept = 0] = midnights(4).map((start, index) =>
    scene.put({ start, figure: index }),
  );
  await scene.sync();
  scene.remove(byRules, 'rules');
  scene.rederive(changed, 100);
  scene.remove(byRecords);
  scene.change(kept, 300);
  expect(waiting()).toBe(2);
  // A later consent, a new program and a sync let nothing of it through.
  scene.side.changeScope(scene.target(), null, { kinds: new Set(scene.side.kinds), fromDay: null });
  scene.restart();
  await scene.sync();
  expect([figures(), waiting(), requests('DELETE').length]).toEqual([[0, 1, 300], 2, 1]);

  scene.side.releaseUpdates(scene.target());
  // The program dies before it has queued them.
  scene.restart();
  await scene.sync();
  expect([figures(), waiting(), open()]).toEqual([[100, 300], 0, 0]);
  expect(requests('DELETE')).toHaveLength(2);
});

test('what is on its way when new rules delete the event does not go; its deletion waits with the others', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const event = scene.put({ start, figure: 1 });
  await scene.sync();
  scene.change(event, 50);
  const unsent = scene.put({ start: other, figure: 2 });
  scene.remove(event, 'rules');
  scene.remove(unsent, 'rules');
  expect([open(), waiting()]).toEqual([0, 1]);
  await scene.sync();
  expect([figures(), requests('PUT').length]).toEqual([[1], 0]);
  scene.side.releaseUpdates(scene.target());
  await scene.sync();
  expect([far().length, open()]).toEqual([0, 0]);
});

test('a change behind the count is counted, too: the number that was shown is refused, and nothing goes', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2).map((start, index) => scene.put({ start, figure: index }));
  await scene.sync();
  scene.rederive(first, 100);
  expect(waiting()).toBe(1);
  let isChanged = false;
  const updates = new WaitingUpdates(scene.writer, {
    countWaitingUpdates: (destination) => scene.side.countWaitingUpdates(destination),
    releaseUpdates: (destination) => scene.side.releaseUpdates(destination),
    *waitingUpdates(destination) {
      for (const some of scene.side.waitingUpdates(destination)) {
        yield some;
        // A turn of derivation, once the page of both events is counted.
        if (some === 0 || isChanged) continue;
        isChanged = true;
        scene.rederive(second, 200);
      }
    },
  });
  await expect(updates.release(() => scene.target(), 1)).rejects.toMatchObject({
    code: 'settings.review_changed',
    details: { items: 2 },
  });
  await scene.sync();
  expect([figures(), waiting(), requests('PUT').length, updates.of(scene.target().id)]).toEqual([
    [0, 1],
    2,
    0,
    2,
  ]);
  await updates.release(() => scene.target(), 2);
  await scene.sync();
  expect([figures(), waiting()]).toEqual([[100, 200], 0]);
});

test('what is written all the time is counted at once in the end', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2).map((start, index) => scene.put({ start, figure: index }));
  await scene.sync();
  scene.rederive(first, 100);
  let figure = 200;
  const updates = new WaitingUpdates(scene.writer, {
    countWaitingUpdates: (destination) => scene.side.countWaitingUpdates(destination),
    releaseUpdates: (destination) => scene.side.releaseUpdates(destination),
    *waitingUpdates(destination) {
      yield* scene.side.waitingUpdates(destination);
      scene.rederive(second, figure++);
    },
  });
  await updates.release(() => scene.target(), 2);
  await scene.sync();
  expect([figures(), waiting()]).toEqual([[100, 202], 0]);
});

test('rules that the person saw delete at once', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start });
  await scene.sync();
  const row = { id: event, category: 'steps', start, end: null, day: '2025-05-31' } as const;
  scene.writer.prepare('DELETE FROM event').run();
  scene.side.enqueueEvent(scene.target(), { kind: 'deleted', cause: 'rules', isSeen: true, event: row });
  expect([open(), waiting()]).toEqual([1, 0]);
  await scene.sync();
  expect(far()).toHaveLength(0);
});

test('a new event that needs the sample id of one that waits to be deleted follows it', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const old = scene.put({ start, figure: 1, sampleId: 'steps-2025-05-31' });
  await scene.sync();
  scene.remove(old, 'rules');
  scene.put({ start: start + 7 * 3600, figure: 2, sampleId: 'steps-2025-05-31' });
  for (let steps = 0; steps < 10; steps++) await scene.step();
  expect([figures(), requests('PUT').length, waiting()]).toEqual([[1], 0, 1]);
  scene.side.releaseUpdates(scene.target());
  await scene.sync();
  expect([figures(), far()[0]?.timestamp, open()]).toEqual([[2], (start + 7 * 3600) * 1e6, 0]);
});

test('a new event at the second of one that new rules deleted is a change of it, and waits as one', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const old = scene.put({ start, figure: 1 });
  await scene.sync();
  scene.remove(old, 'rules');
  scene.put({ start, figure: 2 });
  await scene.sync();
  expect([figures(), requests('PUT').length, requests('DELETE').length]).toEqual([[1], 0, 0]);
  expect(waiting()).toBe(1);
  scene.side.releaseUpdates(scene.target());
  await scene.sync();
  expect([figures(), requests('PUT').length, requests('DELETE').length]).toEqual([[2], 1, 0]);
});

test('a deletion that the person gave up is not counted again', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2);
  const given = scene.put({ start: first, figure: 1 });
  const other = scene.put({ start: second, figure: 2 });
  await scene.sync();
  scene.remove(given);
  scene.writer.prepare("UPDATE mutation SET state = 'discarded' WHERE operation = 'delete'").run();
  scene.remove(other, 'rules');
  expect(waiting()).toBe(1);
  scene.side.releaseUpdates(scene.target());
  await scene.sync();
  expect(figures()).toEqual([1]);
});

test('an update that the person gave up is in no number that they agree to', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2);
  const given = scene.put({ start: first, figure: 1 });
  const other = scene.put({ start: second, figure: 2 });
  await scene.sync();
  scene.change(given, 100);
  scene.writer.prepare("UPDATE mutation SET state = 'discarded' WHERE operation = 'update'").run();
  scene.rederive(given, 200);
  scene.rederive(other, 300);
  expect(waiting()).toBe(1);
  // The same in the dialog of another home zone or order of sources.
  const goes = scene.side.goesTo(scene.target(), scene.holds);
  const planned = (id: number) => goes({ kind: 'changed', id, event: derivedOf(id, 400) });
  expect([planned(given), planned(other)]).toEqual([false, true]);
  scene.side.releaseUpdates(scene.target());
  await scene.sync();
  expect([figures(), requests('PUT').length]).toEqual([[1, 300], 1]);
});

test('an event that is held back by now is not counted, and does not go', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2);
  const held = scene.put({ start: first, figure: 1 });
  const other = scene.put({ start: second, figure: 2 });
  await scene.sync();
  scene.rederive(held, 100);
  scene.rederive(other, 300);
  scene.holds = { of: ({ id }) => (id === held ? 'held' : null), from: 0, key: '1' };
  expect(waiting()).toBe(1);
  scene.side.releaseUpdates(scene.target());
  await scene.sync();
  expect(figures()).toEqual([1, 300]);
});

test('outside of what goes there nothing waits and nothing is deleted', async () => {
  scene = await openScene();
  const [first = 0, second = 0] = midnights(2);
  const old = scene.put({ start: first, figure: 1 });
  const newer = scene.put({ start: second, figure: 2 });
  await scene.sync();
  scene.remove(old, 'rules');
  scene.remove(newer, 'rules');
  const scope = { ...scene.target(), fromDay: Math.floor(second / day) };
  expect(scene.side.countWaitingUpdates(scope)).toBe(1);
  scene.side.releaseUpdates(scope);
  await scene.sync();
  expect(figures()).toEqual([1]);
});

/** Runs once, after the server has answered the request that creates and before anybody reads the answer. */
function inFlight(act: () => void): void {
  let isDone = false;
  scene.http = (client) => ({
    async send(request) {
      const outcome = await client.send(request);
      if (!request.url.endsWith('/events/batch') || isDone) return outcome;
      isDone = true;
      act();
      return outcome;
    },
  });
}

test.each(['changed', 'deleted'] as const)(
  'an event that new rules %s while its creation is under way waits as others do',
  async (kind) => {
    scene = await openScene();
    const [start = 0] = midnights(1);
    const event = scene.put({ start, figure: 1 });
    let counted = 0;
    inFlight(() => {
      if (kind === 'changed') scene.rederive(event, 100);
      else scene.remove(event, 'rules');
      counted = waiting();
    });
    await scene.sync();
    expect([figures(), counted, waiting(), requests('PUT').length + requests('DELETE').length]).toEqual([
      [1],
      1,
      1,
      0,
    ]);
    scene.side.releaseUpdates(scene.target());
    await scene.sync();
    expect([figures(), waiting(), open()]).toEqual([kind === 'changed' ? [100] : [], 0, 0]);
  },
);

test('seen by the person while it is under way, the change follows by itself', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const changed = scene.put({ start, figure: 1 });
  const gone = scene.put({ start: other, figure: 2 });
  inFlight(() => {
    scene.rederive(changed, 100);
    scene.remove(gone, 'rules');
    scene.side.releaseUpdates(scene.target());
  });
  await scene.sync();
  expect([figures(), waiting(), open()]).toEqual([[100], 0, 0]);
});

test('a change by records that comes under way goes at once, and one that is kept back since does not', async () => {
  scene = await openScene();
  const [start = 0] = midnights(1);
  const event = scene.put({ start, figure: 1 });
  inFlight(() => {
    scene.change(event, 50);
    scene.holds = { of: () => 'incomplete', from: 0, key: '1' };
  });
  await scene.sync();
  expect([figures(), requests('PUT').length]).toEqual([[1], 0]);
  scene.holds = { of: () => null, from: null, key: '2' };
  scene.side.holdsChanged(scene.target());
  await scene.sync();
  expect([figures(), requests('PUT').length]).toEqual([[50], 1]);
});

/** The person agrees to these kinds and no others from now on. */
function agreeTo(...kinds: string[]): void {
  const before = scene.target();
  scene.writer
    .prepare('UPDATE destination SET consent = ?')
    .run(JSON.stringify({ kinds, startDay: null, at: 0 }));
  scene.side.changeScope(scene.target(), before, scene.target());
}

test('taken out of the consent while its outcome is unknown: not sent again, and what arrived stays known as ours', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  const water = scene.put({ category: 'water', start, figure: 250 });
  scene.put({ start: other, figure: 2 });
  scene.trendy.faults.next('POST /events/batch', { kind: 'commitThenDrop' });
  while (requests('POST /events/batch').length === 0) await scene.step();
  agreeTo('steps');
  await scene.sync();
  expect(scene.mutations().map(({ event, state }) => [event === water, state])).toEqual([
    [true, 'delivered'],
    [false, 'delivered'],
  ]);
  // Agreed to once more, it is ours to change.
  agreeTo('steps', 'water');
  scene.change(water, 500);
  await scene.sync();
  expect(far().find(({ category }) => category === 'water')?.properties['Amount (ml)']?.value).toBe(500);
  expect([far().length, open()]).toEqual([2, 0]);
});

test('taken out of the consent while its outcome is unknown, what never arrived is not sent at all', async () => {
  scene = await openScene();
  const [start = 0, other = 0] = midnights(2);
  scene.put({ category: 'water', start, figure: 250 });
  scene.put({ start: other, figure: 2 });
  const gone = scene.put({ start: other - 86_400 });
  scene.trendy.faults.next('POST /events/batch', { kind: 'dropBeforeCommit' });
  while (requests('POST /events/batch').length === 0) await scene.step();
  scene.remove(gone);
  agreeTo('steps');
  await scene.sync();
  expect(far().map(({ category }) => category)).toEqual(['steps']);
  expect([scene.count('delivered'), open()]).toEqual([1, 0]);
});
