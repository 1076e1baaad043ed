import { describe, expect, test } from 'vitest';
import {
  recordXml,
  statisticXml,
  summaryXml,
  workoutXml,
  writeExport,
  type XmlElement,
} from '../../support/health-xml.ts';
import { configuredScene, type ScopeOf, type SyncScene, someWeeks } from './sync-scene.ts';

const kinds = ['workout', 'activity_summary', 'ecg', 'clinical'] as const;

/** What is queued is discarded; gives one of its ids. */
async function discardAll(scene: SyncScene): Promise<{ kind: 'mutation' | 'chunk'; id: number }[]> {
  const { rows } = await scene.ask('sync.items', { states: ['queued', 'waiting'], limit: 50 });
  for (const { kind, id } of rows) await scene.ask('sync.discard', { kind, id });
  return rows.map(({ kind, id }) => ({ kind, id }));
}

test('a discarded chunk is cut and sent again once its discard is taken back, and only then', async () => {
  const scene = await configuredScene();
  await scene.import(await someWeeks(scene.dir, { days: 60 }));
  await scene.sandbox.atlas.goAway();
  const items = await scene.enable('atlas', { kinds: [...kinds], startDay: null });
  await scene.until(({ destinations }) =>
    destinations.some(({ target, nextTryAtMs }) => target === 'atlas' && nextTryAtMs !== null),
  );
  const discarded = await discardAll(scene);
  expect(discarded.length).toBeGreaterThan(2);
  await scene.sandbox.atlas.comeBack();
  await scene.ask('sync.runNow', {});
  expect(await scene.settled('atlas')).toMatchObject({ delivered: 0 });
  expect(scene.sandbox.holdings().atlas.samples).toBe(0);

  const [first, ...others] = discarded;
  if (first) await scene.ask('sync.queueAgain', first);
  const { destination } = (await scene.ask('sync.items', { states: ['discarded'], limit: 1 })).rows[0] ?? {};
  expect(await scene.ask('sync.queueAllAgain', { destination })).toEqual({ items: others.length });
  expect(await scene.ask('sync.queueAllAgain', {})).toEqual({ items: 0 });
  expect(await scene.settled('atlas')).toMatchObject({ delivered: items });
  expect(scene.sandbox.holdings().atlas).toEqual({ samples: items, doubled: 0 });
  const again = (id: number) => scene.ask('sync.queueAgain', { kind: 'chunk', id });
  await expect(again(discarded[0]?.id ?? 0)).rejects.toThrow('sync.unknown_item');
  const [delivered] = (await scene.ask('sync.items', { states: ['delivered'], limit: 1 })).rows;
  await expect(again(delivered?.id ?? 0)).rejects.toThrow('sync.item_changed');
});

const noon = 1_748_772_000; // 2025-06-01 10:00 UTC
const exportAt = noon + 10 * 86_400;

/** A workout, two days of rings of which the second one still grows, and glasses with so many equal ones at one moment. */
function growing(energy: number, copies: number, glasses = [0, 1, 2]): XmlElement[] {
  const glass = (index: number) =>
    recordXml({
      type: 'HKQuantityTypeIdentifierDietaryWater',
      source: 'Cup',
      start: noon + index * 3600,
      unit: 'mL',
      value: '250',
    });
  const statistic = statisticXml('HKQuantityTypeIdentifierActiveEnergyBurned', noon, String(energy), 'kcal');
  return [
    ...Array<XmlElement>(copies).fill(glass(0)),
    ...glasses.map(glass),
    workoutXml('Watch', noon, statistic),
    summaryXml('2025-06-01', '100'),
    summaryXml('2025-06-02', String(energy)),
  ];
}

