import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';

/** Every window that is made, with its options. */
const made = vi.hoisted(() => ({ options: [] as Record<string, unknown>[], loaded: [] as string[] }));

vi.mock('electron', () => ({
  BrowserWindow: class {
    constructor(options: Record<string, unknown>) {
      made.options.push(options);
    }
    once(): void {}
    async loadURL(url: string): Promise<void> {
      made.loaded.push(url);
    }
  },
  nativeTheme: { shouldUseDarkColors: false },
}));
const { createMainWindow } = await import('../../src/main/main-window.ts');

const folder = join(import.meta.dirname, '../../src/main');
const sources = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
const filesWith = (pattern: RegExp) => sources.filter(([, text]) => pattern.test(text)).map(([name]) => name);

const system = { locale: 'en-DE', languages: ['en', 'de'] };

test('a window has no Node, a sandbox and a world of its own (security checklist 2, 3, 4, 6, 8, 9, 12)', () => {
  createMainWindow('/app/out', 'app://bundle/index.html', { icon: null, system }, () => {}).show('sync');
  expect(made.loaded).toEqual(['app://bundle/index.html#/sync']);
  expect(made.options).toHaveLength(1);
  const on = ['contextIsolation', 'sandbox', 'webSecurity'];
  const off = [
    'allowRunningInsecureContent',
    'experimentalFeatures',
    ...['nodeIntegration', 'nodeIntegrationInSubFrames', 'nodeIntegrationInWorker'],
    'spellcheck',
    'webviewTag',
  ];
  expect(made.options[0]?.['webPreferences']).toEqual({
    ...Object.fromEntries(on.map((name) => [name, true])),
    ...Object.fromEntries(off.map((name) => [name, false])),
    preload: '/app/out/preload/index.cjs',
    // Nothing but the user's languages.
    additionalArguments: [`--health-relay-system-language=${JSON.stringify(system)}`],
  });
});

test('there is one place that makes windows, and the sandbox is on for whatever else is ever made', () => {
  expect(filesWith(/new BrowserWindow\b/)).toEqual(['main-window.ts']);
  expect(filesWith(/app\.enableSandbox\(\)/)).toEqual(['index.ts']);
});

test.each([
  ['views and webviews of other pages', /WebContentsView|BrowserView|<webview/],
  ['code put into a page', /executeJavaScript|insertCSS|setPreloads|registerPreloadScript/],
  ['switches that open the browser', /(?<!hasSwitch\(')no-sandbox|disable-web-security|appendSwitch/],
  ['certificates taken on trust', /certificate-error|setCertificateVerifyProc/],
  [
    'unsafe preferences',
    /(nodeIntegration\w*|webviewTag|allowRunningInsecureContent|experimentalFeatures): true/,
  ],
  ['unsafe preferences, turned off', /(sandbox|contextIsolation|webSecurity): false|enableBlinkFeatures/],
  ['ways in beside the gateway', /ipcMain\.(on|once|handleOnce)\b|event\.reply|webContents\.ipc/],
  ['addresses of the web', /https?:\/\/(?!\$\{)[a-z]/],
  ['pages from files', /loadFile\(|file:\/\//],
  ['the remote module and old powers', /@electron\/remote|enableRemoteModule|process\.binding/],
])('nothing in the shell has %s', (_what, pattern) => {
  expect(
    sources
      .filter(([, text]) => pattern.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
      .map(([name]) => name),
  ).toEqual([]);
});

test('the doors of debuggers are named once, where an installed app shuts them', () => {
  const [index] = sources.filter(([name]) => name === 'index.ts');
  expect(filesWith(/remote-debugging/)).toEqual(['index.ts']);
  expect(index?.[1]).toMatch(
    /if \(app\.isPackaged\) for \(const door of debuggingDoors\) app\.commandLine\.removeSwitch\(door\)/,
  );
});

test('what leaves for the system’s browser went through the allow-list (checklist 15)', () => {
  const opening = sources.flatMap(([name, text]) =>
    [...text.matchAll(/openExternal\(([^)]*)\)/g)].map(([, given]) => [name, given]),
  );
  expect(opening.sort()).toEqual([
    ['host-answers.ts', 'allowed'],
    ['index.ts', 'allowed'],
  ]);
});
