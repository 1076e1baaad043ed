// Rows that leave the history, or arrive again, before a destination has had them (src/core/import/README.md, Arrivals).
import { describe, expect, test } from 'vitest';
import { recordXml, writeExport } from '../../support/health-xml.ts';
import { configuredScene } from './sync-scene.ts';

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
  const scope = { kinds: ['record' as const], startDay };

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
