import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../src/core/db/open.ts';
import { profilePaths } from '../../src/core/profile/profile-paths.ts';
import { generateExport } from '../generator/generate.ts';
import { writeZip } from '../generator/zip.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { type CliScene, cliScene, configured, samplesIn } from './cli-sync-scene.ts';

// What the command line says when not everything is done: it must be what the history and the ledger say.
const batch = 'POST /api/v1/healthkit/export/batch';

function change(scene: CliScene, sql: string): void {
  const writer = openWriter(profilePaths(scene.profile).database);
  try {
    writer.prepare(sql).run();
  } finally {
    writer.close();
  }
}

test('import --no-sync makes every event before it ends: a sync afterward adds none', async () => {
  const scene = await configured();
  const zip = join(scratchDir(), 'export.zip');
  await generateExport({ zip, days: 45, seed: 3 });
  const imported = await scene.done('import', zip, '--no-sync', '--json');
  expect(imported.lines).toHaveLength(1);
  const [status] = (await scene.done('status', '--json')).lines;
  expect(status?.['daysToDerive']).toBe(0);
  const events = (await scene.done('events', '--json')).stdout;
  expect(events.split('\n').length).toBeGreaterThan(100);
  await scene.done('sync');
  expect((await scene.done('events', '--json')).stdout).toBe(events);
});

test('what is still to be created is said by status and events', async () => {
  const scene = await cliScene();
  await scene.done('import', scene.exportPath, '--no-sync');
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({ daysToDerive: null });
  change(scene, `INSERT INTO setting (key, value) VALUES ('homeZone', '"Europe/Berlin"')`);
  const [status] = (await scene.done('status', '--json')).lines;
  expect(Number(status?.['daysToDerive'])).toBeGreaterThan(0);
  expect((await scene.done('status')).stdout).toContain('still to be created');
  expect((await scene.done('events')).stderr).toContain('still to be created');
  await scene.done('sync');
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({ daysToDerive: 0 });
  expect((await scene.done('events')).stderr).not.toContain('still to be created');
});

test('sync ends with 3 and says why while events could not be made', async () => {
  const scene = await configured();
  change(scene, "DELETE FROM setting WHERE key = 'homeZone'");
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'trendy.enabled', 'true');
  const homeless = await scene.run(['sync', '--json']);
  expect([homeless.code, homeless.lines]).toMatchObject([
    3,
    [{ target: 'trendy', pausedBy: 'sync.needs_home_zone' }, { target: 'atlas' }, { target: 'foundry' }],
  ]);
  change(scene, `INSERT OR REPLACE INTO setting (key, value) VALUES ('homeZone', '"Europe/Berlin"')`);
  change(scene, "CREATE TRIGGER fails BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'no event'); END");
  const failing = await scene.run(['sync', '--json']);
  const left = { daysToDerive: expect.any(Number), derivationCode: expect.any(String) };
  expect([failing.code, failing.lines]).toMatchObject([
    3,
    [{ target: 'trendy', pending: 0 }, { target: 'atlas' }, { target: 'foundry' }, left],
  ]);
  const told = await scene.run(['sync']);
  expect([told.code, told.stderr]).toEqual([
    3,
    expect.stringMatching(/still to be created[\s\S]*Events can’t be created: /),
  ]);
  change(scene, 'DROP TRIGGER fails');
  expect((await scene.done('sync', '--target', 'trendy', '--json')).lines).toMatchObject([{ pending: 0 }]);
});

test('status tells what is held for the phone from what the export cut off, and counts neither as pending', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'trendy.enabled', 'true');
  const status = async () => (await scene.done('status', '--json')).lines[0];
  expect(await status()).toMatchObject({ targets: { trendy: { pending: 1, held: 1, incomplete: 0 } } });
  expect((await scene.done('status')).stdout).toContain(
    '1 held for your phone, which may send them itself; if it doesn’t: config set phoneUsesTrendy false',
  );
  await scene.done('config', 'set', 'phoneUsesTrendy', 'false');
  expect(await status()).toMatchObject({ targets: { trendy: { pending: 2, held: 0, incomplete: 0 } } });
  expect((await scene.done('status')).stdout).not.toContain('phone');
});

