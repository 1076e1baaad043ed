import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../../src/core/db/open.ts';
import { usualKinds } from '../../../src/shared/domain/sync.ts';
import { correlationXml, recordXml, writeExport } from '../../support/health-xml.ts';
import { type SyncScene, syncScene } from './sync-scene.ts';

const pulse = 'HKQuantityTypeIdentifierHeartRate';
const neverSeen = 'HKCategoryTypeIdentifierSneezing';
const pain = 'HKCategoryTypeIdentifierPelvicPain';

/** Types of the lines that have arrived at the server, with how many of each. */
function held({ sandbox }: SyncScene): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { bytes } of sandbox.foundry.files())
    for (const line of bytes.toString('utf8').trimEnd().split('\n')) {
      const type = String((JSON.parse(line) as Record<string, unknown>)['sample_type']);
      counts[type] = (counts[type] ?? 0) + 1;
    }
  return counts;
}

async function imported(): Promise<SyncScene> {
  const scene = await syncScene();
  await scene.ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  await scene.configure('foundry');
  const types = [pulse, pulse, neverSeen, pulse, pain, neverSeen, pulse, pain, neverSeen];
  const records = types.map((type, day) =>
    recordXml({ type, source: 'Watch', start: 1_740_000_000 + day * 86_400, unit: 'count/min', value: '60' }),
  );
  await scene.import(writeExport(scene.dir, 'export.xml', records, { exportAt: 1_746_000_000 }));
  return scene;
}

test('a type that nobody has seen stays here, is named in the review, and goes once it is added', async () => {
  const scene = await imported();
  const { kinds } = await scene.review('foundry');
  expect(kinds.find(({ kind }) => kind === 'unknown')).toEqual({
    kind: 'unknown',
    isOn: false,
    items: 3,
    isSensitive: true,
    types: [neverSeen],
  });
  expect(await scene.enable('foundry')).toBe(4);
  await scene.settled('foundry');
  expect(held(scene)).toEqual({ [pulse]: 4 });
  await scene.enable('foundry', { kinds: [...usualKinds('foundry'), 'unknown'] });
  await scene.settled('foundry');
  expect(held(scene)).toEqual({ [pulse]: 4, [neverSeen]: 3 });
});

test('what an earlier version stored as records is withheld from the start of this one on', async () => {
  const scene = await imported();
  const mend = scene.sandbox.foundry.faults.every('*', { kind: 'htmlError', status: 503 });
  await scene.enable('foundry', { kinds: [...usualKinds('foundry'), 'unknown', 'reproductive'] });
  await scene.until(({ destinations }) => destinations.some(({ nextTryAtMs }) => nextTryAtMs !== null));
  await scene.kill();
  const writer = openWriter(join(scene.profile, 'history.sqlite'));
  // One class for all of them, as it was.
  writer.exec(`UPDATE arrival SET class = 'record' WHERE class IN ('unknown', 'reproductive');
    DELETE FROM chunk; DELETE FROM cursor WHERE class <> 'record'; UPDATE cursor SET next_seq = 0;
    UPDATE destination SET consent = json_set(consent, '$.kinds', json('["record"]'));
    DELETE FROM setting WHERE key = 'arrivals.withheld'`);
  writer.close();
  mend();
  await scene.restart();
  await scene.ask('settings.setToken', { target: 'foundry', token: scene.token('foundry') });
  await scene.ask('sync.runNow', {});
  expect(await scene.settled('foundry')).toMatchObject({ delivered: 4, uncertain: 0, failed: 0 });
  expect(held(scene)).toEqual({ [pulse]: 4 });
});

test('a correlation that nobody has seen stays here, whatever it says of itself; its records go by their own classes', async () => {
  const scene = await syncScene();
  await scene.ask('settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  await scene.configure('foundry');
  const at = 1_740_000_000;
  const member = { type: pulse, source: 'Watch', start: at, unit: 'count/min', value: '60' };
  const elements = [
    correlationXml('HKCorrelationTypeIdentifierMenopausalSymptoms', 'Watch', at, [member]),
    correlationXml('HKCorrelationTypeIdentifierFood', 'Watch', at + 60, [member]),
    recordXml(member),
  ];
  const receipt = await scene.import(
    writeExport(scene.dir, 'export.xml', elements, { exportAt: 1_746_000_000 }),
  );
  expect(receipt.state).toBe('completed');
  await scene.enable('foundry', { kinds: [...usualKinds('foundry'), 'unknown', 'reproductive'] });
  await scene.settled('foundry');
  expect(held(scene)).toEqual({ [pulse]: 1, HKCorrelationTypeIdentifierFood: 1 });
});
