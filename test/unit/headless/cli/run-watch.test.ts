import { expect, test } from 'vitest';
import { type RunActs, RunWatch } from '../../../../src/headless/cli/run-watch.ts';
import type { ImportStatus, Receipt } from '../../../../src/shared/domain/receipt.ts';

const status = (phase: ImportStatus['phase'], runId = 1) => ({ runId, phase }) as ImportStatus;
const receipt = (state: Receipt['state'], runId = 1) => ({ runId, state }) as Receipt;

/** A run whose acts end it as the importer would. */
function run(watch: RunWatch, current: ImportStatus | null = null) {
  const asked: string[] = [];
  const acts: RunActs = {
    current: () => current,
    cancel: () => {
      asked.push('cancel');
      watch.take('import.ended', receipt('cancelled'));
    },
    refuse: () => {
      asked.push('refuse');
      watch.take('import.ended', receipt('refused'));
    },
  };
  return { acts, asked };
}

test('a run that ended before it was followed has its receipt', async () => {
  const watch = new RunWatch(() => {});
  watch.take('import.ended', receipt('completed'));
  expect((await watch.ended(1, run(watch).acts)).state).toBe('completed');
});

test('the end of another run is not taken for its own', async () => {
  const watch = new RunWatch(() => {});
  const ended = watch.ended(1, run(watch).acts);
  watch.take('import.ended', receipt('refused', 2));
  watch.take('import.ended', receipt('completed', 1));
  expect((await ended).state).toBe('completed');
});

test.each([
  ['while it is followed', null],
  ['before it was followed', status('waiting_for_person')],
])('the question whose file it is, put %s, is answered once with no', async (_, current) => {
  const watch = new RunWatch(() => {});
  const { acts, asked } = run(watch, current);
  const ended = watch.ended(1, acts);
  watch.take('import.progress', status('waiting_for_person'));
  watch.take('import.progress', status('waiting_for_person'));
  expect((await ended).state).toBe('refused');
  expect(asked).toEqual(['refuse']);
});

test('stop cancels the run under way, and one that is followed later', async () => {
  const watch = new RunWatch(() => {});
  const first = run(watch);
  const ended = watch.ended(1, first.acts);
  watch.stop();
  expect((await ended).state).toBe('cancelled');
  expect(watch.isStopped).toBe(true);
  const late = new RunWatch(() => {});
  late.stop();
  expect((await late.ended(1, run(late).acts)).state).toBe('cancelled');
});

test('a run that cannot be cancelled any more still gives its receipt', async () => {
  const watch = new RunWatch(() => {});
  const refuses = () => {
    throw new Error('import.unknown_run');
  };
  const ended = watch.ended(1, { current: refuses, cancel: refuses, refuse: refuses });
  watch.stop();
  watch.take('import.ended', receipt('completed'));
  expect((await ended).state).toBe('completed');
});
