import { afterEach, beforeEach, expect, it } from 'vitest';
import { EventSamples, typeOfCategory } from '../../../src/core/events/event-samples.ts';
import { FigureKeeper } from '../../../src/core/events/figure-keeper.ts';
import { totalsOf } from '../../../src/core/events/figure-rows.ts';
import { KeptFigures } from '../../../src/core/events/figure-store.ts';
import { SourceOrder } from '../../../src/core/events/source-order.ts';
import { rankIn } from '../../../src/core/events/source-priority.ts';
import { TypeFigures } from '../../../src/core/events/type-figures.ts';
import { zoneOf } from '../../../src/core/events/zone.ts';
import { forbidAlias } from '../../../src/core/import/alias/decide-aliases.ts';
import { type EventHistory, openEventHistory, phoneDevice, watchDevice } from './event-history.ts';
import { steps } from './fortnight.ts';

let history: EventHistory;
let keeper: FigureKeeper;
beforeEach(async () => {
  history = await openEventHistory();
  keeper = new FigureKeeper({
    writer: history.writer,
    zone: () => history.settings.homeZone ?? 'UTC',
    sourcePriority: () => history.settings.sourcePriority,
  });
});
afterEach(() => history.close());

const type = typeOfCategory.steps;
const [firstDay, lastDay] = [20_080, 20_110];
const keep = () => keeper.run(new AbortController().signal);

function kept() {
  const figures = new KeptFigures(history.writer);
  const { generation = -1 } = figures.state().kept ?? {};
  return figures.rows(generation, type, firstDay, lastDay);
}

/** All days at once, from the records. */
function recounted() {
  const { writer, settings } = history;
  const order = new SourceOrder(writer, () => settings.sourcePriority);
  const zone = zoneOf(settings.homeZone ?? 'UTC');
  const maker = new TypeFigures(writer, new EventSamples(writer), zone, rankIn(order.now()), order.devices());
  return totalsOf(maker.days(type, firstDay, lastDay), 'sum').sort((a, b) => a.span - b.span);
}

async function fill(): Promise<void> {
  const [watch, phone] = [history.source('Watch', watchDevice), history.source('Phone', phoneDevice)];
  for (let n = 1; n <= 9; n++)
    history.add(
      steps(watch, `2025-01-0${n}T22:10:00Z`, `2025-01-0${n}T23:50:00Z`, 1000 + n),
      steps(phone, `2025-01-0${n}T22:00:00Z`, `2025-01-0${n}T23:30:00Z`, 500 + n),
    );
  await keep();
}

it('keeps what a recount says when records come and go, and under another zone, order or alias', async () => {
  await fill();
  expect(kept().map(({ counted, countedInto }) => [counted, countedInto])).toContainEqual([3, 1]);
  expect(kept()).toEqual(recounted());
  history.add(steps(2, '2025-01-04T10:00:00Z', '2025-01-04T10:30:00Z', 77));
  expect(kept()).not.toEqual(recounted());
  await keep();
  expect(kept()).toEqual(recounted());
  history.settings.sourcePriority = [2, 1];
  await keep();
  expect(kept()).toEqual(recounted());
  history.settings.homeZone = 'America/Los_Angeles';
  await keep();
  expect(kept()).toEqual(recounted());
  history.writer.exec('INSERT INTO source_alias (source, original, run) VALUES (2, 1, 1)');
  for (const undo of [() => {}, () => forbidAlias(history.writer, 2)]) {
    undo();
    // Nothing says that it changed, but who counts first may be another one now: all days are made again.
    history.writer.exec('UPDATE record SET value_key = value_key + 1 WHERE id = 7');
    await keep();
    expect(kept()).toEqual(recounted());
  }
  history.removeRecords('steps');
  history.writer.exec('INSERT INTO figure_touched SELECT id, 20088, 20100 FROM record_type');
  await keep();
  expect(kept()).toEqual([]);
});

it('reads the figures of before until those of another zone are whole, and goes on after a crash', async () => {
  await fill();
  const before = kept();
  history.settings.homeZone = 'Asia/Tokyo';
  // The disk is full in the last of the turns.
  history.writer.exec(
    `CREATE TEMP TRIGGER full BEFORE INSERT ON main.figure_total WHEN NEW.day > 20097 BEGIN SELECT raise(ABORT, 'full'); END`,
  );
  await expect(keep()).rejects.toThrow('full');
  expect(kept()).toEqual(before);
  history.writer.exec('DROP TRIGGER full');
  await keep();
  expect(kept()).toEqual(recounted());
  expect(kept()).not.toEqual(before);
  const generations = 'SELECT count(DISTINCT generation) FROM figure_day';
  expect(history.writer.prepare<[], number>(generations).pluck().get()).toBe(1);
});

it('makes each day once, writes its state at the beginning and at the end, and nothing while nothing has changed', async () => {
  const { writer } = history;
  writer.exec(`CREATE TEMP TABLE wrote (what TEXT);
    CREATE TEMP TRIGGER wrote_day AFTER INSERT ON main.figure_day BEGIN INSERT INTO wrote VALUES ('day'); END;
    CREATE TEMP TRIGGER wrote_total AFTER INSERT ON main.figure_total BEGIN INSERT INTO wrote VALUES ('total'); END;
    CREATE TEMP TRIGGER began AFTER INSERT ON main.setting WHEN NEW.key = 'figures.kept' BEGIN INSERT INTO wrote VALUES ('state'); END;
    CREATE TEMP TRIGGER went_on AFTER UPDATE ON main.setting WHEN NEW.key = 'figures.kept' BEGIN INSERT INTO wrote VALUES ('state'); END;`);
  const wrote = () =>
    Object.fromEntries(
      writer.prepare<[], [string, number]>('SELECT what, count(*) FROM wrote GROUP BY what').raw().all(),
    );
  const stored = (table: string) =>
    writer.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
  const source = history.source('Phone', phoneDevice);
  // More days than the first slice takes.
  for (let day = 1; day <= 28; day++) {
    const date = `2025-01-${String(day).padStart(2, '0')}`;
    history.add(steps(source, `${date}T22:10:00Z`, `${date}T23:50:00Z`, 1000 + day));
  }
  await keep();
  expect(kept()).toEqual(recounted());
  const whole = wrote();
  expect(whole).toEqual({ day: stored('figure_day'), total: stored('figure_total'), state: 2 });
  await keep();
  expect(wrote()).toEqual(whole);
});