test('events that are still to be queued are pending, not 0', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'phoneUsesTrendy', 'false');
  await scene.done('config', 'set', 'trendy.enabled', 'true');
  // As a program leaves it that died between the consent and the queue.
  const place = '{"kinds":["workout","sleep"],"fromDay":null,"droppedTo":null,"goneTo":null,"wishedTo":0}';
  change(scene, 'DELETE FROM mutation');
  change(
    scene,
    `UPDATE destination SET state = json_set(state, '$.enqueue', json('${place}')) WHERE target = 'trendy'`,
  );
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({
    targets: { trendy: { pending: 2, isQueueing: true } },
  });
  expect((await scene.done('status')).stdout).toContain('some events aren’t queued yet');
});

test("another account's token: what waits for the first is told by name of the reason, and the end is 3", async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  const stop = scene.sandbox.atlas.faults.every('*', { kind: 'dropBeforeCommit' });
  expect((await scene.run(['sync', '--target', 'atlas'])).code).toBe(3);
  stop();
  const ben = { ...scene.tokens, ATLAS_ACCESS_TOKEN: scene.sandbox.atlas.token('auth0|ben') };
  const { code, lines } = await scene.run(['sync', '--target', 'atlas', '--json'], ben);
  expect(code).toBe(3);
  const waiting = lines.find(({ pausedBy }) => pausedBy === 'sync.wrong_account');
  expect(waiting).toMatchObject({ target: 'atlas', account: 'auth0|sandbox' });
  expect(Number(waiting?.['pending']) + Number(waiting?.['uncertain'])).toBe(samplesIn);
  expect(scene.sandbox.atlas.records().size).toBe(0);
  const text = await scene.run(['sync', '--target', 'atlas'], ben);
  expect([text.code, text.stdout]).toEqual([3, expect.stringContaining('A different account is signed in')]);
  expect(text.stderr).not.toContain('no target is turned on');
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({
    targets: { atlas: { otherAccounts: { 'auth0|sandbox': samplesIn } } },
  });
  expect((await scene.done('status')).stdout).toContain(
    `${samplesIn} wait for another account: auth0|sandbox`,
  );

  const listed = await scene.run(['remove', 'atlas'], ben);
  const [, earlier = ''] = /account auth0\|sandbox, .*--destination (\d+)$/m.exec(listed.stderr) ?? [];
  expect((await scene.run(['remove', 'atlas', '--destination', '999'])).code).toBe(2);
  expect(
    (await scene.done('remove', 'atlas', '--destination', earlier, '--yes', '--json')).lines,
  ).toMatchObject([{ target: 'atlas', destination: Number(earlier), isRemoved: true }]);
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({
    targets: { atlas: { otherAccounts: {} } },
  });
});

test('what may be there twice is told by sync, status and mutations', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  scene.sandbox.atlas.faults.next(batch, { kind: 'commitThenDrop' });
  await scene.run(['sync', '--target', 'atlas']);
  const { lines } = await scene.done('sync', '--target', 'atlas', '--json');
  expect(lines[0]).toMatchObject({ delivered: samplesIn, pending: 0, uncertain: 0 });
  expect(Number(lines[0]?.['mayBeRepeated'])).toBeGreaterThan(0);
  expect((await scene.done('sync', '--target', 'atlas')).stdout).toMatch(
    /\d+ may be stored twice; \d+ requests? in/,
  );
  expect((await scene.done('status')).stdout).toContain('may be stored twice');
  expect((await scene.done('mutations')).stdout).toContain('may be stored twice');
});

