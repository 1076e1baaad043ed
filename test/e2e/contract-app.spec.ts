import { join } from 'node:path';
import { runContract, source } from './contract.ts';
import { expect, test } from './relay.ts';

// Names, places, the order of starting and quitting, the menu.
const contract = runContract();

test(
  'names and version come from package.json',
  source('docs/api/app "app.getName()", "app.getVersion()"'),
  async () => {
    expect(
      await contract().app.evaluate((electron) => [electron.app.name, electron.app.getVersion()]),
    ).toEqual(['Contract App', '1.2.3']);
  },
);

test('userData is appData and the name', source('docs/api/app "app.getPath(name)"'), async () => {
  const [userData, appData] = await contract().app.evaluate((electron) =>
    (['userData', 'appData'] as const).map((name) => electron.app.getPath(name)),
  );
  expect(userData).toBe(join(appData ?? '', 'Contract App'));
});

test('an unknown path throws', source('shell/browser/api/electron_api_app.cc GetPath'), async () => {
  expect(await contract().told('unknown path')).toEqual([expect.stringContaining('Failed to get')]);
});

test(
  'a path that is not there can be set, one that is relative cannot',
  source('shell/browser/api/electron_api_app.cc SetPath (the documents say otherwise)'),
  async () => {
    const path = await contract().app.evaluate((electron) => {
      electron.app.setPath('music', '/nothing/of/that/name');
      return electron.app.getPath('music');
    });
    expect(path).toBe('/nothing/of/that/name');
    const message = await contract().refusal((electron) => {
      electron.app.setPath('music', 'of/that/name');
    });
    expect(message).toContain('Path must be absolute');
  },
);

test(
  'no session and no window before ready',
  source('docs/api/session; docs/api/browser-window'),
  async () => {
    expect(await contract().told('session before ready')).toHaveLength(1);
    expect(await contract().told('window before ready')).toEqual([
      expect.stringContaining('before app is ready'),
    ]);
  },
);

test(
  'ready comes once the main entry is evaluated',
  source('docs/tutorial/esm "Caveats: app ready"'),
  async () => {
    expect(await contract().told('ready')).toEqual([true]);
  },
);

test(
  'schemes are registered before ready only',
  source('docs/api/protocol "registerSchemesAsPrivileged"'),
  async () => {
    const message = await contract().refusal(({ protocol }) => {
      protocol.registerSchemesAsPrivileged([]);
    });
    expect(message).toContain('before app is ready');
  },
);

test(
  'a menu item is found by its id and chosen',
  source('docs/api/menu "menu.getMenuItemById"; docs/api/menu-item "click"'),
  async () => {
    const found = await contract().app.evaluate(({ Menu }) => {
      const chosen: string[] = [];
      Menu.setApplicationMenu(
        Menu.buildFromTemplate([
          { label: 'File', submenu: [{ id: 'say', label: 'Say', click: (item) => chosen.push(item.label) }] },
        ]),
      );
      Menu.getApplicationMenu()?.getMenuItemById('say')?.click();
      return chosen;
    });
    expect(found).toEqual(['Say']);
  },
);

test('a menu item of nothing is refused', source('lib/browser/api/menu.ts buildFromTemplate'), async () => {
  const message = await contract().refusal(({ Menu }) => {
    Menu.buildFromTemplate([{}]);
  });
  expect(message).toContain('Invalid template for MenuItem');
});

test(
  'before-quit that is prevented leaves the windows',
  source('docs/api/app "Event: before-quit"'),
  async () => {
    await contract().app.evaluate((electron) => {
      globalThis.contract.holds.quit = true;
      electron.app.quit();
    });
    expect(await contract().told('before-quit')).toHaveLength(1);
    expect(await contract().told('close')).toHaveLength(0);
  },
);

test(
  'a close that is prevented ends quitting',
  source('docs/api/browser-window "Event: close"; shell/browser/browser.cc'),
  async () => {
    await contract().app.evaluate((electron) => {
      globalThis.contract.holds.quit = false;
      globalThis.contract.holds.close = true;
      electron.app.quit();
    });
    await expect.poll(() => contract().told('close')).toHaveLength(1);
    expect(await contract().app.evaluate(() => globalThis.contract.window.isDestroyed())).toBe(false);
  },
);

test(
  'the last window closed is told of, and a listener keeps the app',
  source('docs/api/app "Event: window-all-closed"'),
  async () => {
    await contract().app.evaluate(() => {
      globalThis.contract.holds.close = false;
      globalThis.contract.window.close();
    });
    await expect.poll(() => contract().told('window-all-closed')).toHaveLength(1);
    expect(await contract().told('closed')).toHaveLength(1);
  },
);
