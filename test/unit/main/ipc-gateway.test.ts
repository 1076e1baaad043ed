import { describe, expect, test } from 'vitest';
import { webAnswers } from '../../../src/headless/web/web-answers.ts';
import { openIpc } from '../../../src/main/ipc-gateway.ts';
import { createGateway, type ProfileAnswers } from '../../../src/shared/gateway.ts';
import { ipcChannels } from '../../../src/shared/ipc-channels.ts';

type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>;
const page = { senderFrame: { url: 'app://bundle/index.html', parent: null } };

function opened() {
  const handlers = new Map<string, Handler>();
  const reached: unknown[] = [];
  const imported: string[] = [];
  const data = {
    call: async (name: string, input: unknown) => {
      reached.push([name, input]);
      if (name === 'import.cancel') throw new Error('/home/me/export.zip');
      return { ok: true as const, value: null };
    },
    host: async (name: string, input: unknown) => {
      reached.push([name, input]);
      return { ok: true as const, value: { offer: '1', name: 'x' } as never };
    },
  };
  const dataState = { state: 'ready', code: null } as const;
  const app = webAnswers({
    data: { ...data, state: () => dataState, profileDir: () => '', resumeRelay: async () => {} },
    version: '1',
    profile: () => ({ id: 'main', name: 'p' }),
    redirectUri: () => '',
  });
  // Profiles are not asked for here.
  const host = app as typeof app & ProfileAnswers;
  const gateway = createGateway({ host, data });
  openIpc(
    { handle: (channel, handler) => void handlers.set(channel, handler as Handler) },
    {
      gateway,
      data,
      origin: 'app://bundle',
      onImport: (path) => void imported.push(path),
    },
  );
  const invoke = (channel: string, event: unknown, ...args: unknown[]) =>
    handlers.get(channel)?.(event, ...args);
  return { invoke, reached, imported };
}

describe('the page asks', () => {
  test('a call of the contract reaches the data program', async () => {
    const { invoke, reached } = opened();
    expect(await invoke(ipcChannels.call, page, 'import.start', { offer: 'a' })).toEqual({
      ok: true,
      value: null,
    });
    expect(reached).toEqual([['import.start', { offer: 'a' }]]);
  });

  test('an error crosses as a code and without its text', async () => {
    const { invoke } = opened();
    const answer = await invoke(ipcChannels.call, page, 'import.cancel', { runId: 1 });
    expect(answer).toEqual({ ok: false, error: { code: 'internal', message: 'internal', retryable: false } });
  });

  test('a path that is not there is never offered', async () => {
    const { invoke, reached } = opened();
    expect(await invoke(ipcChannels.offer, page, '/nowhere/at/all', null)).toMatchObject({
      error: { code: 'import.not_found' },
    });
    expect(reached).toEqual([]);
    const here = import.meta.filename;
    expect(await invoke(ipcChannels.offer, page, here, null)).toMatchObject({ ok: true });
    expect(reached).toEqual([['host.addOffer', { path: here, isIncoming: false }]]);
  });
});

test('what is dropped or chosen on the page is a recent document once it is imported, and no backup is one', async () => {
  const { invoke, imported } = opened();
  const here = import.meta.filename;
  await invoke(ipcChannels.call, page, 'import.start', { offer: 'another' });
  await invoke(ipcChannels.offer, page, here, null);
  await invoke(ipcChannels.call, page, 'profiles.reviewBackup', { offer: '1' });
  await invoke(ipcChannels.call, page, 'import.start', {});
  expect(imported).toEqual([]);
  await invoke(ipcChannels.call, page, 'import.start', { offer: '1' });
  await invoke(ipcChannels.call, page, 'import.start', { offer: '1' });
  expect(imported).toEqual([here]);
});

describe('others ask', () => {
  test.each([
    [{ senderFrame: null }],
    [{ senderFrame: { url: 'https://evil.example/', parent: null } }],
    [{ senderFrame: { url: 'app://bundle/index.html', parent: {} } }],
    [{ senderFrame: { url: 'about:blank', parent: null } }],
  ])('%j', async (event) => {
    const { invoke, reached } = opened();
    for (const [channel, ...args] of [
      [ipcChannels.call, 'import.start', { offer: 'a' }],
      [ipcChannels.offer, import.meta.filename, null],
    ] as const) {
      expect(await invoke(channel, event, ...args)).toMatchObject({ error: { code: 'request.refused' } });
    }
    expect(reached).toEqual([]);
  });
});
