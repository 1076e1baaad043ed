import { afterEach, beforeEach, expect, test } from 'vitest';
import { ArrivalEraser, ArrivalLog } from '../../../../src/core/import/writer/arrival-log.ts';
import { ChunkScene } from '../outbox/chunks/chunk-scene.ts';

let scene: ChunkScene;
beforeEach(async () => {
  scene = await ChunkScene.open();
});
afterEach(() => scene.close());

/** Seq, run, class, first row and number of rows of each arrival. */
const stored = () =>
  scene.writer.prepare('SELECT seq, run, class, first_row, row_count FROM arrival ORDER BY seq').raw().all();

test('a row that leaves the log takes its number along, and no other one gets it', () => {
  const log = new ArrivalLog(scene.writer, 1);
  log.appendAll('record', [1, 2, 3, 7]);
  log.append('workout', 2, 1);
  const eraser = new ArrivalEraser(scene.writer);
  eraser.erase('record', 2, 3);
  expect(stored()).toEqual([
    [1, 1, 'record', 1, 1],
    [3, 1, 'record', 3, 1],
    [4, 1, 'record', 7, 1],
    [5, 1, 'workout', 2, 1],
  ]);
  // The last one: its number stays taken.
  eraser.erase('workout', 2, 3);
  new ArrivalLog(scene.writer, 2).append('ecg', 1, 1);
  expect(stored().slice(3)).toEqual([
    [5, 1, '', 0, 1],
    [6, 2, 'ecg', 1, 1],
  ]);
});

test('a row that arrives again is in the log by its newest arrival, whatever class of records it was in', () => {
  const log = new ArrivalLog(scene.writer, 1);
  log.append('unknown', 10, 5);
  log.append('record', 20, 4);
  new ArrivalLog(scene.writer, 2).appendAgain('record', [11, 12, 13, 23, 24]);
  expect(stored()).toEqual([
    [1, 1, 'unknown', 10, 1],
    [5, 1, 'unknown', 14, 1],
    [6, 1, 'record', 20, 3],
    [10, 2, 'record', 11, 3],
    [13, 2, 'record', 23, 2],
  ]);
  new ArrivalLog(scene.writer, 3).appendAgain('record', [12]);
  expect(stored().slice(3)).toEqual([
    [10, 2, 'record', 11, 1],
    [12, 2, 'record', 13, 1],
    [13, 2, 'record', 23, 2],
    [15, 3, 'record', 12, 1],
  ]);
});