test('what failed is tried by the next sync, and by nothing before it; a pause names the setting that ends it', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  const stop = scene.sandbox.atlas.faults.every('*', { kind: 'htmlError', status: 503 });
  const failing = await scene.run(['sync', '--target', 'atlas']);
  expect([failing.code, failing.stdout]).toEqual([
    3,
    expect.stringContaining('Nothing is lost; the next sync tries again.'),
  ]);
  expect(failing.stdout).not.toMatch(/resumes|automatically/);
  stop();
  await scene.done('config', 'set', 'isPaused', 'true');
  const paused = await scene.run(['sync', '--target', 'atlas']);
  expect([paused.code, paused.stdout]).toEqual([3, expect.stringContaining('config set isPaused false')]);
  await scene.done('config', 'set', 'isPaused', 'false');
  expect((await scene.done('sync', '--target', 'atlas', '--json')).lines).toMatchObject([
    { delivered: samplesIn, pending: 0 },
  ]);

  // One that is off, while another is on.
  const off = await scene.done('sync', '--target', 'trendy');
  expect(off.stdout).toContain('To turn it on: config set trendy.enabled true');
  expect(off.stderr).toContain('Trendy is turned off: nothing was sent there.');
  expect(off.stderr).not.toContain('no target is turned on');
});

test('without a token the variable to set is named', async () => {
  const scene = await configured();
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  const noTokens = { ATLAS_ACCESS_TOKEN: '', TRENDY_ACCESS_TOKEN: '', FOUNDRY_TOKEN: '' };
  const { stdout } = await scene.run(['sync', '--target', 'atlas'], noTokens);
  expect(stdout).toContain('set ATLAS_ACCESS_TOKEN to a valid token');
});

test('status says nothing of sign-ins: those of the keychain are not looked at', async () => {
  const scene = await configured();
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  const noTokens = { ATLAS_ACCESS_TOKEN: '', TRENDY_ACCESS_TOKEN: '', FOUNDRY_TOKEN: '' };
  const { lines } = await scene.run(['status', '--json'], noTokens);
  expect(lines[0]).toMatchObject({ targets: { atlas: { pausedBy: null } } });
  const { stdout } = await scene.run(['status'], noTokens);
  expect(stdout).toContain('Foundry (Atlas) (127.0.0.1');
  expect(stdout).not.toMatch(/sign|token/i);
});

