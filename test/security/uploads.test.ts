import { readdir, readFile, stat } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ask } from '../demo/web-client.ts';
import { expectMode } from '../unit/data/scratch.ts';
import { type OpenHost, openHost } from './open-host.ts';

let open: OpenHost;
beforeAll(async () => {
  open = await openHost();
});
afterAll(() => open.close());
beforeEach(() => {
  open.offers.length = 0;
  open.freeBytes = 2 ** 40;
});

interface Reply {
  readonly ok: boolean;
  readonly value?: { readonly upload: string; readonly offer: string };
  readonly error?: { readonly code: string; readonly details?: unknown };
}

const begin = async (name: string, files: { path: string; size: number }[]) =>
  (await open.client.send('POST', '/api/offers', { name, files })) as Reply;
const begun = async (files: { path: string; size: number }[]) =>
  (await begin('export.zip', files)).value?.upload ?? 'none';
const put = (upload: string, index: number | string, body: string, headers = {}) =>
  ask(open.host.origin, {
    method: 'PUT',
    path: `/api/offers/${upload}/${index}`,
    headers: { ...open.client.headers, ...headers },
    body,
  });
const done = async (upload: string) =>
  (await open.client.send('POST', `/api/offers/${upload}/done`)) as Reply;
const uploadFolders = () => readdir(open.incoming).catch(() => []);

test('a file goes in whole, private, and is offered', async () => {
  const upload = await begun([{ path: 'export.zip', size: 5 }]);
  expect((await put(upload, 0, 'hello')).status).toBe(200);
  expect(await done(upload)).toMatchObject({ ok: true, value: { offer: 'offer-1' } });
  const path = join(open.incoming, upload, 'export.zip');
  expect(open.offers).toEqual([path]);
  expect(await readFile(path, 'utf8')).toBe('hello');
  expectMode(path, '600');
  expectMode(join(open.incoming, upload), '700');
  // It belongs to the data program now.
  expect(await done(upload)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  await open.client.send('DELETE', `/api/offers/${upload}`);
  expect(await readFile(path, 'utf8')).toBe('hello');
});

test('a folder keeps its shape', async () => {
  const files = ['apple_health_export/Export.xml', 'apple_health_export/workout-routes/route 1.gpx'];
  const upload = await begun(files.map((path) => ({ path, size: 1 })));
  for (const index of files.keys()) expect((await put(upload, index, 'x')).status).toBe(200);
  expect((await done(upload)).ok).toBe(true);
  expect(open.offers.map((path) => relative(open.incoming, path))).toEqual([
    join(upload, 'apple_health_export'),
  ]);
  for (const path of files) expect(await readFile(join(open.incoming, upload, path), 'utf8')).toBe('x');
  expectMode(join(open.incoming, upload, 'apple_health_export', 'workout-routes'), '700');
});

describe('paths that would leave the upload', () => {
  const paths = [
    '../x',
    'a/../../x',
    '/etc/passwd',
    'a//b',
    'a/./b',
    'a\\..\\..\\x',
    '..',
    '.',
    'a/',
    'x\0.zip',
    'a/b\\c',
  ];
  test.each(paths)('%j is refused before anything is written', async (path) => {
    const before = await uploadFolders();
    expect(await begin('x', [{ path, size: 1 }])).toMatchObject({
      ok: false,
      error: { code: 'request.invalid' },
    });
    expect(
      await begin(path, [
        { path: 'a', size: 1 },
        { path: 'b', size: 1 },
      ]),
    ).toMatchObject({ ok: false });
    expect(await uploadFolders()).toEqual(before);
  });

  const clashes = [
    ['a/x', 'A/X'],
    ['a/x', 'a/x'],
    ['a', 'a/x'],
    ['a/\u00e9', 'a/e\u0301'],
  ];
  test.each(clashes)('%j and %j are one file to some systems', async (first, second) => {
    const files = [first, second].map((path) => ({ path: String(path), size: 1 }));
    expect(await begin('x', files)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  });
});

describe('bytes that were not announced', () => {
  const cases: [string, string, Record<string, string>][] = [
    ['too many', 'hello!', {}],
    ['too many, in chunks', 'hello!', { 'transfer-encoding': 'chunked' }],
    ['too few', 'hell', {}],
    ['too few, in chunks', 'hell', { 'transfer-encoding': 'chunked' }],
    ['none', '', {}],
  ];
  test.each(cases)('%s: refused, and the upload is gone', async (_name, body, headers) => {
    const upload = await begun([{ path: 'export.zip', size: 5 }]);
    const answer = await put(upload, 0, body, headers);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).error).toMatchObject({ code: 'request.invalid', details: { at: 'size' } });
    expect(await uploadFolders()).not.toContain(upload);
    expect((await done(upload)).ok).toBe(false);
    expect(open.offers).toEqual([]);
  });

  test('one byte too many ends it, whatever would still come', async () => {
    const upload = await begun([{ path: 'export.zip', size: 5 }]);
    const request = httpRequest(open.host.origin, {
      method: 'PUT',
      path: `/api/offers/${upload}/0`,
      headers: { ...open.client.headers, 'transfer-encoding': 'chunked' },
    });
    request.on('error', () => {});
    const answered = new Promise<number | undefined>((resolve) =>
      request.once('response', (response) => resolve(response.statusCode)),
    );
    request.write('hello!');
    expect(await answered).toBe(400);
    expect(await uploadFolders()).not.toContain(upload);
    request.destroy();
  });

  test('a file twice', async () => {
    const upload = await begun([{ path: 'export.zip', size: 5 }]);
    expect((await put(upload, 0, 'hello')).status).toBe(200);
    expect((await put(upload, 0, 'other')).status).toBe(400);
    expect(await readFile(join(open.incoming, upload, 'export.zip'), 'utf8')).toBe('hello');
    expect((await done(upload)).ok).toBe(true);
  });

  test('a file that was not announced', async () => {
    const upload = await begun([{ path: 'export.zip', size: 5 }]);
    expect((await put(upload, 1, 'hello')).status).toBe(400);
    expect((await put(upload, '99999', 'hello')).status).toBe(400);
    expect((await done(upload)).error?.code).toBe('request.invalid');
    await open.client.send('DELETE', `/api/offers/${upload}`);
    expect(await uploadFolders()).not.toContain(upload);
  });
});

