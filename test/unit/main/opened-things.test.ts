import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DataClient } from '../../../src/data/protocol/client.ts';
import { OpenedThings } from '../../../src/main/opened-things.ts';

let dir = '';
const at = (name: string) => join(dir, name);
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'health-relay-opened-'));
  for (const name of ['a.zip', 'b.zip']) writeFileSync(at(name), 'x');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function program(isReady = true) {
  const offered: unknown[] = [];
  const data: Pick<DataClient, 'host'> = {
    host: async (_name, input) => {
      offered.push(input);
      if (!isReady) return { ok: false, error: { code: 'data.unavailable', message: '', retryable: true } };
      return { ok: true, value: { offer: `offer ${offered.length}`, name: 'said by the program' } as never };
    },
  };
  return { data, offered };
}

test('what came before anybody listened is told and handed out once', async () => {
  const opened = new OpenedThings();
  opened.add([at('a.zip')]);
  let told = 0;
  opened.onWaiting(() => told++);
  expect(told).toBe(1);
  opened.add([at('b.zip')]);
  expect(told).toBe(2);
  const { data, offered } = program();
  expect(await opened.take(data)).toEqual([
    { offer: 'offer 1', name: 'said by the program', code: null },
    { offer: 'offer 2', name: 'said by the program', code: null },
  ]);
  expect(offered).toEqual([
    { path: at('a.zip'), isIncoming: false },
    { path: at('b.zip'), isIncoming: false },
  ]);
  expect(await opened.take(data)).toEqual([]);
});

test('nothing waits, nothing is told', () => {
  let told = 0;
  const opened = new OpenedThings();
  opened.onWaiting(() => told++);
  opened.add([]);
  expect(told).toBe(0);
});

test('the same path twice is one, and no more than fifty wait', async () => {
  const opened = new OpenedThings();
  opened.add([at('a.zip'), at('a.zip')]);
  opened.add([at('a.zip')]);
  opened.add(Array.from({ length: 100 }, (_, n) => at(`none-${n}`)));
  expect(await opened.take(program().data)).toHaveLength(50);
});

test.each(['none.zip', '../none', 'a.zip/../../none'])(
  '%s is told by its name and never offered',
  async (name) => {
    const opened = new OpenedThings();
    opened.add([at(name)]);
    const { data, offered } = program();
    const [answer] = await opened.take(data);
    expect(answer).toMatchObject({ offer: null, code: 'import.not_found' });
    expect(answer?.name).not.toContain('/');
    expect(offered).toEqual([]);
  },
);

test('a path that is not absolute is nothing', async () => {
  const opened = new OpenedThings();
  opened.add(['a.zip', '-rf', 'https://example.org/a.zip']);
  const answers = await opened.take(program().data);
  expect(answers.map(({ code }) => code)).toEqual(Array(3).fill('import.not_found'));
});

test('while the data program is away, what was opened waits for it', async () => {
  const opened = new OpenedThings();
  opened.add([at('a.zip')]);
  expect(await opened.take(program(false).data)).toEqual([]);
  expect(opened.isWaiting).toBe(true);
  expect(await opened.take(program().data)).toMatchObject([{ offer: 'offer 1', code: null }]);
  expect(opened.isWaiting).toBe(false);
});

test('what the data program took is told of by its path, for the system to offer it again', async () => {
  const taken: string[] = [];
  const opened = new OpenedThings((path) => taken.push(path));
  opened.add([at('a.zip'), at('is-not-there.zip')]);
  await opened.take(program(false).data);
  expect(taken).toEqual([]);
  await opened.take(program().data);
  expect(taken).toEqual([at('a.zip')]);
});