test('retry and discard do what the page does, and ask what it asks', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'phoneUsesTrendy', 'false');
  await scene.done('config', 'set', 'trendy.enabled', 'true');
  const states = async () =>
    Object.fromEntries(
      (await scene.done('mutations', '--json')).lines.map(({ what, state }) => [what, state] as const),
    );
  const put = () => {
    change(scene, "UPDATE mutation SET state = 'failed' WHERE category = 'workout'");
    change(scene, "UPDATE mutation SET state = 'uncertain' WHERE category = 'sleep'");
  };
  put();
  const asked = await scene.run(['retry', '--json']);
  expect([asked.code, asked.lines]).toEqual([2, [{ retried: 1, refused: 0, asked: 1 }]]);
  expect(asked.stderr).toContain('may already have arrived');
  expect(await states()).toEqual({ workout: 'queued', sleep: 'uncertain' });
  expect((await scene.done('retry', '--state', 'uncertain', '--yes')).stdout).toContain(
    '1 item queued again',
  );
  expect(await states()).toEqual({ workout: 'queued', sleep: 'queued' });

  put();
  change(scene, 'UPDATE destination SET is_enabled = 0');
  const off = await scene.run(['retry', '--state', 'failed']);
  expect([off.code, off.stdout]).toEqual([3, '0 items queued again.\n']);
  expect(off.stderr).toContain('the target is off');
  change(scene, "UPDATE destination SET is_enabled = 1 WHERE target = 'trendy'");
  expect((await scene.done('retry', '--target', 'foundry', '--json')).lines).toEqual([
    { retried: 0, refused: 0, asked: 0 },
  ]);
  const unsure = await scene.run(['discard', '--state', 'failed', '--json']);
  expect([unsure.code, unsure.lines]).toEqual([2, [{ discarded: 0, refused: 0, asked: 1 }]]);
  expect(unsure.stderr).not.toContain('may already have arrived');
  expect((await scene.run(['discard', '--state', 'uncertain'])).stderr).toContain(
    '1 item of them may already have arrived',
  );
  expect(await states()).toEqual({ workout: 'failed', sleep: 'uncertain' });
  const [failed] = (await scene.done('mutations', '--state', 'failed', '--json')).lines;
  const id = `${failed?.['kind']}:${failed?.['id']}`;
  expect((await scene.done('mutations', '--state', 'failed')).stdout).toContain(id);
  expect((await scene.done('discard', '--id', id, '--yes', '--json')).lines).toEqual([
    { discarded: 1, refused: 0, asked: 0 },
  ]);
  expect(await states()).toEqual({ workout: 'discarded', sleep: 'uncertain' });
  expect((await scene.done('queue-again', '--target', 'atlas', '--json')).lines).toEqual([
    { queued: 0, refused: 0, asked: 0 },
  ]);
  change(scene, 'UPDATE mutation SET may_be_repeated = 1');
  const doubted = await scene.run(['queue-again', '--json']);
  expect([doubted.code, doubted.lines]).toEqual([2, [{ queued: 0, refused: 0, asked: 1 }]]);
  expect(doubted.stderr).toContain('may already have arrived');
  expect((await scene.done('queue-again', '--id', id, '--yes')).stdout).toContain(
    '1 item no longer discarded',
  );
  expect(await states()).toEqual({ workout: 'queued', sleep: 'uncertain' });
  change(scene, "UPDATE mutation SET state = 'failed' WHERE category = 'workout'");
  expect((await scene.run(['retry', '--state', 'failed', '--json'])).lines).toEqual([
    { retried: 0, refused: 0, asked: 1 },
  ]);
  expect((await scene.done('retry', '--state', 'failed', '--yes')).stdout).toContain('1 item queued again');
  expect((await scene.run(['queue-again', '--id', id])).code).toBe(2);
  expect((await scene.run(['retry', '--id', 'mutation:999'])).code).toBe(2);
});

test('what only the person decides is listed and answered', async () => {
  const scene = await configured();
  expect((await scene.done('answer')).stderr).toContain('No such question is open');
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  await scene.done('sync', '--target', 'foundry');
  await scene.done('config', 'set', 'foundry.enabled', 'false');
  await scene.done('config', 'set', 'atlas.baseUrl', scene.sandbox.atlas.baseUrl);
  change(
    scene,
    `UPDATE destination SET state = json_set(state, '$.question', 'sync.transaction_open') WHERE target = 'foundry'`,
  );
  expect((await scene.done('answer', '--json')).lines).toMatchObject([
    { question: 'same-dataset', target: 'atlas', isAnswered: false },
    { question: 'transaction', target: 'foundry', isAnswered: false },
  ]);
  const unsure = await scene.run(['answer', 'transaction']);
  expect([unsure.code, unsure.stdout]).toEqual([2, expect.stringContaining('Abort it?')]);
  expect((await scene.done('answer', 'transaction', '--yes', '--json')).lines).toMatchObject([
    { isAnswered: true },
  ]);
  const same = await scene.done('answer', 'same-dataset', '--target', 'atlas', '--yes');
  // The answer is no consent: it stays off, and nothing else is said.
  expect(same.stdout).toContain('only missing records are sent once Foundry (Atlas) is turned on.');
  expect(same.stderr).toContain(
    'Foundry (Atlas) is still turned off. To send: config set atlas.enabled true',
  );
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  expect((await scene.done('sync', '--target', 'atlas', '--json')).lines).toMatchObject([{ pending: 0 }]);
  expect(scene.sandbox.holdings()).toMatchObject({ atlas: { samples: 0 }, foundry: { samples: samplesIn } });
});

