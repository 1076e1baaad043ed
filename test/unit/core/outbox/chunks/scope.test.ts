import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Backlog, backlogCount } from '../../../../../src/core/outbox/backlog.ts';
import { ChunkScene, firstStart } from './chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
});
afterEach(() => scene.close());

const dateOf = (day: number) => new Date((firstStart + day * 86_400) * 1000).toISOString().slice(0, 10);
const daysOf = (lines: readonly Record<string, unknown>[]) =>
  lines
    .map(({ startDate }) => (Date.parse(String(startDate)) / 1000 - firstStart) / 86_400)
    .sort((a, b) => a - b);

describe('what is pending', () => {
  test('a newly enabled destination starts at 0; an import adds; nothing twice', async () => {
    scene.addRecords([0, 1, 2]);
    const id = scene.addDestination();
    const store = scene.store(id);
    expect(backlogCount(scene.writer, scene.destination(id))).toBe(3);
    expect(daysOf(await scene.drain(store))).toEqual([0, 1, 2]);
    expect(store.hasBacklog()).toBe(false);
    scene.addRecords([3, 4]);
    expect(backlogCount(scene.writer, scene.destination(id))).toBe(2);
    expect(daysOf(await scene.drain(store))).toEqual([3, 4]);
  });

  test('arrivals of a run under way are not there, nor is anything behind them stepped over', async () => {
    scene.addRecords([0]);
    const open = scene.addRun(false);
    scene.addRecords([1], { run: open });
    const id = scene.addDestination();
    const store = scene.store(id);
    expect(backlogCount(scene.writer, scene.destination(id))).toBe(1);
    expect(daysOf(await scene.drain(store))).toEqual([0]);
    scene.addRecords([2], { run: open });
    scene.closeRun(open);
    expect(backlogCount(scene.writer, scene.destination(id))).toBe(2);
    expect(daysOf(await scene.drain(store))).toEqual([1, 2]);
  });

  test('an earlier start day makes exactly what was left out pending, also what came in between', async () => {
    scene.addRecords([0, 5, 9]);
    const id = scene.addDestination(['record'], dateOf(5));
    const store = scene.store(id);
    expect(daysOf(await scene.drain(store))).toEqual([5, 9]);
    scene.addRecords([1, 6]);
    expect(daysOf(await scene.drain(store))).toEqual([6]);
    scene.consent(id, ['record'], dateOf(1));
    expect(backlogCount(scene.writer, scene.destination(id))).toBe(1);
    expect(daysOf(await scene.drain(store))).toEqual([1]);
    scene.consent(id, ['record'], null);
    expect(daysOf(await scene.drain(store))).toEqual([0]);
    expect(scene.column('SELECT count(*) FROM cursor WHERE class = ?', 'record')).toEqual([1]);
  });

  test('a class switched off and on goes on where it stood', async () => {
    scene.addRecords([0]);
    const id = scene.addDestination(['record', 'workout']);
    const store = scene.store(id);
    await scene.drain(store);
    scene.consent(id, ['workout'], null);
    scene.addRecords([1]);
    expect(backlogCount(scene.writer, scene.destination(id))).toBe(0);
    expect(await scene.drain(store)).toEqual([]);
    scene.consent(id, ['record'], null);
    expect(daysOf(await scene.drain(store))).toEqual([1]);
  });

  test('rows that were folded away are neither counted nor sent', async () => {
    const ids = scene.addRecords([0, 1, 2]);
    const id = scene.addDestination();
    const backlog = new Backlog(scene.writer);
    expect(backlog.count(scene.destination(id))).toBe(3);
    scene.writer.exec(
      `INSERT INTO source_alias (source, original, run, records) VALUES (2, 1, 1, 1); DELETE FROM record WHERE id = ${ids[1]}`,
    );
    expect(backlog.count(scene.destination(id))).toBe(2);
    expect(daysOf(await scene.drain(scene.store(id)))).toEqual([0, 2]);
  });

  test('a scope that is only considered is counted without changing anything', () => {
    scene.addRecords([0, 5, 9]);
    const id = scene.addDestination(['record'], dateOf(5));
    const before = scene.column('SELECT json_array(class, next_seq, from_day, to_day) FROM cursor');
    const backlog = new Backlog(scene.writer);
    const kinds = new Set(['record']);
    expect(backlog.count({ id, kinds, fromDay: null })).toBe(3);
    expect(backlog.countByClass({ id: null, kinds, fromDay: firstStart / 86_400 + 9 })).toEqual(
      new Map([['record', 1]]),
    );
    expect(scene.column('SELECT json_array(class, next_seq, from_day, to_day) FROM cursor')).toEqual(before);
  });

  test('whatever the order of imports, scopes and sendings: everything that was in scope is sent once, the count is exact', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      let state = seed * 7919;
      const random = (below: number) => {
        state = (state * 48_271) % 2_147_483_647;
        return state % below;
      };
      const run = await ChunkScene.open();
      const id = run.addDestination(['record'], dateOf(random(20)));
      const store = run.store(id);
      const all: number[] = [];
      const sent: number[] = [];
      const backlog = new Backlog(run.writer);
      let from = run.destination(id).fromDay;
      const pending = () => {
        // What was sent while it was in scope stays sent; of each day the number of records decides.
        const rest = [...all];
        for (const day of sent) rest.splice(rest.indexOf(day), 1);
        return rest.filter((day) => from === null || day + firstStart / 86_400 >= from).length;
      };
      for (let act = 0; act < 40; act++) {
        const kind = random(4);
        if (kind === 0) {
          const days = Array.from({ length: 1 + random(6) }, (_, i) => act / 100 + i * 3 + random(3)).map(
            Math.floor,
          );
          const distinct = [...new Set(days)].filter((day) => !all.includes(day));
          run.addRecords(distinct);
          all.push(...distinct);
        } else if (kind === 1) {
          run.consent(id, random(5) === 0 ? [] : ['record'], random(3) === 0 ? null : dateOf(random(20)));
          from = run.destination(id).fromDay;
        } else if (kind === 2) {
          await store.cut(1);
          const due = store.due(run.clock.nowMs(), 1);
          store.claim(due);
          for (const chunk of due) {
            sent.push(
              ...daysOf(
                (await store.read(chunk))
                  .toString()
                  .trim()
                  .split('\n')
                  .map((line) => JSON.parse(line) as Record<string, unknown>),
              ),
            );
            store.delivered(chunk, {});
          }
        }
        const isOn = run.destination(id).kinds.has('record');
        const queued =
          run.column<number>("SELECT coalesce(sum(line_count), 0) FROM chunk WHERE state = 'queued'")[0] ?? 0;
        expect(queued).toBe(0);
        expect(backlog.count(run.destination(id))).toBe(isOn ? pending() : 0);
      }
      run.consent(id, ['record'], null);
      sent.push(...daysOf(await run.drain(store)));
      expect(sent.sort((a, b) => a - b)).toEqual(all.sort((a, b) => a - b));
      run.close();
    }
  });
});
