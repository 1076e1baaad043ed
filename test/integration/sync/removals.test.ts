// What the Health app no longer has, at Trendy: a handful of changes follows by itself, more wait for the person.
import { expect, test } from 'vitest';
import type { EventCategory } from '../../../src/shared/domain/event-category.ts';
import { recordXml, writeExport } from '../../support/health-xml.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { syncScene } from './sync-scene.ts';

const day = 86_400;
const firstNoon = 1_748_772_000;
/** Of the first export. */
const exportAt = firstNoon + 60 * day;

/** Steps of each of some days at noon; `without` are days whose second sample was deleted in Health, `emptied` ones without any. */
interface Changes {
  readonly exportAt: number;
  readonly without?: readonly number[];
  readonly emptied?: readonly number[];
}

function exportOf(dir: string, name: string, { exportAt, without = [], emptied = [] }: Changes): string {
  const elements = Array.from({ length: 40 }, (_, index) => index)
    .filter((index) => !emptied.includes(index))
    .flatMap((index) =>
      [0, 3600].slice(0, without.includes(index) ? 1 : 2).map((later) =>
        recordXml({
          type: 'HKQuantityTypeIdentifierStepCount',
          source: 'Band',
          start: firstNoon + index * day + later,
          end: firstNoon + index * day + later + 900,
          unit: 'count',
          value: '500',
        }),
      ),
    );
  return writeExport(dir, name, elements, { exportAt });
}

/** Trendy has the events of one kind of the export that `write` puts into `dir`. */
async function sentScene(kind: EventCategory, write: (dir: string) => string) {
  const scene = await syncScene({ isHere: true });
  await scene.ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  await scene.configure('trendy');
  const dir = scratchDir();
  await scene.import(write(dir));
  await scene.enable('trendy', { kinds: [kind] });
  await scene.settled('trendy');
  return { scene, dir };
}

test('a handful follows by itself, more wait until the person has seen how many', async () => {
  const { scene, dir } = await sentScene('steps', (to) => exportOf(to, 'a.xml', { exportAt }));
  const figures = () =>
    scene.sandbox.trendy
      .events()
      .map(({ properties }) => Number(properties['Step Count']?.value))
      .sort((a, b) => a - b);
  const of = (whole: number, half: number) => [...Array(half).fill(500), ...Array(whole).fill(1000)];
  expect(figures()).toEqual(of(40, 0));

  const few = [3, 4, 5];
  const first = await scene.import(exportOf(dir, 'b.xml', { exportAt: exportAt + day, without: few }));
  expect(first.removed.gone).toBe(3);
  await scene.whenResting();
  expect([figures(), await scene.card('trendy')]).toMatchObject([of(37, 3), { updatesWaiting: 0 }]);

  const many = Array.from({ length: 15 }, (_, index) => index + 10);
  const emptied = [30, 31];
  const file = exportOf(dir, 'c.xml', { exportAt: exportAt + 2 * day, without: [...few, ...many], emptied });
  const second = await scene.import(file);
  expect(second.removed.gone).toBe(19);
  await scene.whenResting();
  const card = await scene.card('trendy');
  expect(card).toMatchObject({ updatesWaiting: 17, updatesBy: ['removals'], pending: 0 });
  // A yes to a zone or an order sends them, too: the review counts them.
  expect(await scene.ask('settings.reviewRules', { homeZone: 'Europe/Berlin' })).toMatchObject({ sent: 17 });
  expect(await scene.ask('settings.reviewRules', { sourcePriority: [] })).toMatchObject({ sent: 17 });
  expect(figures()).toEqual(of(37, 3));

  // Taken back, there is nothing left to send.
  await scene.ask('import.undoRemovals', { runId: second.runId });
  await scene.whenResting();
  expect([figures(), await scene.card('trendy')]).toMatchObject([of(37, 3), { updatesWaiting: 0 }]);
});

test('what waits goes when the person agrees', async () => {
  const { scene, dir } = await sentScene('steps', (to) => exportOf(to, 'a.xml', { exportAt }));
  const emptied = Array.from({ length: 12 }, (_, index) => index + 10);
  await scene.import(exportOf(dir, 'b.xml', { exportAt: exportAt + day, emptied }));
  await scene.whenResting();
  const { id: destination, updatesWaiting: updates } = await scene.card('trendy');
  expect([updates, scene.sandbox.trendy.events().length]).toEqual([12, 40]);
  await scene.ask('sync.releaseUpdates', { destination, updates });
  await scene.whenResting();
  expect([scene.sandbox.trendy.events().length, await scene.card('trendy')]).toMatchObject([
    28,
    { updatesWaiting: 0, updatesBy: [] },
  ]);
});

test('removals wait when the days beside them have new records', async () => {
  const slept = (index: number, from: number, hours: number) =>
    recordXml({
      type: 'HKCategoryTypeIdentifierSleepAnalysis',
      source: 'Band',
      start: firstNoon + index * day - 12 * 3600 + from * 3600,
      end: firstNoon + index * day - 12 * 3600 + (from + hours) * 3600,
      value: 'HKCategoryValueSleepAnalysisAsleepCore',
    });
  const nights = Array.from({ length: 30 }, (_, index) => index);
  const isBetween = (index: number) => index > 0 && index < 27;
  const before = nights.flatMap((index) => [slept(index, 1, 4), slept(index, 5, 1)]);
  const after = nights.flatMap((index) => {
    if (!isBetween(index)) return [slept(index, 1, 4), slept(index, 5, 1)];
    // Even nights lost an hour; odd ones have half an hour more.
    if (index % 2 === 0) return [slept(index, 1, 4)];
    return [slept(index, 1, 4), slept(index, 5, 1), slept(index, 6, 0.5)];
  });
  const { scene, dir } = await sentScene('sleep', (to) => writeExport(to, 'a.xml', before, { exportAt }));
  const sent = () => JSON.stringify(scene.sandbox.trendy.events().map(({ properties }) => properties));
  const atFirst = sent();
  const { removed } = await scene.import(writeExport(dir, 'b.xml', after, { exportAt: exportAt + day }));
  expect(removed.gone).toBe(13);
  await scene.whenResting();
  expect(await scene.card('trendy')).toMatchObject({ updatesBy: ['removals'], updatesWaiting: 26 });
  expect(sent()).toBe(atFirst);
});