test('updates that wait are told by sync, import and status, with the command that sends them', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'phoneUsesTrendy', 'false');
  await scene.done('config', 'set', 'trendy.enabled', 'true');
  const none = await scene.done('sync', '--target', 'trendy');
  expect(none.stdout).not.toContain('decision');
  // As if this version's rules left out the night, and an older one had made what is stored.
  change(
    scene,
    "DELETE FROM record WHERE type IN (SELECT id FROM record_type WHERE name = 'HKCategoryTypeIdentifierSleepAnalysis')",
  );
  change(scene, "INSERT OR REPLACE INTO setting VALUES ('agreedRules', '0')");
  change(
    scene,
    "UPDATE setting SET value = json_set(value, '$.rulesVersion', 0) WHERE key = 'events.derived'",
  );
  const waits = { delivered: 2, pending: 0, question: null, updatesWaiting: 1 };
  expect((await scene.done('sync', '--target', 'trendy', '--json')).lines).toMatchObject([waits]);
  const told = '1 update waits for your decision: "answer updates"';
  expect((await scene.done('sync', '--target', 'trendy')).stdout).toContain(told);
  expect((await scene.done('import', scene.exportPath, '--quiet')).stderr).toContain(told);
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({ targets: { trendy: waits } });
  expect((await scene.done('status')).stdout).toContain(told);
  await scene.done('answer', 'updates', '--yes');
  expect((await scene.done('sync', '--target', 'trendy', '--json')).lines).toMatchObject([
    { delivered: 1, pending: 0, updatesWaiting: 0 },
  ]);
  expect((await scene.done('status')).stdout).not.toContain('decision');
  expect(scene.sandbox.holdings().trendy.events).toBe(1);
});

test('an open transaction that may be ours is told by sync and status, with the command that aborts it', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  const { foundry } = scene.sandbox;
  // Nothing says when by Foundry's clock it was asked for.
  foundry.undecided.saysDate = false;
  foundry.faults.next('POST /v2/datasets/:rid/transactions', { kind: 'commitThenDrop' });
  await scene.run(['sync', '--target', 'foundry']);
  const asked = await scene.run(['sync', '--target', 'foundry', '--json']);
  const open = { pending: samplesIn, question: 'sync.transaction_open' };
  expect([asked.code, asked.lines]).toMatchObject([3, [open]]);
  const { stdout } = await scene.run(['sync', '--target', 'foundry']);
  expect(stdout).toContain('"answer transaction --yes" aborts it');
  expect(stdout).not.toContain('resumes');
  expect((await scene.done('status', '--json')).lines[0]).toMatchObject({ targets: { foundry: open } });
  expect((await scene.done('status')).stdout).toContain('"answer transaction" describes it');
  await scene.done('answer', 'transaction', '--yes');
  expect((await scene.done('sync', '--target', 'foundry', '--json')).lines).toMatchObject([
    { delivered: samplesIn, pending: 0, question: null },
  ]);
  expect((await scene.done('status')).stdout).not.toContain('decision');
});

