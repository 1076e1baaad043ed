import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { targetIds } from '../../../src/shared/domain/sync.ts';
import { configuredScene, someWeeks, syncScene } from './sync-scene.ts';

const good = 'https://relay.example/base';

test('no door but https, or this computer; and a refused address leaves everything as it was', async () => {
  const { ask, client } = await syncScene();
  await ask('settings.configureTarget', {
    target: 'foundry',
    baseUrl: good,
    datasetRid: 'ri.foundry.main.dataset.a-1',
  });
  const before = await ask('settings.read', {});
  const refusal = async (baseUrl: string) => {
    const answer = await client().call('settings.configureTarget', { target: 'foundry', baseUrl });
    return answer.ok ? 'taken' : [answer.error.code, answer.error.details?.['reason']].join(' ');
  };
  const bad = {
    'http://relay.example': 'not_https',
    'http://localhost.example': 'not_https',
    'http://127.0.0.1.example': 'not_https',
    'http://0.0.0.0:1': 'not_https',
    'http://192.168.0.2': 'not_https',
    'https://anna@relay.example': 'user_info',
    'https://anna:secret@relay.example': 'user_info',
    'https://:secret@relay.example': 'user_info',
    'https://relay.example?token=a': 'query',
    'https://relay.example/?': 'query',
    'https://relay.example/#here': 'query',
    'https://relay.example#': 'query',
    'relay.example': 'not_a_web_address',
    'ftp://relay.example': 'not_a_web_address',
    'file:///etc/passwd': 'not_a_web_address',
    'javascript:alert(1)': 'not_a_web_address',
    'https://': 'not_a_web_address',
  };
  for (const [address, reason] of Object.entries(bad))
    expect([address, await refusal(address)]).toEqual([address, `settings.bad_address ${reason}`]);
  for (const datasetRid of ['no rid', 'ri.', 'ri.foundry.main.dataset.a/../b', 'ri.foundry.main.dataset.a?b'])
    expect(
      await client().call('settings.configureTarget', {
        target: 'foundry',
        baseUrl: 'https://other.example',
        datasetRid,
      }),
    ).toMatchObject({ ok: false, error: { code: 'settings.bad_value' } });
  for (const homeZone of ['Mars/Olympus', 'Europe', 'UTC+99', '../Berlin'])
    expect(await client().call('settings.setHomeZone', { homeZone })).toMatchObject({
      ok: false,
      error: { code: 'settings.unknown_zone' },
    });
  expect(await ask('settings.read', {})).toEqual(before);
  expect((await ask('sync.overview', {})).destinations).toHaveLength(1);
});

