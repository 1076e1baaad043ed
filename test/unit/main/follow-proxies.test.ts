import { expect, test, vi } from 'vitest';
import type { PushListener } from '../../../src/data/protocol/client.ts';
import type { AppContext } from '../../../src/main/app-context.ts';
import type { DataState } from '../../../src/shared/contract/app.ts';
import { overviewOf } from './overview-of.ts';

vi.mock('electron', () => ({ session: { defaultSession: {} } }));
const { followProxiesOf } = await import('../../../src/main/follow-proxies.ts');

/** A data program with servers, and a system whose answers can be changed. */
function followed(state: DataState['state'] = 'ready') {
  const listeners: PushListener[] = [];
  let dataState = state;
  const told: unknown[] = [];
  const answers: Record<string, string> = {};
  const origins = ['https://atlas.example', 'https://trendy.example:8443'];
  followProxiesOf(
    {
      forceReloadProxyConfig: async () => {},
      resolveProxy: async (origin) => answers[origin] ?? 'DIRECT',
    },
    {
      data: {
        state: () => ({ state: dataState, code: null }),
        onPush: (listener: PushListener) => listeners.push(listener),
        call: async () => ({ ok: true, value: overviewOf([]) }),
        host: async (name: string, input: unknown) => {
          if (name === 'host.useProxies') told.push(input);
          return { ok: true, value: { origins } };
        },
      } as unknown as AppContext['data'],
      onFault: (error: unknown) => {
        throw error;
      },
    },
  );
  const push: PushListener = (name, payload) => {
    if (name === 'app.dataState') dataState = (payload as DataState).state;
    for (const listen of listeners) listen(name, payload);
  };
  return { told, answers, origins, push };
}

test('every server is asked for at the start, and what the system says is handed on', async () => {
  const { told } = followed();
  await vi.waitFor(() =>
    expect(told.at(-1)).toEqual({
      proxies: { 'https://atlas.example': 'DIRECT', 'https://trendy.example:8443': 'DIRECT' },
    }),
  );
});

test('asked again when a destination cannot be reached, and not for each step of a sync', async () => {
  const { told, answers, push } = followed();
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
  const sending = overviewOf([{ host: 'atlas.example', pausedBy: null }]);
  push('sync.changed', sending);
  await vi.waitFor(() => expect(told).toHaveLength(2));
  answers['https://atlas.example'] = 'PROXY proxy.example:8080';
  push('sync.changed', { ...sending, pending: 7 });
  push('sync.changed', overviewOf([{ host: 'atlas.example', pausedBy: 'sync.offline' }]));
  await vi.waitFor(() => expect(told).toHaveLength(3));
  expect(told[2]).toMatchObject({ proxies: { 'https://atlas.example': 'PROXY proxy.example:8080' } });
});

test('a program that is not there is not told; once it is, it is', async () => {
  const { told, push } = followed('starting');
  expect(told).toEqual([]);
  push('app.dataState', { state: 'ready', code: null });
  await vi.waitFor(() => expect(told.length).toBeGreaterThan(0));
});

test('a sign-in service that was set up just now is asked for at once, and only then', async () => {
  const { told, origins, push } = followed();
  await vi.waitFor(() => expect(told).toHaveLength(1));
  push('account.changed', {} as never);
  origins.push('https://tenant.auth0.example');
  push('account.changed', {} as never);
  await vi.waitFor(() =>
    expect(told.at(-1)).toMatchObject({ proxies: { 'https://tenant.auth0.example': 'DIRECT' } }),
  );
});
