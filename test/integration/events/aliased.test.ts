import { expect, it, vi } from 'vitest';
import { AliasVersion } from '../../../src/core/events/alias-version.ts';
import { type EventHistory, eachOverEventHistory, watchDevice } from './event-history.ts';
import { steps } from './fortnight.ts';

let history: EventHistory;
eachOverEventHistory((opened) => {
  history = opened;
});

const day = (n: number) => String(n).padStart(2, '0');

/** One day of one source, which another name had before; derived. */
async function twoNames(): Promise<void> {
  const [before, now] = [history.source('Watch', watchDevice), history.source('Ultra', watchDevice)];
  for (let n = 1; n <= 9; n++)
    history.add(steps(n < 5 ? before : now, `2025-01-${day(n)}T08:00:00Z`, `2025-01-${day(n)}T09:00:00Z`, n));
  await history.derive();
  history.takeChanges();
}

/** As an import that folds: another figure of a folded day comes with it. */
function fold(isOver: boolean): void {
  history.writer.exec(`
    UPDATE import_run SET closed = ${isOver ? 1 : 0};
    INSERT INTO source_alias (source, original, run) VALUES (2, 1, 1) ON CONFLICT DO NOTHING;
    UPDATE record SET value = 500, value_key = 500 WHERE id = 7`);
}

it('derives everything again when a source was taken for a renamed one, and when that is undone, as by other rules', async () => {
  await twoNames();
  fold(true);
  expect(await history.derive()).toEqual({ created: 0, changed: 1, deleted: 0 });
  expect(history.takeChanges().map(({ event, cause }) => [event.notes, cause])).toEqual([
    ['Auto-logged: 500 steps', 'rules'],
  ]);
  expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 0 });
  history.writer.exec(`UPDATE source_alias SET is_forbidden = 1;
    UPDATE record SET value = 600, value_key = 600 WHERE id = 7`);
  expect(await history.derive()).toEqual({ created: 0, changed: 1, deleted: 0 });
  expect(history.takeChanges().map(({ cause }) => cause)).toEqual(['rules']);
});

it('waits while rows fold', async () => {
  await twoNames();
  fold(false);
  const looks = vi.spyOn(AliasVersion.prototype, 'isFolding');
  const derived = history.derive();
  await vi.waitUntil(() => looks.mock.calls.length >= 3);
  expect(history.takeChanges()).toEqual([]);
  history.writer.exec('UPDATE import_run SET closed = 1');
  expect(await derived).toEqual({ created: 0, changed: 1, deleted: 0 });
});

it('keeps what was derived before aliases were noticed', async () => {
  await twoNames();
  fold(true);
  history.writer.exec(
    "UPDATE setting SET value = json_remove(value, '$.aliases') WHERE key = 'events.derived'",
  );
  expect(await history.derive()).toEqual({ created: 0, changed: 0, deleted: 0 });
});
