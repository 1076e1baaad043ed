import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { DataClient } from '../../src/data/protocol/client.ts';
import { calls, pushes } from '../../src/shared/contract/index.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { ask, importFile, startProgram, valueIn } from './running-program.ts';
import { recordsIn, writeSmallExport } from './small-export.ts';

const dataCalls = Object.keys(calls).filter((name) => !/^(app|profiles)\./.test(name));

/** Fails on an answer that the contract does not describe: missing keys, wrong kinds, and keys that it does not name. */
function expectDescribed(schema: { parse(value: unknown): unknown }, value: unknown): void {
  expect(schema.parse(value)).toEqual(value);
}

test('every call of the contract has a handler that parses strictly, those of app and profiles being the host’s', async () => {
  const { client } = startProgram(join(scratchDir(), 'profile'));
  for (const name of dataCalls) {
    const result = await client.call(name, { unheardOf: true });
    expect([name, result]).toMatchObject([name, { ok: false, error: { code: 'request.invalid' } }]);
  }
  for (const name of [
    'app.info',
    'app.showLogs',
    'app.showProfile',
    'app.resumeRelay',
    'profiles.list',
    'host.addOffer',
    'toString',
    '__proto__',
    'history.nothing',
  ]) {
    expect(await client.call(name, {})).toMatchObject({ ok: false, error: { code: 'request.unknown_call' } });
  }
});

test('host calls are parsed strictly too, and are not calls of the page', async () => {
  const { client } = startProgram(join(scratchDir(), 'profile'));
  const bad = { path: '', isIncoming: false };
  expect(await client.host('host.addOffer', bad)).toMatchObject({ error: { code: 'request.invalid' } });
  expect(valueIn(await client.host('host.freeBytes', {})).bytes).toBeGreaterThan(0);
  expect(valueIn(await client.host('host.incomingDir', {})).path).toMatch(/profile.incoming$/);
});

