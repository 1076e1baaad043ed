import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import type { BrowserWindow, UtilityProcess } from 'electron';
import { environmentIn, launch, programOf } from './electron-host.ts';
import { expect, test } from './relay.ts';

// What of Electron the product relies on, each with where it is written. The same on the stand-in and on a real binary: where they
// differ, the stand-in is wrong. `docs/` and other paths are Electron's repository.
test.describe.configure({ mode: 'serial', timeout: 60_000 });

interface Told {
  readonly told: [string, unknown][];
  readonly holds: { quit?: boolean; close?: boolean };
  readonly window: BrowserWindow;
  readonly data: UtilityProcess;
}
interface PageContract {
  readonly refused: string[];
  invoke(channel: string, value?: unknown): Promise<unknown>;
  on(listener: (value: unknown) => void): () => void;
  pathOf(file: unknown): string;
  fails(): void;
  readonly nested: { add(a: number, b: number): number };
}
declare global {
  // What the contract app and its page keep on their global.
  var contract: Told & PageContract;
}

const appDir = join(import.meta.dirname, 'contract-app');
const source = (description: string) => ({ annotation: { type: 'source', description } });
let dir: string;
let app: ElectronApplication;
let page: Page;

const told = (name: string) =>
  app.evaluate(
    (_electron, wanted) =>
      globalThis.contract.told.filter(([each]) => each === wanted).map(([, detail]) => detail),
    name,
  );
const thrown = (act: () => unknown) => page.evaluate(act).catch((error: Error) => error.message);

test.beforeAll(async ({ host }) => {
  dir = mkdtempSync(join(tmpdir(), 'electron-contract-'));
  app = await launch(host, appDir, dir);
  page = await app.firstWindow();
  await page.getByRole('heading', { name: 'Contract' }).waitFor();
});

test.afterAll(async () => {
  await app?.close();
  rmSync(dir, { recursive: true, force: true });
});

test(
  'names and version come from package.json',
  source('docs/api/app "app.getName()", "app.getVersion()"'),
  async () => {
    expect(await app.evaluate((electron) => [electron.app.name, electron.app.getVersion()])).toEqual([
      'Contract App',
      '1.2.3',
    ]);
  },
);

test('userData is appData and the name', source('docs/api/app "app.getPath(name)"'), async () => {
  const [userData, appData] = await app.evaluate((electron) =>
    (['userData', 'appData'] as const).map((name) => electron.app.getPath(name)),
  );
  expect(userData).toBe(join(appData ?? '', 'Contract App'));
});

test('an unknown path throws', source('shell/browser/api/electron_api_app.cc GetPath'), async () => {
  expect(await told('unknown path')).toEqual([expect.stringContaining('Failed to get')]);
});

test('a path that is not there cannot be set', source('docs/api/app "app.setPath(name, path)"'), async () => {
  const message = await app.evaluate((electron) => {
    try {
      electron.app.setPath('userData', '/nothing/of/that/name');
      return null;
    } catch (error) {
      return String(error);
    }
  });
  expect(message).not.toBeNull();
});

test(
  'no session and no window before ready',
  source('docs/api/session; docs/api/browser-window'),
  async () => {
    expect(await told('session before ready')).toHaveLength(1);
    expect(await told('window before ready')).toEqual([expect.stringContaining('before app is ready')]);
  },
);

test(
  'ready comes once the main entry is evaluated',
  source('docs/tutorial/esm "Caveats: app ready"'),
  async () => {
    expect(await told('ready')).toEqual([true]);
  },
);

test(
  'schemes are registered before ready only',
  source('docs/api/protocol "registerSchemesAsPrivileged"'),
  async () => {
    const message = await app.evaluate(({ protocol }) => {
      try {
        protocol.registerSchemesAsPrivileged([]);
        return null;
      } catch (error) {
        return String(error);
      }
    });
    expect(message).toContain('before app is ready');
  },
);

test(
  'a handler gets method and address of our scheme',
  source('docs/api/protocol "protocol.handle"'),
  async () => {
    expect(await told('request')).toContain('GET bundle/index.html');
    expect(await page.evaluate(async () => (await fetch('/missing')).status)).toBe(404);
    const post = await page.evaluate(async () => (await fetch('/index.html', { method: 'POST' })).status);
    expect(post).toBe(200);
    expect(await told('request')).toContain('POST bundle/index.html');
  },
);

test('main sees the address of our scheme', source('docs/api/web-contents "contents.getURL()"'), async () => {
  expect(await app.evaluate(() => globalThis.contract.window.webContents.getURL())).toBe(
    'app://bundle/index.html',
  );
  expect(await page.evaluate(() => window.contract.invoke('sender'))).toEqual({
    url: 'app://bundle/index.html',
    isTop: true,
  });
});