test('two routes that both delivered: the one that is named sends from now on, also after a kill in the middle', async () => {
  const scene = await configured();
  await scene.done('import', scene.exportPath, '--no-sync');
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  await scene.done('config', 'set', 'foundry.enabled', 'true');
  await scene.done('sync');
  const questions = async () => (await scene.done('answer', '--json')).lines.map(({ target }) => target);
  expect((await questions()).toSorted()).toEqual(['atlas', 'foundry']);
  const either = await scene.run(['answer', 'same-dataset', '--yes']);
  expect([either.code, either.stderr]).toEqual([2, expect.stringContaining('--target T')]);
  const isOn = async (target: string) => (await scene.done('config', 'get', `${target}.enabled`)).stdout;
  expect([await isOn('atlas'), await isOn('foundry')]).toEqual(['true\n', 'true\n']);
  // As a program leaves it that was killed while it sent.
  change(
    scene,
    `UPDATE chunk SET state = 'sending' WHERE id =
       (SELECT max(chunk.id) FROM chunk JOIN destination d ON d.id = chunk.destination WHERE d.target = 'foundry')`,
  );
  const first = await scene.done('answer', 'same-dataset', '--target', 'foundry', '--yes');
  expect(first.stdout).toContain('and only missing records are sent. Foundry (Atlas) is then turned off.');
  expect(first.stderr).toContain('Answered; the next sync continues.');
  expect([await isOn('atlas'), await isOn('foundry')]).toEqual(['false\n', 'true\n']);
  expect(await questions()).toEqual([]);
  // The other way again, which the page offers where that one is turned on.
  const back = await scene.done('answer', 'same-dataset', '--target', 'atlas', '--yes');
  expect(back.stdout).toContain('Then only missing records are sent once Foundry (Atlas) is turned on.');
  expect(back.stderr).toContain('still turned off');
  expect([await isOn('atlas'), await isOn('foundry')]).toEqual(['false\n', 'false\n']);
  await scene.done('config', 'set', 'atlas.enabled', 'true');
  await scene.done('sync', '--target', 'atlas');
  expect(scene.sandbox.holdings()).toMatchObject({
    atlas: { samples: samplesIn, doubled: 0 },
    foundry: { samples: samplesIn, doubled: 0 },
  });
});

test('what an import decided by itself is listed and undone; a target is paused and removed', async () => {
  const scene = await configured();
  const dir = scratchDir();
  const exportOf = async (name: string, day: number, values: readonly number[]) => {
    const at = (value: number) => `2025-03-0${value} 08:00:00 +0000`;
    const records = values.map(
      (value) =>
        `<Record type="HKQuantityTypeIdentifierBodyMass" sourceName="Scale" unit="kg" startDate="${at(value)}" endDate="${at(value)}" value="${70 + value}"/>`,
    );
    const xml = `<?xml version="1.0"?><HealthData><ExportDate value="2025-03-1${day} 10:00:00 +0000"/>${records.join('')}</HealthData>`;
    await writeZip(join(dir, name), [{ name: 'apple_health_export/export.xml', data: xml }]);
    return join(dir, name);
  };
  expect((await scene.done('undo')).stderr).toContain('nothing like that');
  await scene.done('import', await exportOf('a.zip', 1, [1, 2, 3]), '--no-sync');
  await scene.done('import', await exportOf('b.zip', 2, [1, 3]), '--no-sync');
  const weights = async () => (await scene.done('records', '--json')).lines.length;
  expect(await weights()).toBe(2);
  const [listed] = (await scene.done('undo', '--json')).lines;
  expect(listed).toMatchObject({
    undo: 'removals:2',
    isUndone: false,
    text: expect.stringMatching(/^1 item that b\.zip no longer contains, or .* all of it counts again/),
  });
  expect((await scene.done('undo', 'removals:2', '--yes')).stdout).toContain('counts again');
  expect(await weights()).toBe(3);
  expect((await scene.run(['undo', 'removals:2', '--yes'])).code).toBe(2);

  await scene.done('config', 'set', 'atlas.isPaused', 'true');
  expect((await scene.done('config', 'get', 'atlas.isPaused')).stdout.trim()).toBe('true');
  const asked = await scene.run(['remove', 'atlas', '--json']);
  expect([asked.code, asked.lines]).toMatchObject([2, [{ target: 'atlas', isRemoved: false }]]);
  // A raw target recognizes nothing that it got from a destination that is gone; Trendy knows its events by id.
  for (const [target, isTwice] of [
    ['trendy', false],
    ['atlas', true],
    ['foundry', true],
  ] as const) {
    const { stderr } = await scene.run(['remove', target]);
    expect(stderr).toContain('everything counts as not delivered');
    expect(stderr.includes('would be stored twice there'), target).toBe(isTwice);
  }
  expect((await scene.done('remove', 'atlas', '--yes')).stdout).toContain('was removed');
  expect((await scene.run(['config', 'set', 'atlas.isPaused', 'true'])).stderr).toContain('Not set up yet');
});