describe('over a running data program with a small history', () => {
  const pushed: { name: keyof typeof pushes; payload: unknown }[] = [];

  async function filled(): Promise<{ client: DataClient; dir: string }> {
    const dir = scratchDir();
    const { client } = startProgram(join(dir, 'profile'));
    client.onPush((name, payload) => pushed.push({ name, payload }));
    const receipt = await importFile(client, writeSmallExport(dir));
    expect(receipt).toMatchObject({ state: 'completed', records: { read: recordsIn(), added: recordsIn() } });
    return { client, dir };
  }

  beforeAll(() => void pushed.splice(0));

  test('every answer and every push is what the contract says, and none holds a path', async () => {
    const { client, dir } = await filled();
    const page = await ask(client, 'history.recordsPage', { limit: 500 });
    const workouts = await ask(client, 'history.workoutsPage', { limit: 10 });
    const systolic = page.rows.find(({ type }) => type.endsWith('Systolic'));
    const workoutId = workouts.rows[0]?.id ?? 0;
    const routeId = (await ask(client, 'history.workout', { id: workoutId })).routes[0]?.id ?? 0;
    const [receipt] = await ask(client, 'import.receipts', { limit: 1 });
    await ask(client, 'settings.setHomeZone', { homeZone: 'Europe/Berlin' });
    await ask(client, 'settings.configureTarget', { target: 'atlas', baseUrl: 'http://127.0.0.1:9' });
    const eventId = await firstEvent(client);
    const inputs: Record<string, unknown> = {
      'account.cacheGet': { key: 'of no meaning' },
      'history.eventsPage': { limit: 10 },
      'history.event': { id: eventId },
      'sync.items': { states: ['queued', 'failed'], limit: 10 },
      'settings.testConnection': { target: 'atlas' },
      'settings.reviewTarget': { target: 'atlas', kinds: ['record'], startDay: null },
      'import.receipts': { limit: 10 },
      'import.receipt': { runId: receipt?.runId },
      'import.removals': { runId: receipt?.runId },
      'history.recordsPage': { limit: 10, order: 'oldest' },
      'history.record': { id: systolic?.id },
      'history.figures': { type: 'HKQuantityTypeIdentifierHeartRate', by: 'month' },
      'history.figureShares': { type: 'HKQuantityTypeIdentifierHeartRate' },
      'history.recordCount': { type: 'HKQuantityTypeIdentifierHeartRate', from: '2025-01-01' },
      'history.bloodPressures': { limit: 10 },
      'history.workoutsPage': { limit: 10 },
      'history.workout': { id: workoutId },
      'history.route': { id: routeId },
      'history.ecgPage': { limit: 10 },
      'history.beatsPage': { limit: 10 },
      'history.documentsPage': { group: 'clinical:Observation', limit: 10 },
      'history.workoutTotals': { by: 'month' },
      'history.workoutTrack': { id: workoutId, unit: 'km' },
      'history.nights': { from: '2025-01-01', to: '2025-12-31' },
      'history.night': { day: '2025-06-10' },
    };
    // What acts on an item that must be there has tests of its own, and so has what needs a file beside the XML.
    const acts =
      /^(history\.(ecg|document|documentJson)|import\.(start|cancel|confirmPerson|resume|dismiss|undoAlias|undoRemovals|watchFolder|unwatchFolder|takeFound|dismissFound)|sync\.(item|retry|retryAll|discard|queueAgain|queueAllAgain|abortTransaction|releaseUpdates)|settings\.(set|skip|arrange|configure|enable|disable|remove|carry|make|forget).*|account\.(configure|begin|cancel|exchangeCode|cacheSet|cacheRemove|signIn|keep|signOut).*)$/;
    for (const name of dataCalls.filter((one) => !acts.test(one))) {
      const value = valueIn(await client.call(name, inputs[name] ?? {}));
      expectDescribed(calls[name as keyof typeof calls].output, value);
      expect([name, JSON.stringify(value).includes(dir)]).toEqual([name, false]);
    }
    expect(page.rows).toHaveLength(recordsIn());
    expect((await ask(client, 'history.record', { id: systolic?.id ?? 0 })).related).toHaveLength(1);
    expect(pushed.map(({ name }) => name)).toContain('import.ended');
    for (const { name, payload } of pushed) expectDescribed(pushes[name].payload, payload);
  });

  test('what is not there is refused with its own code', async () => {
    const { client } = await filled();
    const unknown = { id: 1_000_000 };
    for (const name of [
      'history.record',
      'history.workout',
      'history.route',
      'history.ecg',
      'history.workoutTrack',
    ]) {
      const input = name === 'history.workoutTrack' ? { ...unknown, unit: 'km' } : unknown;
      expect(await client.call(name, input)).toMatchObject({ error: { code: 'history.unknown_item' } });
    }
    for (const name of [
      'import.cancel',
      'import.receipt',
      'import.resume',
      'import.dismiss',
      'import.removals',
    ]) {
      const result = await client.call(name, { runId: 1_000_000 });
      expect([name, result]).toMatchObject([name, { error: { code: 'import.unknown_run' } }]);
    }
    const start = await client.call('import.start', { offer: 'never given' });
    expect(start).toMatchObject({ error: { code: 'import.not_found' } });
    const found = await client.call('import.takeFound', { id: 'never found' });
    expect(found).toMatchObject({ error: { code: 'import.not_found' } });
    const page = await client.call('history.recordsPage', { limit: 5, cursor: 'not ours' });
    expect(page).toMatchObject({ error: { code: 'request.invalid' } });
  });
});

/** Events are derived in the background once the home zone is known. */
async function firstEvent(client: DataClient): Promise<number> {
  const row = await vi.waitUntil(
    async () => (await ask(client, 'history.eventsPage', { limit: 1 })).rows[0],
    { interval: 50 },
  );
  return row.id;
}
