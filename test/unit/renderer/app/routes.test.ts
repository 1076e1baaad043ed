import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What of a window the module uses: a hash, and a history without steps. */
function fakeWindow() {
  const listeners = new Set<() => void>();
  const location = { hash: '' };
  return {
    location,
    history: {
      replaceState: (_state: unknown, _title: string, address: string) => {
        location.hash = address;
      },
    },
    addEventListener: (_name: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_name: string, listener: () => void) => listeners.delete(listener),
    dispatchEvent: () => {
      for (const listener of listeners) listener();
      return true;
    },
  };
}

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal('window', fakeWindow());
  vi.stubGlobal('HashChangeEvent', class {});
});
afterEach(() => vi.unstubAllGlobals());
const modules = async () => ({
  ...(await import('../../../../src/renderer/navigation/routes.ts')),
  ...(await import('../../../../src/renderer/navigation/kept-scroll.ts')),
});

test('a page is opened again as it was left, a page of forms anew', async () => {
  const { goTo, openPage, currentRoute, lastAddressOf } = await modules();
  goTo('history', { type: 'T', from: '2025-01-01' });
  currentRoute();
  goTo('settings', { at: 'zone' });
  currentRoute();
  expect(lastAddressOf('history')).toBe('#/history?type=T&from=2025-01-01');
  openPage('history');
  expect(currentRoute()).toEqual({ page: 'history', query: { type: 'T', from: '2025-01-01' } });
  openPage('settings');
  expect(currentRoute()).toEqual({ page: 'settings', query: {} });
});

test('a view that is come back to has its scroll, whatever row was open; gone to anew it begins at the top', async () => {
  const { goTo, keepScroll, keptScroll, replaceQuery } = await modules();
  goTo('history', { type: 'T' });
  keepScroll('#/history?type=T', 'list', 800);
  replaceQuery('history', { item: '4', type: 'T' });
  expect(keptScroll('#/history?type=T', 'list')).toBe(800);
  expect(keptScroll('#/history?item=9&type=T', 'list')).toBe(800);
  expect(keptScroll('#/history?type=T', 'Types')).toBe(0);
  expect(keptScroll('#/history?type=U', 'list')).toBe(0);
  goTo('sync');
  expect(keptScroll('#/history?type=T', 'list')).toBe(800);
  goTo('history', { type: 'T' });
  expect(keptScroll('#/history?type=T', 'list')).toBe(0);
});

test('a filter begins a list at its top', async () => {
  const { goTo, keepScroll, keptScroll, replaceQuery } = await modules();
  goTo('history');
  keepScroll('#/history', 'list', 500);
  replaceQuery('history', { source: '3' });
  expect(keptScroll('#/history', 'list')).toBe(500);
  replaceQuery('history', {});
  expect(keptScroll('#/history', 'list')).toBe(0);
});

test('no more than 200 views are kept', async () => {
  const { keepScroll, keptScroll } = await modules();
  for (let id = 0; id < 250; id += 1) keepScroll(`#/history?source=${id}`, 'list', 1);
  expect([keptScroll('#/history?source=0', 'list'), keptScroll('#/history?source=249', 'list')]).toEqual([
    0, 1,
  ]);
});
