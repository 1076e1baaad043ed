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

/** A former version stored these, and no sum of them could be stored. */
const overflowing = [1.7e308, 1e308, -1.7e308, -1e308, Number.POSITIVE_INFINITY];

it('counts no value whose sums overflow, in figures and in events', async () => {
  const [watch, phone] = [history.source('Watch', watchDevice), history.source('Phone', phoneDevice)];
  const [from, to] = ['2025-01-04T10:00:00Z', '2025-01-04T10:30:00Z'];
  for (const source of [watch, phone])
    for (const value of overflowing)
      history.add(
        steps(source, from, to, value),
        { category: 'heart_rate', source, from, value, unit: 'count/min' },
        { category: 'water', source, from, value, unit: 'mL' },
      );
  history.addWorkout({
    source: watch,
    from,
    to,
    activity: 'Running',
    duration: 1.7e308,
    distance: Infinity,
    energy: 90,
  });
  history.add(steps(watch, from, to, 77), { category: 'heart_rate', source: watch, from, value: 80 });
  await keep();
  expect(kept()).toMatchObject([{ counted: 1, part: 77, latest: 77 }]);
  await history.derive();
  expect(history.events().map(({ notes }) => notes)).toEqual([
    'Auto-logged: 77 steps',
    'Auto-logged: Running',
  ]);
  const workout = history.events('workout')[0]?.properties;
  expect(workout).toMatchObject({
    Duration: { value: 1800 },
    Calories: { value: 90 },
    'Avg Heart Rate': { value: 80 },
  });
  expect(workout).not.toHaveProperty('Distance (m)');
});

it('makes the figures of the other types when those of one fail, and reports the failure after them', async () => {
  const source = history.source('Watch', watchDevice);
  const from = '2025-01-04T10:00:00Z';
  // Steps come first.
  history.add(steps(source, from, '2025-01-04T10:30:00Z', 77));
  history.add({ category: 'heart_rate', source, from, value: 80 });
  await keep();
  history.add(steps(source, '2025-01-05T10:00:00Z', '2025-01-05T10:30:00Z', 11));
  history.add({ category: 'heart_rate', source, from: '2025-01-05T10:00:00Z', value: 90 });
  const failing = (code: string) =>
    history.writer.exec(
      `CREATE TEMP TRIGGER failing BEFORE INSERT ON main.figure_day
       WHEN NEW.type = (SELECT id FROM main.record_type WHERE name = '${type}') BEGIN SELECT raise(${code}, 'this type'); END`,
    );
  const days = (of: string) =>
    new KeptFigures(history.writer).rows(1, of, firstDay, lastDay).map(({ part }) => part);
  failing('ABORT');
  await expect(keep()).rejects.toThrow('this type');
  expect([days(type), days('HKQuantityTypeIdentifierHeartRate')]).toEqual([[77], [80, 90]]);
  // A later run makes the rest, and no generation without a type is complete.
  history.settings.homeZone = 'Asia/Tokyo';
  await expect(keep()).rejects.toThrow('this type');
  expect(new KeptFigures(history.writer).state()).toMatchObject({
    kept: { generation: 1 },
    making: { generation: 2 },
  });
  history.writer.exec('DROP TRIGGER failing');
  await keep();
  expect(kept()).toEqual(recounted());
  expect(new KeptFigures(history.writer).state()).toMatchObject({ kept: { generation: 2 }, making: null });
});

it('stops at once when the disk is full, and makes no other type', async () => {
  const source = history.source('Watch', watchDevice);
  const instants = Array.from({ length: 600 }, (_, day) =>
    new Date(Date.UTC(2023, 0, 1 + day)).toISOString(),
  );
  history.writer.transaction(() =>
    history.add(...instants.map((instant) => steps(source, instant, instant, 77))),
  )();
  history.add({ category: 'heart_rate', source, from: '2025-01-04T10:00:00Z', value: 80 });
  history.writer.pragma(`max_page_count = ${history.writer.pragma('page_count', { simple: true })}`);
  await expect(keep()).rejects.toMatchObject({ code: 'SQLITE_FULL' });
  const made = new KeptFigures(history.writer).rows(1, 'HKQuantityTypeIdentifierHeartRate', 0, lastDay);
  expect(made).toEqual([]);
});
