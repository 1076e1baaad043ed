import { expect, test } from 'vitest';
import type { DataClient, PushListener } from '../../../src/data/protocol/client.ts';
import { followState } from '../../../src/main/known-state.ts';
import type { Known } from '../../../src/main/sync-words.ts';
import type { DataState } from '../../../src/shared/contract/app.ts';
import { importing, overviewOf } from './overview-of.ts';

function followed(start: DataState['state']) {
  let state: DataState = { state: start, code: null };
  const listeners: PushListener[] = [];
  const asked: string[] = [];
  const data: DataClient & { state(): DataState } = {
    state: () => state,
    call: async (name) => {
      asked.push(name);
      return { ok: true, value: overviewOf([{ pending: 4 }]) };
    },
    host: () => Promise.reject(new Error('not asked')),
    onPush: (listener) => {
      listeners.push(listener);
      return () => {};
    },
  };
  const seen: Known[] = [];
  followState(
    data,
    (known) => seen.push(known),
    (error) => {
      throw error;
    },
  );
  const push: PushListener = (name, payload) => {
    if (name === 'app.dataState') state = payload as DataState;
    for (const listener of listeners) listener(name, payload);
  };
  return { seen, push, asked, now: () => seen.at(-1) };
}

test('asks for the overview as soon as the program is ready, and again after a restart', async () => {
  const { push, asked, now } = followed('starting');
  expect(now()).toMatchObject({ dataState: { state: 'starting' }, sync: null });
  expect(asked).toEqual([]);
  push('app.dataState', { state: 'ready', code: null });
  await Promise.resolve();
  await Promise.resolve();
  expect(now()?.sync?.pending).toBe(4);
  push('app.dataState', { state: 'restarting', code: null });
  push('app.dataState', { state: 'ready', code: null });
  expect(asked).toEqual(['sync.overview', 'sync.overview']);
});

test('an import is known from its first progress to its end, or to the end of the program', () => {
  const { push, now } = followed('starting');
  push('import.progress', importing);
  expect(now()?.importing).toEqual(importing);
  push('import.ended', {});
  expect(now()?.importing).toBeNull();
  push('import.progress', importing);
  push('app.dataState', { state: 'restarting', code: null });
  expect(now()?.importing).toBeNull();
});

test('an overview that is pushed is known', () => {
  const { push, now } = followed('starting');
  push('sync.changed', overviewOf([{ failed: 2 }]));
  expect(now()?.sync?.failed).toBe(2);
});
