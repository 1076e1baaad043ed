import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import type { PushListener } from '../../../src/data/protocol/client.ts';
import type { AppContext } from '../../../src/main/app-context.ts';
import { importing, overviewOf } from './overview-of.ts';

const system = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  return {
    monitor: new EventEmitter(),
    blocked: new Set<number>(),
    started: [] as string[],
    ended: [] as string[],
  };
});
vi.mock('electron', () => ({
  app: {
    quit: () => void system.ended.push('quit'),
  },
  powerMonitor: system.monitor,
  powerSaveBlocker: {
    start: (type: string) => {
      system.blocked.add(system.started.push(type));
      return system.started.length;
    },
    stop: (id: number) => void system.blocked.delete(id),
  },
}));
const { followPower } = await import('../../../src/main/power.ts');

beforeEach(() => {
  system.monitor.removeAllListeners();
  system.blocked.clear();
  Object.assign(system, { started: [], ended: [] });
});

function followed() {
  const listeners: PushListener[] = [];
  const called: string[] = [];
  const window = new EventEmitter();
  followPower({
    data: {
      state: () => ({ state: 'ready', code: null }),
      call: async (name: string) => {
        called.push(name);
        return { ok: true, value: overviewOf([]) };
      },
      onPush: (listener: PushListener) => void listeners.push(listener),
    },
    window: { onMade: (listener: (made: EventEmitter) => void) => listener(window) },
    updates: { leave: () => void system.ended.push('leave updates') },
    onFault: (error: unknown) => {
      throw error;
    },
  } as unknown as AppContext);
  const push: PushListener = (name, payload) => {
    for (const listener of listeners) listener(name, payload);
  };
  return { called, push, window };
}

test('the computer stays awake exactly while something is under way', () => {
  const { push } = followed();
  expect(system.blocked.size).toBe(0);
  push('import.progress', importing);
  push('import.progress', importing);
  expect(system.started).toEqual(['prevent-app-suspension']);
  push('import.progress', { ...importing, phase: 'waiting_for_person' });
  expect(system.blocked.size).toBe(0);
  push('import.progress', importing);
  push('sync.changed', overviewOf([{}], { isSending: true }));
  push('import.ended', {});
  expect(system.blocked.size).toBe(1);
  push('sync.changed', overviewOf([{ pending: 4 }]));
  expect(system.blocked.size).toBe(0);
  expect(system.started).toHaveLength(2);
});

test('a data program that is gone keeps nothing awake', () => {
  const { push } = followed();
  push('import.progress', importing);
  push('app.dataState', { state: 'restarting', code: null });
  expect(system.blocked.size).toBe(0);
});

test('the end of the system waits for ours on Linux and macOS, and no update is installed while it ends', () => {
  followed();
  let prevented = 0;
  const event = {
    preventDefault: () => {
      prevented += 1;
    },
  };
  system.monitor.emit('shutdown', event);
  expect([prevented, system.ended]).toEqual([1, ['leave updates', 'quit']]);
});

test('on Windows the app ends once the end of the session is certain, without an installer', () => {
  const { window } = followed();
  const event = {
    preventDefault: () => {
      throw new Error('the user’s shutdown is not called off');
    },
  };
  // Another program may still call it off.
  window.emit('query-session-end', event);
  expect(system.ended).toEqual([]);
  window.emit('session-end', event);
  expect(system.ended).toEqual(['leave updates', 'quit']);
});

test('after sleep the sync runs at once', () => {
  const { called } = followed();
  system.monitor.emit('resume');
  expect(called).toContain('sync.runNow');
});
