import { expect, test, vi } from 'vitest';
import { ipcChannels, systemLanguageArguments } from '../../src/shared/ipc-channels.ts';

/** What the preload does with Electron, written down. */
const seen = vi.hoisted(() => ({
  worlds: [] as [string, Record<string, (...args: never[]) => unknown>][],
  invoked: [] as unknown[][],
  listeners: new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>(),
  paths: [] as unknown[],
}));

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, api: Record<string, never>) => seen.worlds.push([name, api]),
  },
  ipcRenderer: {
    invoke: async (...args: unknown[]) => seen.invoked.push(args),
    on: (channel: string, listener: () => void) =>
      seen.listeners.set(channel, [...(seen.listeners.get(channel) ?? []), listener]),
    off: (channel: string, listener: () => void) =>
      seen.listeners.set(
        channel,
        (seen.listeners.get(channel) ?? []).filter((one) => one !== listener),
      ),
  },
  webUtils: {
    getPathForFile: (file: unknown) => {
      seen.paths.push(file);
      return '/home/me/export.zip';
    },
  },
}));
process.argv.push(...systemLanguageArguments({ locale: 'en-DE', languages: ['en', 'de'] }));
await import('../../src/preload/index.ts');

const [world] = seen.worlds;
const api = world?.[1] as unknown as {
  readonly system: unknown;
  call(name: string, input: unknown): Promise<unknown>;
  on(name: string, listener: (...args: unknown[]) => void): () => void;
  offerFile(file: unknown, relativePath?: string): Promise<unknown>;
};

test('the page gets one object with three functions and the languages of the system, and nothing of Electron', () => {
  expect(seen.worlds.map(([name]) => name)).toEqual(['healthRelay']);
  expect(Object.keys(api).sort()).toEqual(['call', 'offerFile', 'on', 'system']);
  for (const part of [api.call, api.offerFile, api.on]) expect(part).toBeTypeOf('function');
  expect(api.system).toEqual({ locale: 'en-DE', languages: ['en', 'de'] });
});

test('whatever the page names travels inside our one channel for calls', async () => {
  for (const name of ['import.start', 'ELECTRON_BROWSER_WINDOW_NEW', 'health-relay:push'])
    await api.call(name, 1);
  expect(seen.invoked.map(([channel]) => channel)).toEqual(Array(3).fill(ipcChannels.call));
});

test('a listener gets its own pushes without the event, until it stops', () => {
  const got: unknown[][] = [];
  const stop = api.on('sync.changed', (...args) => got.push(args));
  const send = (name: string) => {
    for (const listener of seen.listeners.get(ipcChannels.push) ?? [])
      listener({ sender: 'the way back into Electron' }, name, { pending: 1 });
  };
  send('sync.changed');
  send('import.ended');
  expect(got).toEqual([[{ pending: 1 }]]);
  stop();
  send('sync.changed');
  expect(got).toHaveLength(1);
  expect([...seen.listeners.keys()]).toEqual([ipcChannels.push]);
});

test('the path of a file goes to the main process, and back comes only its answer', async () => {
  seen.invoked.length = 0;
  const file = { name: 'export.zip' };
  const answer = await api.offerFile(file, 'folder/export.zip');
  expect(seen.paths).toEqual([file]);
  expect(seen.invoked).toEqual([[ipcChannels.offer, '/home/me/export.zip', 'folder/export.zip']]);
  expect(JSON.stringify(answer)).not.toContain('/home/me');
});
