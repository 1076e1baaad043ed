import { runContract, source } from './contract.ts';
import { expect, test } from './relay.ts';

// Windows, our own scheme, and where a page may go.
const contract = runContract();

/** A click that Playwright does not follow: it would wait for the end of a navigation that is prevented. */
const click = (selector: string) =>
  contract().app.evaluate(
    (_electron, wanted) =>
      globalThis.contract.window.webContents.executeJavaScript(
        `document.querySelector(${JSON.stringify(wanted)}).click()`,
        true,
      ) as Promise<void>,
    selector,
  );

test(
  'a handler gets method and address of our scheme',
  source('docs/api/protocol "protocol.handle"'),
  async () => {
    expect(await contract().told('request')).toContain('GET bundle/index.html');
    expect(await contract().page.evaluate(async () => (await fetch('/missing')).status)).toBe(404);
    const post = await contract().page.evaluate(
      async () => (await fetch('/index.html', { method: 'POST' })).status,
    );
    expect(post).toBe(200);
    expect(await contract().told('request')).toContain('POST bundle/index.html');
  },
);

test('main sees the address of our scheme', source('docs/api/web-contents "contents.getURL()"'), async () => {
  expect(await contract().app.evaluate(() => globalThis.contract.window.webContents.getURL())).toBe(
    'app://bundle/index.html',
  );
  expect(await contract().page.evaluate(() => window.contract.invoke('sender'))).toEqual({
    url: 'app://bundle/index.html',
    isTop: true,
  });
});

test(
  'a secure, standard scheme is a secure context with storage',
  source('docs/api/structures/custom-scheme'),
  async () => {
    const found = await contract().page.evaluate(() => {
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
    const isRun = await contract().page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.isRun = true';
      document.head.append(script);
      return 'isRun' in window;
    });
    expect(isRun).toBe(false);
    expect(await contract().thrown(() => fetch('https://example.com/'))).toMatch(/Failed to fetch/);
  },
);

test(
  'a window is not shown before ready-to-show when show is false',
  source('docs/api/browser-window "ready-to-show"'),
  async () => {
    expect(await contract().told('ready-to-show')).toEqual([false]);
    expect(await contract().app.evaluate(() => globalThis.contract.window.isVisible())).toBe(true);
  },
);

test(
  "the document's title becomes the window's",
  source('docs/api/browser-window "page-title-updated"'),
  async () => {
    await contract().page.evaluate(() => {
      document.title = 'Second';
    });
    await expect
      .poll(() => contract().app.evaluate(() => globalThis.contract.window.getTitle()))
      .toBe('Second');
  },
);

test(
  'permissions are refused by the handlers',
  source('docs/tutorial/security "Handle session permission requests"'),
  async () => {
    const found = await contract().page.evaluate(async () => [
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
    await click('#far');
    await expect.poll(() => contract().told('will-frame-navigate')).toEqual(['https://example.com/']);
    expect(await contract().app.evaluate(() => globalThis.contract.window.webContents.getURL())).toMatch(
      /index\.html$/,
    );
  },
);

test(
  'a link of our own is told of and followed',
  source('docs/api/web-contents "will-frame-navigate"'),
  async () => {
    await click('#own');
    // Not by its load event: it may be over before anybody waits for it.
    await expect(contract().page).toHaveURL(/other\.html$/);
    expect(await contract().told('will-frame-navigate')).toContain('app://bundle/other.html');
    await contract().page.waitForFunction(() => typeof window.contract === 'object');
  },
);

test(
  'a second window is asked for and denied',
  source('docs/api/web-contents "setWindowOpenHandler"'),
  async () => {
    expect(await contract().page.evaluate(() => window.open('https://example.com/opened'))).toBeNull();
    await contract().page.locator('#blank').click();
    await expect
      .poll(() => contract().told('window-open'))
      .toEqual(['https://example.com/opened', 'https://example.com/new']);
    expect(contract().app.windows()).toHaveLength(1);
  },
);

test(
  'a scheme that is unknown does not load',
  source('docs/api/web-contents "contents.loadURL"'),
  async () => {
    const code = await contract().app.evaluate(({ BrowserWindow: Window }) => {
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
  await contract().page.evaluate(() => localStorage.setItem('kept', 'yes'));
  await contract().app.evaluate(({ session }) => session.defaultSession.clearStorageData());
  await expect.poll(() => contract().page.evaluate(() => localStorage.getItem('kept'))).toBeNull();
});

test(
  'the theme that is set is the theme of the page',
  source('docs/api/native-theme "nativeTheme.themeSource"'),
  async () => {
    const isDark = () => contract().page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
    for (const theme of ['dark', 'light'] as const) {
      await contract().app.evaluate(({ nativeTheme }, wanted) => {
        nativeTheme.themeSource = wanted;
      }, theme);
      await expect.poll(isDark).toBe(theme === 'dark');
      expect(await contract().app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(
        theme === 'dark',
      );
    }
  },
);

test('zoom makes the page smaller', source('docs/api/web-contents "contents.setZoomFactor"'), async () => {
  const width = () => contract().page.evaluate(() => window.innerWidth);
  const before = await width();
  await contract().app.evaluate(() => globalThis.contract.window.webContents.setZoomFactor(2));
  await expect.poll(width).toBeLessThan(before * 0.55);
  await contract().app.evaluate(() => globalThis.contract.window.webContents.setZoomLevel(0));
  await expect.poll(width).toBe(before);
});