describe.each(['atlas', 'foundry'] as const)('a chunk that was discarded at %s', (target) => {
  const scope: ScopeOf = { kinds: ['record', 'workout', 'activity_summary'], startDay: null };
  /** Turned on while the server is down, so that everything is cut and nothing is stored. */
  const enableDown = async (scene: SyncScene, items: number): Promise<() => Promise<void>> => {
    const { atlas, foundry } = scene.sandbox;
    let mend = () => atlas.comeBack();
    if (target === 'atlas') await atlas.goAway();
    else {
      const stop = foundry.faults.every('*', { kind: 'htmlError', status: 503 });
      mend = async () => stop();
    }
    expect(await scene.enable(target, scope)).toBe(items);
    await scene.until(({ destinations }) =>
      destinations.some((one) => one.target === target && one.nextTryAtMs !== null),
    );
    return mend;
  };
  const held = (scene: SyncScene) => scene.sandbox.holdings()[target];
  /** The energy of both days' rings there, each line of them. */
  const energies = (scene: SyncScene) =>
    [
      ...JSON.stringify([...scene.sandbox[target].records().values()]).matchAll(
        /activeEnergyBurned\\+":(\d+)/g,
      ),
    ]
      .map(([, energy]) => Number(energy))
      .sort((a, b) => a - b);

  test('stays so, whatever later imports say of its rows, and goes once with what they say if it is queued again', async () => {
    const scene = await configuredScene({ isHere: true });
    const send = (energy: number, days: number, copies: number, glasses?: number[]) =>
      scene.import(
        writeExport(scene.dir, `${days}.xml`, growing(energy, copies, glasses), {
          exportAt: exportAt + days * 86_400,
        }),
      );
    await send(200, 0, 1);
    const mend = await enableDown(scene, 6);
    expect(await discardAll(scene)).toHaveLength(3);

    // The day and the workout grew, a record has more copies, and one is gone and back.
    const others = { workout: { updated: 1 }, activity_summary: { updated: 1 } };
    expect(await send(300, 1, 3, [0, 2])).toMatchObject({ others, removed: { gone: 1 } });
    expect(await send(400, 2, 4)).toMatchObject({ others, removed: { returned: 1 } });
    expect(await scene.card(target)).toMatchObject({ pending: 0 });
    await mend();
    await scene.ask('sync.runNow', {});
    await scene.whenResting();
    // A row of none of them is sent.
    await send(500, 3, 4, [0, 1, 2, 3]);
    await scene.whenResting();
    expect(await scene.settled(target)).toMatchObject({ delivered: 1, pending: 0 });
    expect(held(scene)).toEqual({ samples: 1, doubled: 0 });

    expect(await scene.ask('sync.queueAllAgain', {})).toEqual({ items: 3 });
    expect(await scene.settled(target)).toMatchObject({ delivered: 7 });
    expect(held(scene)).toEqual({ samples: 7, doubled: 0 });
    expect(energies(scene)).toEqual([100, 500]);
    // From now on it's like any other.
    await send(600, 4, 4, [0, 1, 2, 3]);
    expect(await scene.settled(target)).toMatchObject({ delivered: 9 });
    expect(held(scene)).toEqual({ samples: 7, doubled: 2 });
  });

  test('goes once if it is queued again before what arrived again was passed over', async () => {
    const scene = await configuredScene({ isHere: true });
    await scene.import(writeExport(scene.dir, 'a.xml', growing(200, 1), { exportAt }));
    const mend = await enableDown(scene, 6);
    await discardAll(scene);
    const later = growing(300, 2);
    await scene.import(writeExport(scene.dir, 'b.xml', later, { exportAt: exportAt + 86_400 }));
    await scene.ask('sync.queueAllAgain', {});
    expect(await scene.card(target)).toMatchObject({ pending: 6 });
    await mend();
    await scene.ask('sync.runNow', {});
    expect(await scene.settled(target)).toMatchObject({ delivered: 6 });
    expect(held(scene)).toEqual({ samples: 6, doubled: 0 });
    expect(energies(scene)).toEqual([100, 300]);
  });
});