test(
  'a secure, standard scheme is a secure context with storage',
  source('docs/api/structures/custom-scheme'),
  async () => {
    const found = await page.evaluate(() => {
      localStorage.setItem('kept', 'yes');
      return [window.isSecureContext, localStorage.getItem('kept'), typeof crypto.subtle];
    });
    expect(found).toEqual([true, 'yes', 'object']);
  },
);

test(
  "a handler's content security policy holds",
  source('docs/tutorial/security "Define a Content Security Policy"'),
  async () => {
    const isRun = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.isRun = true';
      document.head.append(script);
      return 'isRun' in window;
    });
    expect(isRun).toBe(false);
    expect(await thrown(() => fetch('https://example.com/'))).toMatch(/Failed to fetch/);
  },
);

test(
  'a window is not shown before ready-to-show when show is false',
  source('docs/api/browser-window "ready-to-show"'),
  async () => {
    expect(await told('ready-to-show')).toEqual([false]);
    expect(await app.evaluate(() => globalThis.contract.window.isVisible())).toBe(true);
  },
);

test(
  "the document's title becomes the window's",
  source('docs/api/browser-window "page-title-updated"'),
  async () => {
    await page.evaluate(() => {
      document.title = 'Second';
    });
    await expect.poll(() => app.evaluate(() => globalThis.contract.window.getTitle())).toBe('Second');
  },
);

test('the preload has a world of its own', source('docs/tutorial/context-isolation'), async () => {
  expect(await page.evaluate(() => ['leaked' in window, 'require' in window, 'process' in window])).toEqual([
    false,
    false,
    false,
  ]);
});

test(
  'a sandboxed preload requires electron and little else',
  source('docs/tutorial/sandbox "Preload scripts"'),
  async () => {
    expect(await page.evaluate(() => window.contract.refused)).toEqual(['fs', 'node:fs', 'child_process']);
  },
);

test(
  'what is exposed cannot be changed, nor exposed twice',
  source('docs/api/context-bridge "exposeInMainWorld"; shell/renderer/api/electron_api_context_bridge.cc'),
  async () => {
    const found = await page.evaluate(() => {
      try {
        Object.assign(window, { contract: null });
      } catch {
        // Refused by a throw in strict code.
      }
      return [typeof window.contract, window.contract.nested.add(2, 3)];
    });
    expect(found).toEqual(['object', 5]);
    expect(await page.evaluate(() => (window as unknown as { second: string }).second)).toContain(
      'Cannot bind an API on top of an existing property',
    );
  },
);

test(
  'an error crosses the bridge with its words',
  source('docs/api/context-bridge "Parameter / Error / Return Type support"'),
  async () => {
    expect(await thrown(() => window.contract.fails())).toContain('as told');
  },
);

test(
  'calls carry what structured clone carries',
  source('docs/api/ipc-renderer "ipcRenderer.invoke"'),
  async () => {
    const found = await page.evaluate(async () => {
      const value = {
        at: new Date(5),
        map: new Map([[1, new Set([2n])]]),
        gap: undefined,
        bytes: new Uint8Array([1, 255]),
      };
      const back = (await window.contract.invoke('echo', value)) as typeof value;
      return [back.at.getTime(), back.map.get(1)?.has(2n), 'gap' in back, back.bytes[1]];
    });
    expect(found).toEqual([5, true, true, 255]);
  },
);

test(
  'what cannot be cloned is refused, each way',
  source('docs/api/ipc-renderer "ipcRenderer.invoke"'),
  async () => {
    expect(await thrown(() => window.contract.invoke('echo', { act: Symbol('x') }))).toContain(
      'could not be cloned',
    );
    expect(await thrown(() => window.contract.invoke('uncloneable'))).toContain('could not be cloned');
  },
);

test(
  'of an error in a handler only the words cross',
  source('docs/api/ipc-main "ipcMain.handle"'),
  async () => {
    expect(await thrown(() => window.contract.invoke('throws'))).toContain(
      "Error invoking remote method 'throws': RangeError: no such thing",
    );
  },
);

test(
  'a channel without a handler is refused',
  source('lib/browser/ipc-main-impl.ts; lib/browser/api/web-contents.ts'),
  async () => {
    expect(await thrown(() => window.contract.invoke('nobody'))).toContain(
      "No handler registered for 'nobody'",
    );
  },
);