test.each([
  ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080'],
  ['http://localhost:1/a/', 'http://localhost:1/a'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
  [' HTTPS://Relay.Example:443//api// ', 'https://relay.example//api'],
])('%s is taken, in its one form', async (typed, kept) => {
  const { ask } = await syncScene();
  await ask('settings.configureTarget', { target: 'trendy', baseUrl: typed });
  await ask('settings.configureTarget', { target: 'trendy', baseUrl: kept });
  const { targets } = await ask('settings.read', {});
  expect(targets.find(({ target }) => target === 'trendy')?.baseUrl).toBe(kept);
  expect((await ask('sync.overview', {})).destinations).toHaveLength(1);
});

test('an address that was only typed, never agreed to, leaves no card behind', async () => {
  const { ask } = await syncScene();
  for (const baseUrl of ['https://a.example', 'https://b.example'])
    await ask('settings.configureTarget', { target: 'foundry', baseUrl });
  await ask('settings.configureTarget', {
    target: 'foundry',
    baseUrl: good,
    datasetRid: 'ri.foundry.main.dataset.a-1',
  });
  const { destinations } = await ask('sync.overview', {});
  expect(destinations.map(({ host, isCurrent }) => [host, isCurrent])).toEqual([['relay.example', true]]);
});

test('the file format is chosen for a dataset until data is prepared for it; another branch may have the other', async () => {
  const scene = await configuredScene();
  const { baseUrl, datasetRid } = scene.sandbox.foundry;
  const here = { target: 'foundry', baseUrl, datasetRid } as const;
  const shown = async () => {
    const { targets } = await scene.ask('settings.read', {});
    const { format, isFormatFixed } = targets.find(({ target }) => target === 'foundry') ?? {};
    return { format, isFormatFixed };
  };
  expect(await shown()).toEqual({ format: 'ndjson', isFormatFixed: false });
  await scene.ask('settings.configureTarget', { ...here, format: 'parquet' });
  await scene.import(await someWeeks(scene.dir, { days: 2 }));
  await scene.enable('foundry', { kinds: ['record'] });
  await scene.settled('foundry');
  expect(await shown()).toEqual({ format: 'parquet', isFormatFixed: true });
  expect(scene.sandbox.foundry.files().every(({ path }) => path.endsWith('.parquet'))).toBe(true);
  expect(await scene.client().call('settings.configureTarget', { ...here, format: 'ndjson' })).toMatchObject({
    ok: false,
    error: { code: 'settings.format_fixed' },
  });
  expect(await shown()).toEqual({ format: 'parquet', isFormatFixed: true });
  await scene.ask('settings.configureTarget', { ...here, branch: 'develop', format: 'ndjson' });
  expect(await shown()).toEqual({ format: 'ndjson', isFormatFixed: false });
  await scene.ask('settings.configureTarget', { ...here, branch: 'master' });
  expect(await shown()).toEqual({ format: 'parquet', isFormatFixed: true });
});

test('a token is in no file of the profile, in no log and in no answer', async () => {
  const scene = await configuredScene();
  await scene.import(await someWeeks(scene.dir, { days: 5 }));
  // What is still to be derived would change what was reviewed.
  await scene.until(({ daysToDerive }) => daysToDerive === 0);
  for (const target of targetIds) {
    expect(await scene.ask('settings.testConnection', { target })).toMatchObject({ isOk: true });
    await scene.enable(target);
    await scene.settled(target);
  }
  const answers = JSON.stringify([
    await scene.ask('settings.read', {}),
    await scene.ask('sync.overview', {}),
    await scene.ask('sync.items', { states: ['delivered'], limit: 200 }),
  ]);
  const files = () =>
    readdirSync(scene.profile, { recursive: true, encoding: 'utf8' })
      .map((name) => join(scene.profile, name))
      .filter((path) => statSync(path).isFile());
  const look = () => {
    for (const target of targetIds) {
      const token = scene.token(target);
      expect(token.length).toBeGreaterThan(8);
      expect(answers + scene.stderr()).not.toContain(token);
      for (const path of files()) expect([path, readFileSync(path).includes(token)]).toEqual([path, false]);
    }
  };
  look();
  expect(files().some((path) => path.endsWith('-wal'))).toBe(true);
  await scene.client().host('host.stop', {});
  look();
});

test.each([
  ['base URL', (url: string) => ({ baseUrl: url.replace('127.0.0.1', 'localhost') })],
  ['dataset', () => ({ datasetRid: 'ri.foundry.main.dataset.0000-other' })],
  ['branch', () => ({ branch: 'develop' })],
])(
  'another %s is another destination with nothing delivered; the old one stays, replaced',
  async (_, other) => {
    const scene = await configuredScene({ isHere: true });
    const { baseUrl, datasetRid } = scene.sandbox.foundry;
    // No summaries: a day's summary that changed arrives again.
    const records = { kinds: ['record' as const] };
    const here = { target: 'foundry', baseUrl, datasetRid, branch: 'master' } as const;
    await scene.import(await someWeeks(scene.dir, { days: 5 }));
    const items = await scene.enable('foundry', records);
    const first = await scene.settled('foundry');
    // Its dataset is read back once more than `settled` waits for.
    await scene.whenResting();
    const there = { ...here, ...other(baseUrl) };
    await scene.ask('settings.configureTarget', there);
    const second = await scene.card('foundry');
    expect(second).toMatchObject({
      host: new URL(there.baseUrl).host,
      dataset: there.datasetRid,
      branch: there.branch,
      isEnabled: false,
      delivered: 0,
      pausedBy: 'sync.off',
    });
    expect(second.id).not.toBe(first.id);
    expect(await scene.review('foundry', records)).toMatchObject({ items, added: items });
    const old = async () =>
      (await scene.ask('sync.overview', {})).destinations.find(({ id }) => id === first.id);
    expect(await old()).toMatchObject({ isCurrent: false, pausedBy: 'sync.replaced', delivered: items });
    // What is new from now on is not for the old one.
    const requests = scene.sandbox.foundry.requests.length;
    const more = await someWeeks(scene.dir, { days: 5, extraDays: 1 });
    const receipt = await scene.import(more);
    expect(receipt.records.added).toBeGreaterThan(0);
    await scene.whenResting();
    expect(await old()).toMatchObject({ delivered: items, pausedBy: 'sync.replaced' });
    expect(scene.sandbox.foundry.requests).toHaveLength(requests);
    // Back to where it was: the same destination, its ledger and its consent as they were.
    await scene.ask('settings.configureTarget', here);
    const back = await scene.settled('foundry');
    expect(back).toMatchObject({ id: first.id, isEnabled: true });
    expect(back.delivered).toBeGreaterThan(items);
    expect(scene.sandbox.holdings().foundry).toEqual({ samples: back.delivered, doubled: 0 });
  },
);

test.each(targetIds)(
  '%s turned off at another address: back at the first one it is off, too, until the user agrees again',
  async (target) => {
    const scene = await configuredScene({ history: { days: 5 }, isHere: true });
    await scene.until(({ daysToDerive }) => daysToDerive === 0);
    const { baseUrl } = scene.sandbox[target];
    const at = (url: string) =>
      scene.ask('settings.configureTarget', {
        target,
        baseUrl: url,
        ...(target === 'foundry' && { datasetRid: scene.sandbox.foundry.datasetRid }),
      });
    const items = await scene.enable(target);
    const first = await scene.settled(target);
    // Without an off, the consent is used again.
    await at(good);
    await at(baseUrl);
    expect(await scene.settled(target)).toMatchObject({ id: first.id, isEnabled: true, delivered: items });
    await scene.whenResting();
    await at(good);
    await scene.ask('settings.disableTarget', { target });
    const requests = scene.sandbox[target].requests.length;
    await at(baseUrl);
    expect(await scene.card(target)).toMatchObject({
      id: first.id,
      isEnabled: false,
      pausedBy: 'sync.off',
      delivered: items,
    });
    await scene.ask('sync.runNow', {});
    await scene.whenResting();
    expect(scene.sandbox[target].requests).toHaveLength(requests);
    await scene.enable(target);
    expect(await scene.settled(target)).toMatchObject({ isEnabled: true, delivered: items });
  },
);
