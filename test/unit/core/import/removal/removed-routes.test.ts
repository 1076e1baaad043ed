import { afterEach, beforeEach, expect, test } from 'vitest';
import { RemovedRows } from '../../../../../src/core/import/removal/removed-rows.ts';
import { ArrivalLog } from '../../../../../src/core/import/writer/arrival-log.ts';
import { backlogCount } from '../../../../../src/core/outbox/backlog.ts';
import { ChunkScene, firstStart } from '../../outbox/chunks/chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
});
afterEach(() => scene.close());

test('the routes of a removed workout leave the log with it, and arrive with it if it is back', () => {
  const run = scene.addRun();
  scene.writer.exec(`INSERT INTO workout (id, activity, start, "end", source, origin, statistics, events, activities, zones, run)
      VALUES (1, 'run', ${firstStart}, ${firstStart + 60}, 1, 1, '[]', '[]', '[]', '[]', ${run});
    INSERT INTO route (id, workout, file, point_count, points, run) VALUES (1, 1, 'a', 0, x'', ${run}), (2, 1, 'b', 0, NULL, ${run})`);
  const log = new ArrivalLog(scene.writer, run);
  log.append('workout', 1, 1);
  log.append('route', 1, 1);
  const id = scene.addDestination(['workout', 'route']);
  const pending = () => backlogCount(scene.writer, scene.destination(id));
  const rows = new RemovedRows(scene.writer, run);
  expect(pending()).toBe(2);
  expect(rows.remove('workout', 1, { state: 'gone', exportAt: 0, newer: null })).toBe(true);
  rows.flush();
  expect(pending()).toBe(0);
  // The route whose file is missing has not arrived yet.
  expect(rows.restore('workout', 1)).toBe(true);
  rows.flush();
  expect(pending()).toBe(2);
});