test('a second handler is refused', source('docs/api/ipc-main "ipcMain.handle"'), async () => {
  const message = await app.evaluate(({ ipcMain }) => {
    try {
      ipcMain.handle('echo', () => null);
      return null;
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain("Attempted to register a second handler for 'echo'");
});

test(
  'a push reaches the listeners of the preload',
  source('docs/api/web-contents "contents.send"'),
  async () => {
    await page.evaluate(() => {
      const kept: unknown[] = [];
      Object.assign(window, { kept });
      const stop = window.contract.on((value) => kept.push(value));
      Object.assign(window, { stop });
    });
    await app.evaluate(() => globalThis.contract.window.webContents.send('push', { at: new Date(7) }));
    const kept = () =>
      page.evaluate(() => (window as unknown as { kept: { at: Date }[] }).kept.map(({ at }) => at.getTime()));
    await expect.poll(kept).toEqual([7]);
    await page.evaluate(() => (window as unknown as { stop(): void }).stop());
    await app.evaluate(() => globalThis.contract.window.webContents.send('push', { at: new Date(8) }));
    await page.evaluate(() => window.contract.invoke('echo'));
    expect(await kept()).toEqual([7]);
  },
);

test(
  'a push that cannot be cloned throws at once',
  source('docs/api/web-contents "contents.send"'),
  async () => {
    const message = await app.evaluate(() => {
      try {
        globalThis.contract.window.webContents.send('push', () => null);
        return null;
      } catch (error) {
        return String(error);
      }
    });
    expect(message).toContain('could not be cloned');
  },
);

test(
  'a file of this computer has its path, one that the page made has none',
  source('docs/api/web-utils "getPathForFile"'),
  async () => {
    const path = join(dir, 'export.zip');
    writeFileSync(path, 'zip');
    await page.locator('input').setInputFiles(path);
    const found = await page.evaluate(() => {
      const file = document.querySelector('input')?.files?.[0];
      return [window.contract.pathOf(file), window.contract.pathOf(new File(['x'], 'a.txt'))];
    });
    expect(found).toEqual([path, '']);
  },
);

test(
  'permissions are refused by the handlers',
  source('docs/tutorial/security "Handle session permission requests"'),
  async () => {
    const found = await page.evaluate(async () => [
      (await navigator.permissions.query({ name: 'geolocation' })).state,
      await Notification.requestPermission(),
    ]);
    expect(found).toEqual(['denied', 'denied']);
  },
);

test(
  'a link elsewhere is told of and stopped',
  source('docs/api/web-contents "will-frame-navigate"'),
  async () => {
    await page.locator('#far').click();
    await expect.poll(() => told('will-frame-navigate')).toEqual(['https://example.com/']);
    expect(page.url()).toMatch(/index\.html$/);
  },
);

test(
  'a link of our own is told of and followed',
  source('docs/api/web-contents "will-frame-navigate"'),
  async () => {
    await page.locator('#own').click();
    await page.waitForURL(/other\.html$/);
    expect(await told('will-frame-navigate')).toContain('app://bundle/other.html');
    expect(await page.evaluate(() => typeof window.contract)).toBe('object');
  },
);

test(
  'a second window is asked for and denied',
  source('docs/api/web-contents "setWindowOpenHandler"'),
  async () => {
    expect(await page.evaluate(() => window.open('https://example.com/opened'))).toBeNull();
    await page.locator('#blank').click();
    await expect
      .poll(() => told('window-open'))
      .toEqual(['https://example.com/opened', 'https://example.com/new']);
    expect(app.windows()).toHaveLength(1);
  },
);

test(
  'a scheme that is unknown does not load',
  source('docs/api/web-contents "contents.loadURL"'),
  async () => {
    const code = await app.evaluate(({ BrowserWindow: Window }) => {
      const window = new Window({ show: false });
      return window
        .loadURL('nothing-of-that-name://x/')
        .then(() => 'loaded')
        .catch((error: { code?: string }) => error.code)
        .finally(() => window.destroy());
    });
    expect(code).toMatch(/^ERR_/);
  },
);

test('storage that is cleared is gone', source('docs/api/session "ses.clearStorageData"'), async () => {
  await page.evaluate(() => localStorage.setItem('kept', 'yes'));
  await app.evaluate(({ session }) => session.defaultSession.clearStorageData());
  await expect.poll(() => page.evaluate(() => localStorage.getItem('kept'))).toBeNull();
});

test(
  'the theme that is set is the theme of the page',
  source('docs/api/native-theme "nativeTheme.themeSource"'),
  async () => {
    const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    for (const theme of ['dark', 'light'] as const) {
      await app.evaluate(({ nativeTheme }, wanted) => {
        nativeTheme.themeSource = wanted;
      }, theme);
      await expect.poll(isDark).toBe(theme === 'dark');
      expect(await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(theme === 'dark');
    }
  },
);

test('zoom makes the page smaller', source('docs/api/web-contents "contents.setZoomFactor"'), async () => {
  const width = () => page.evaluate(() => window.innerWidth);
  const before = await width();
  await app.evaluate(() => globalThis.contract.window.webContents.setZoomFactor(2));
  await expect.poll(width).toBeLessThan(before * 0.55);
  await app.evaluate(() => globalThis.contract.window.webContents.setZoomLevel(0));
  await expect.poll(width).toBe(before);
});

test(
  'a menu item is found by its id and chosen',
  source('docs/api/menu "menu.getMenuItemById"; docs/api/menu-item "click"'),
  async () => {
    const found = await app.evaluate(({ Menu }) => {
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
  const message = await app.evaluate(({ Menu }) => {
    try {
      Menu.buildFromTemplate([{}]);
      return null;
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain('Invalid template for MenuItem');
});

test(
  'a utility process says who it is over its parent port',
  source('docs/api/utility-process; docs/api/parent-port'),
  async () => {
    await expect
      .poll(() => told('data'))
      .toEqual([{ type: 'utility', argument: 'first', hasSend: false, count: undefined, at: undefined }]);
    expect(await told('pid before spawn')).toEqual([true]);
    expect(await told('spawn')).toEqual(['number']);
  },
);

test(
  'messages to it are cloned, not written as JSON',
  source('docs/api/utility-process "child.postMessage"'),
  async () => {
    await app.evaluate(() =>
      globalThis.contract.data.postMessage({ question: 'who', count: 41n, at: new Date(9) }),
    );
    await expect.poll(async () => (await told('data')).length).toBe(2);
    const back = await app.evaluate(() => {
      const [, answer] = globalThis.contract.told
        .filter(([name]) => name === 'data')
        .map(([, detail]) => detail);
      const { count, at } = answer as { count: bigint; at: Date };
      return [String(count), at.getTime()];
    });
    expect(back).toEqual(['41', 9]);
  },
);

test(
  'its processes are listed by the name they were given',
  source('docs/api/app "app.getAppMetrics()"; docs/api/structures/process-metric'),
  async () => {
    const names = await app.evaluate((electron) => electron.app.getAppMetrics().map(({ name }) => name));
    expect(names).toContain('Contract data');
  },
);

test(
  'its end is told with its code, and it has no pid then',
  source('docs/api/utility-process "Event: exit"'),
  async () => {
    await app.evaluate(() => globalThis.contract.data.postMessage({ question: 'end', code: 7 }));
    await expect.poll(() => told('exit')).toEqual([7]);
    expect(await app.evaluate(() => [globalThis.contract.data.pid, globalThis.contract.data.kill()])).toEqual(
      [undefined, false],
    );
  },
);

test(
  'a second start ends by itself and is told of in the first',
  source('docs/api/app "app.requestSingleInstanceLock"'),
  async ({ host }) => {
    const { status } = spawnSync(programOf(host), [appDir, 'a file.zip'], {
      env: environmentIn(dir),
      timeout: 20_000,
      stdio: 'ignore',
    });
    expect(status).toBe(0);
    await expect
      .poll(() => told('second-instance'))
      .toEqual([
        { argv: expect.arrayContaining(['a file.zip']), cwd: process.cwd(), data: { from: 'second' } },
      ]);
  },
);

test(
  'before-quit that is prevented leaves the windows',
  source('docs/api/app "Event: before-quit"'),
  async () => {
    await app.evaluate((electron) => {
      globalThis.contract.holds.quit = true;
      electron.app.quit();
    });
    expect(await told('before-quit')).toHaveLength(1);
    expect(await told('close')).toHaveLength(0);
  },
);

test(
  'a close that is prevented ends quitting',
  source('docs/api/browser-window "Event: close"; shell/browser/browser.cc'),
  async () => {
    await app.evaluate((electron) => {
      globalThis.contract.holds.quit = false;
      globalThis.contract.holds.close = true;
      electron.app.quit();
    });
    await expect.poll(() => told('close')).toHaveLength(1);
    expect(await app.evaluate(() => globalThis.contract.window.isDestroyed())).toBe(false);
  },
);

test(
  'the last window closed is told of, and a listener keeps the app',
  source('docs/api/app "Event: window-all-closed"'),
  async () => {
    await app.evaluate(() => {
      globalThis.contract.holds.close = false;
      globalThis.contract.window.close();
    });
    await expect.poll(() => told('window-all-closed')).toHaveLength(1);
    expect(await told('closed')).toHaveLength(1);
  },
);
