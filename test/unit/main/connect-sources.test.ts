import { expect, test } from 'vitest';
import { connectSources } from '../../../src/main/connect-sources.ts';
import type { ShellPreferences } from '../../../src/main/preferences-file.ts';
import type { DataState } from '../../../src/shared/contract/app.ts';
import { CodedError } from '../../../src/shared/errors.ts';

function scene(known: string[]) {
  const scene = {
    state: 'starting' as DataState['state'],
    origins: ['https://tenant.example'] as string[] | null,
    asked: 0,
    kept: known,
    isDiskFull: false,
    sources: async (): Promise<readonly string[]> => [],
  };
  const data = {
    state: (): DataState => ({ state: scene.state, code: null }),
    host: async () => {
      scene.asked += 1;
      if (scene.origins === null)
        return { ok: false, error: { code: 'data.unavailable', message: '', retryable: true } } as const;
      return { ok: true, value: { origins: scene.origins } as never } as const;
    },
  };
  const preferences = {
    get: () => ({ connectSources: scene.kept }) as ShellPreferences,
    set: (change: Partial<ShellPreferences>) => {
      if (scene.isDiskFull) throw new CodedError('app.not_kept');
      scene.kept = change.connectSources ?? [];
    },
  };
  scene.sources = connectSources(data, preferences);
  return scene;
}

test('a page that opens before the data program is ready does not wait for it', async () => {
  const open = scene(['https://last.example']);
  expect(await open.sources()).toEqual(['https://last.example']);
  expect(open.asked).toBe(0);
});

test('once it is ready its word counts, and is kept for the next start', async () => {
  const open = scene(['https://last.example']);
  open.state = 'ready';
  expect(await open.sources()).toEqual(['https://tenant.example']);
  expect(open.kept).toEqual(['https://tenant.example']);
  open.origins = [];
  expect(await open.sources()).toEqual([]);
  expect(open.kept).toEqual([]);
});

test('a program that does not answer, and a disk that does not keep', async () => {
  const open = scene(['https://last.example']);
  open.state = 'ready';
  open.origins = null;
  expect(await open.sources()).toEqual(['https://last.example']);
  open.origins = ['https://tenant.example'];
  open.isDiskFull = true;
  expect(await open.sources()).toEqual(['https://tenant.example']);
});
