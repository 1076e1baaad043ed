import { expect, test, vi } from 'vitest';

vi.mock('electron', () => ({}));
const { about } = await import('../../../src/main/menu.ts');

test('About says what it is, what it is built on and under which licenses', () => {
  const panelOn = (platform: NodeJS.Platform) =>
    about('1.2.3', { electron: '45.4.1', chrome: '146.0.1', node: '24.9.0' }, '/icon.png', platform);
  const panel = panelOn('linux');
  expect(panel).toMatchObject({ applicationVersion: '1.2.3', iconPath: '/icon.png' });
  expect(panel.copyright).toMatch(/^Electron 45\.4\.1, Chromium 146\.0\.1, Node 24\.9\.0\n/);
  expect(panel.copyright).toContain('Health Relay: MIT license');
  // Where electron-builder puts them.
  expect(panel.copyright).toContain('(LICENSES.chromium.html)');
  expect(panelOn('darwin').copyright).toContain('(Contents/Resources/LICENSES.chromium.html)');
});
