import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningWebHost, runWeb } from '../../../../src/headless/launch/run-web.ts';
import { importThroughWeb } from '../../../demo/auto.ts';
import { ask, enterBy, WebClient } from '../../../demo/web-client.ts';
import { generateExport } from '../../../generator/generate.ts';

// The whole web host over the real data program: a forked process, SQLite, the import thread.
let root = '';
let profileDir = '';
let sample = '';
let running: RunningWebHost;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'health-relay-web-'));
  profileDir = join(root, 'Mine');
  sample = join(root, 'export.zip');
  await mkdir(join(root, 'out', 'renderer'), { recursive: true });
  await writeFile(join(root, 'out', 'renderer', 'index.html'), '<html><head></head></html>');
  await writeFile(join(root, 'package.json'), '{"version":"1.2.3"}');
  await generateExport({ zip: sample, days: 2, seed: 1 });
  running = await runWeb({ root, profileDir, readyPath: sample });
});
afterAll(async () => {
  await running.stop();
  await rm(root, { recursive: true, force: true });
});

test('the page is told of its host and of the file that is ready, until that is started', async () => {
  const client = await WebClient.enter(running.host.link());
  expect(await client.call('app.info')).toMatchObject({
    value: { version: '1.2.3', host: 'web', profileName: 'Mine', dataState: { state: 'ready' } },
  });
  const readyOffer = async () => {
    const again = await enterBy(client.origin, undefined, client.headers);
    return JSON.parse(again.text).value.readyOffer as unknown;
  };
  const offer = client.readyOffer;
  expect(offer).toEqual({ offer: expect.any(String), name: 'export.zip' });

  const ended = new Promise((resolve, reject) => {
    client.listen((name, payload) => name === 'import.ended' && resolve(payload)).catch(reject);
  });
  expect(await readyOffer()).toEqual(offer);
  expect(await client.call('import.start', { offer: offer?.offer })).toMatchObject({ ok: true });
  expect(await ended).toMatchObject({ state: 'completed', name: 'export.zip' });
  expect(await readyOffer()).toBeNull();
  expect((await ask(client.origin, { path: '/' })).text).not.toContain('export.zip');
});

test('an upload is imported, recognized, and its bytes are removed', async () => {
  const lines: string[] = [];
  const receipt = await importThroughWeb(running.host.link(), sample, (line) => lines.push(line));
  expect(receipt).toMatchObject({ state: 'already_imported', name: 'export.zip' });
  expect(lines).toHaveLength(2);
  expect(await readdir(join(profileDir, 'incoming'))).toEqual([]);
});

test('a second owner of the profile is refused, and the first goes on', async () => {
  await expect(runWeb({ root, profileDir })).rejects.toMatchObject({ code: 'profile.in_use' });
  const client = await WebClient.enter(running.host.link());
  expect(await client.call('history.overview')).toMatchObject({ ok: true });
});

test('a port that is taken is told, and nothing is left running', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as AddressInfo;
  const other = join(root, 'Other');
  await expect(runWeb({ root, profileDir: other, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  taken.close();
  // The profile was let go.
  await (await runWeb({ root, profileDir: other })).stop();
});