test('an upload that is cut off is removed', async () => {
  const upload = await begun([{ path: 'export.zip', size: 1000 }]);
  const request = httpRequest(open.host.origin, {
    method: 'PUT',
    path: `/api/offers/${upload}/0`,
    headers: { ...open.client.headers, 'content-length': '1000' },
  });
  request.on('error', () => {});
  request.write('begun');
  const path = join(open.incoming, upload, 'export.zip');
  await vi.waitFor(async () => expect((await stat(path)).size).toBe(5));
  request.destroy();
  await vi.waitFor(async () => expect(await uploadFolders()).not.toContain(upload));
});

test('an upload is ended by the page while bytes arrive', async () => {
  const upload = await begun([{ path: 'export.zip', size: 1000 }]);
  const request = httpRequest(open.host.origin, {
    method: 'PUT',
    path: `/api/offers/${upload}/0`,
    headers: { ...open.client.headers, 'content-length': '1000' },
  });
  const cut = new Promise((resolve) => request.once('error', resolve));
  request.write('begun');
  await vi.waitFor(async () => expect(await readdir(join(open.incoming, upload))).toEqual(['export.zip']));
  expect(await open.client.send('DELETE', `/api/offers/${upload}`)).toEqual({ ok: true, value: null });
  await cut;
  expect(await uploadFolders()).not.toContain(upload);
});

test('more than fits is refused before it is sent', async () => {
  open.freeBytes = 1_000_000_000;
  const answer = await begin('x', [{ path: 'a', size: 1_000_000_000 }]);
  expect(answer.error).toMatchObject({ code: 'disk.full', details: { free: 1_000_000_000 } });
  const first = await begun([{ path: 'a', size: 600_000_000 }]);
  // What is announced and not yet written counts as taken.
  expect((await begin('x', [{ path: 'a', size: 600_000_000 }])).error?.code).toBe('disk.full');
  await open.client.send('DELETE', `/api/offers/${first}`);
  const second = await begin('x', [{ path: 'a', size: 600_000_000 }]);
  expect(second.ok).toBe(true);
  await open.client.send('DELETE', `/api/offers/${second.value?.upload}`);
});

test('at most eight at once; abandoned ones make room', async () => {
  const files = [{ path: 'a', size: 1 }];
  const kept = await Promise.all(Array.from({ length: 8 }, () => begun(files)));
  expect(new Set(kept).size).toBe(8);
  expect((await begin('x', files)).error?.code).toBe('request.refused');
  open.later += 11 * 60_000;
  const next = await begin('x', files);
  expect(next.ok).toBe(true);
  for (const upload of kept) expect(await uploadFolders()).not.toContain(upload);
  await open.client.send('DELETE', `/api/offers/${next.value?.upload}`);
});

test('a data program that starts again ends what was on its way', async () => {
  const upload = await begun([{ path: 'a', size: 1 }]);
  open.enter({ state: 'restarting', code: null });
  open.enter({ state: 'ready', code: null });
  await vi.waitFor(async () => expect(await uploadFolders()).not.toContain(upload));
  expect((await put(upload, 0, 'x')).status).toBe(400);
});

describe('announcements', () => {
  const file = { path: 'a', size: 1 };
  const cases: [string, unknown][] = [
    ['an extra key', { name: 'x', files: [file], to: '/etc' }],
    ['an extra key of a file', { name: 'x', files: [{ ...file, mode: 511 }] }],
    ['no files', { name: 'x', files: [] }],
    ['a negative size', { name: 'x', files: [{ path: 'a', size: -1 }] }],
    ['half a byte', { name: 'x', files: [{ path: 'a', size: 0.5 }] }],
    ['a size beyond all disks', { name: 'x', files: [{ path: 'a', size: 2 ** 52 }] }],
    ['a size as text', { name: 'x', files: [{ path: 'a', size: '1' }] }],
    [
      'too many files',
      { name: 'x', files: Array.from({ length: 20_001 }, (_, i) => ({ path: `${i}`, size: 1 })) },
    ],
    ['a name too long for a file', { name: 'x', files: [{ path: 'é'.repeat(150), size: 1 }] }],
  ];
  test.each(cases)('%s', async (_name, announcement) => {
    const before = await uploadFolders();
    expect(await open.client.send('POST', '/api/offers', announcement)).toMatchObject({
      ok: false,
      error: { code: 'request.invalid' },
    });
    expect(await uploadFolders()).toEqual(before);
  });
});
