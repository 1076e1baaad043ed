// Rows that leave the history, or arrive again, before a destination has had them (src/core/import/README.md, Arrivals).
import { describe, expect, test } from 'vitest';
import { recordXml, statisticXml, summaryXml, workoutXml, writeExport } from '../../support/health-xml.ts';
import { configuredScene, type ScopeOf } from './sync-scene.ts';

const day = 86_400;
const noon = 1_748_772_000; // 2025-06-01 10:00 UTC
const exportAt = noon + 60 * day;

const glasses = (indices: readonly number[]) =>
  indices.map((index) =>
    recordXml({
      type: 'HKQuantityTypeIdentifierDietaryWater',
      source: 'Cup',
      start: noon + index * day,
      unit: 'mL',
      value: String(200 + index),
    }),
  );
const all = Array.from({ length: 40 }, (_, index) => index);
const kept = all.filter((index) => index < 10 || index >= 20);

describe.each([
  ['of all days', null, 40],
  ['from a start day on', '2025-06-06', 35],
] as const)('rows that are no longer in Health, %s', (_, startDay, before) => {
  const scope: ScopeOf = { kinds: ['record'], startDay };

  test('the review, pending and the delivery count what is still there', async () => {
    const scene = await configuredScene({ isHere: true });
    await scene.import(writeExport(scene.dir, 'a.xml', glasses(all), { exportAt }));
    expect((await scene.review('atlas', scope)).items).toBe(before);
    const later = await scene.import(
      writeExport(scene.dir, 'b.xml', glasses(kept), { exportAt: exportAt + day }),
    );
    expect(later.removed.gone).toBe(10);
    await scene.sandbox.atlas.goAway();
    expect(await scene.enable('atlas', scope)).toBe(before - 10);
    expect(await scene.card('atlas')).toMatchObject({ pending: before - 10 });
    await scene.sandbox.atlas.comeBack();
    await scene.ask('sync.runNow', {});
    expect(await scene.settled('atlas')).toMatchObject({ delivered: before - 10 });
    expect(scene.sandbox.holdings().atlas).toEqual({ samples: before - 10, doubled: 0 });
  });

  test('rows that are taken back are counted again, and delivered once', async () => {
    const scene = await configuredScene({ isHere: true });
    await scene.import(writeExport(scene.dir, 'a.xml', glasses(all), { exportAt }));
    const later = await scene.import(
      writeExport(scene.dir, 'b.xml', glasses(kept), { exportAt: exportAt + day }),
    );
    expect((await scene.review('atlas', scope)).items).toBe(before - 10);
    await scene.ask('import.undoRemovals', { runId: later.runId });
    expect(await scene.enable('atlas', scope)).toBe(before);
    expect(await scene.settled('atlas')).toMatchObject({ delivered: before });
    expect(scene.sandbox.holdings().atlas).toEqual({ samples: before, doubled: 0 });
  });
});

/** A workout and two days of rings, of which the second one still grows; `cups` equal glasses of one moment. */
const growing = (energy: number, cups: number) => [
  ...Array.from({ length: cups }, () => glasses([0])).flat(),
  workoutXml(
    'Watch',
    noon,
    statisticXml('HKQuantityTypeIdentifierActiveEnergyBurned', noon, String(energy), 'kcal'),
  ),
  summaryXml('2025-06-01', '100'),
  summaryXml('2025-06-02', String(energy)),
];

describe.each(['atlas', 'foundry'] as const)('rows that arrive again before %s has had them', (target) => {
  test('are one line each, with what the newest export says', async () => {
    const scene = await configuredScene({ isHere: true });
    const scope: ScopeOf = { kinds: ['record', 'workout', 'activity_summary'], startDay: null };
    await scene.import(writeExport(scene.dir, 'a.xml', growing(200, 1), { exportAt }));
    const later = await scene.import(
      writeExport(scene.dir, 'b.xml', growing(300, 3), { exportAt: exportAt + day }),
    );
    expect(later.others).toMatchObject({ workout: { updated: 1 }, activity_summary: { updated: 1 } });
    expect(await scene.enable(target, scope)).toBe(4);
    expect(await scene.settled(target)).toMatchObject({ delivered: 4 });
    expect(scene.sandbox.holdings()[target]).toEqual({ samples: 4, doubled: 0 });
    // It has them by now: a change is an update, under the same uuid.
    await scene.import(writeExport(scene.dir, 'c.xml', growing(400, 3), { exportAt: exportAt + 2 * day }));
    expect(await scene.settled(target)).toMatchObject({ delivered: 6 });
    expect(scene.sandbox.holdings()[target]).toEqual({ samples: 4, doubled: 2 });
  });
});
