import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PushListener } from '../../src/data/protocol/client.ts';
import { ProfileHome } from '../../src/data/protocol/profiles.ts';
import { startWebHost, type WebHost } from '../../src/headless/web/web-host.ts';
import type { DataState } from '../../src/shared/contract/app.ts';
import type { PushName } from '../../src/shared/contract/index.ts';
import type { CallbackOutcome } from '../../src/shared/domain/account.ts';
import { CodedError, type Result } from '../../src/shared/errors.ts';
import { WebClient } from '../demo/web-client.ts';

/**
 * A web host over real HTTP with a data program that only writes down what reaches it: the doors are what is tested, and
 * what passes them must be seen exactly.
 */
export interface OpenHost {
  readonly host: WebHost;
  readonly client: WebClient;
  readonly dir: string;
  readonly incoming: string;
  readonly port: number;
  /** Calls that came through. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly offers: string[];
  /** Addresses that came through the callback door, and what is answered to them. */
  readonly callbacks: string[];
  outcome: CallbackOutcome;
  /** What a backup holds. */
  backup: string;
  readonly reopened: string[];
  freeBytes: number;
  /** Milliseconds added to the host's clock. */
  later: number;
  enter(state: DataState): void;
  push(name: PushName, payload: unknown): void;
  close(): Promise<void>;
}

export const pageHtml = '<!doctype html><html><head><title>x</title></head><body></body></html>';

export async function openHost(): Promise<OpenHost> {
  const dir = await mkdtemp(join(tmpdir(), 'health-relay-doors-'));
  const incoming = join(dir, 'incoming');
  await writeFile(join(dir, 'index.html'), pageHtml);
  await writeFile(join(dir, 'page.js'), 'export {};');
  await writeFile(join(dir, '.hidden.js'), 'secret');
  const listeners = new Set<PushListener>();
  let state: DataState = { state: 'ready', code: null };
  const calls: OpenHost['calls'] = [];
  const offers: string[] = [];

  const answers: Record<string, (input: never) => unknown> = {
    'host.signInCallback': ({ url }: { url: string }) => {
      open.callbacks.push(url);
      return { outcome: open.outcome };
    },
    'host.diagnostics': () => ({ schema: 1, tables: [] }),
    'host.backUp': async ({ path }: { path: string }) => {
      await mkdir(incoming, { recursive: true });
      await writeFile(path, open.backup);
      return { bytes: open.backup.length };
    },
    'host.export': async ({ path, format }: { path: string; format: string }) => {
      await mkdir(incoming, { recursive: true });
      await writeFile(path, `rows as ${format}`);
      return { bytes: 11 + format.length };
    },
    'host.forget': () => ({ keychainEntries: 3 }),
    'host.incomingDir': () => ({ path: incoming }),
    'host.freeBytes': () => ({ bytes: open.freeBytes }),
    'host.addOffer': ({ path }: { path: string }) => {
      offers.push(path);
      return { offer: `offer-${offers.length}`, name: 'export.zip' };
    },
  };
  const host = await startWebHost({
    rendererDir: dir,
    version: '0.0.0',
    home: new ProfileHome(join(dir, 'test')),
    now: () => Date.now() + open.later,
    data: {
      state: () => state,
      profileDir: () => join(dir, 'test'),
      reopen: async (profileDir, between) => {
        open.reopened.push(profileDir);
        await between?.();
      },
      resumeRelay: async () => {
        throw new CodedError('request.refused');
      },
      stop: async () => {},
      call: async (name, input) => {
        calls.push({ name, input });
        return { ok: true, value: null };
      },
      host: async (name, input) =>
        ({ ok: true, value: await answers[name]?.(input as never) }) as Result<never>,
      onPush: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  const push = (name: PushName, payload: unknown) => {
    for (const listener of listeners) listener(name, payload);
  };
  const open: OpenHost = {
    host,
    client: null as never,
    dir,
    incoming,
    port: Number(new URL(host.origin).port),
    calls,
    offers,
    callbacks: [],
    outcome: 'accepted',
    backup: 'all of it',
    reopened: [],
    freeBytes: 2 ** 40,
    later: 0,
    push,
    enter: (next) => {
      state = next;
      push('app.dataState', next);
    },
    close: async () => {
      await host.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return Object.assign(open, { client: await WebClient.enter(host.link()) });
}

/** Bytes sent as they stand, and the status line that came back ('' when the connection was cut). */
export function sendRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => {
      answer += part;
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
  });
}
