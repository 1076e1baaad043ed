import type { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';

const system = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  class Notification extends EventEmitter {
    static isSupported = () => true;
    show(): void {
      system.shown.push(this);
    }
  }
  const system = { Notification, shown: [] as EventEmitter[] };
  return system;
});
vi.mock('electron', () => ({ Notification: system.Notification }));
const { Notifier, notify } = await import('../../../src/main/notifications.ts');

const notice = { title: 'Import finished', body: '3 new records.', page: 'import' } as const;
beforeEach(() => {
  system.shown.length = 0;
});

test('a system that says it can and refuses offers nothing, until it shows one', () => {
  const notifier = new Notifier();
  expect(notifier.isThere()).toBe(true);
  notifier.show(notice, () => {});
  system.shown[0]?.emit('failed', {}, 'not signed');
  expect(notifier.isThere()).toBe(false);
  // Still tried: the person may have allowed it in the system's settings.
  notifier.show(notice, () => {});
  system.shown[1]?.emit('show');
  expect(notifier.isThere()).toBe(true);
});

test('a press is heard', () => {
  let presses = 0;
  new Notifier().show(notice, () => {
    presses += 1;
  });
  system.shown[0]?.emit('click');
  expect(presses).toBe(1);
});

test.each([
  { isVisible: true, isMinimized: false, isFocused: true, told: 0 },
  { isVisible: true, isMinimized: false, isFocused: false, told: 1 },
  // Whatever a hidden window says of the focus.
  { isVisible: false, isMinimized: false, isFocused: true, told: 1 },
  { isVisible: true, isMinimized: true, isFocused: true, told: 1 },
])('what nobody looks at is told: %o', ({ told, ...window }) => {
  const pushed: ((name: string, payload: unknown) => void)[] = [];
  const shown = Object.fromEntries(Object.entries(window).map(([name, is]) => [name, () => is]));
  notify({
    data: { onPush: (listener: (name: string, payload: unknown) => void) => pushed.push(listener) },
    window: { current: () => shown },
    preferences: { get: () => ({ notifies: true }) },
    notifier: new Notifier(),
  } as unknown as Parameters<typeof notify>[0]);
  pushed[0]?.('import.ended', { state: 'completed', code: null, records: { added: 3 } });
  expect(system.shown).toHaveLength(told);
});
