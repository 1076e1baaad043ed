import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TestAuthority } from '../support/certificates.ts';
import { connectProxy } from '../support/connect-proxy.ts';
import { Frame } from '../ui/pages/frame.ts';
import { expect, Relay, test } from './relay.ts';

// What people do with a window and expect of any: press in a field, make the page larger, look at the tray.
test.describe.configure({ mode: 'serial' });

let relay: Relay;

interface Popped {
  readonly roles: (string | undefined)[];
  choose(role: string): void;
}

declare global {
  // Kept in the main process.
  var popped: Popped[];
}

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  await relay.start();
  // Shown nowhere: a menu that is open waits for a person.
  await relay.electron.evaluate(({ Menu, BrowserWindow }) => {
    const popped: Popped[] = [];
    Object.assign(globalThis, { popped });
    Menu.prototype.popup = function popup() {
      popped.push({
        roles: this.items.map(({ role, enabled }) => (enabled ? role : `(${role})`)),
        choose: (wanted) => {
          const [window] = BrowserWindow.getAllWindows();
          // Typed as a handler of ours; an item's own takes the window and the contents that the role acts on.
          const click = this.items.find(({ role }) => role === wanted)?.click as unknown as
            | Acting
            | undefined;
          click?.({}, window, window?.webContents);
        },
      });
    };
    type Acting = (event: object, window: unknown, contents: unknown) => void;
  });
});

test.afterAll(async () => {
  await relay?.close();
});

test('the secondary button offers editing in a field, and what is copied there is pasted', async () => {
  await new Frame(relay.page).goTo('Settings');
  const field = relay.page.getByRole('textbox', { name: 'Address' }).first();
  await field.fill('http://copied.example');
  await field.selectText();
  await field.click({ button: 'right' });
  const popped = () => relay.electron.evaluate(() => globalThis.popped.map(({ roles }) => roles));
  await expect.poll(popped).toHaveLength(1);
  expect((await popped())[0]).toEqual(expect.arrayContaining(['cut', 'copy', 'selectall']));
  await relay.electron.evaluate(() => globalThis.popped[0]?.choose('cut'));
  await expect(field).toHaveValue('');
  await field.click({ button: 'right' });
  await expect.poll(popped).toHaveLength(2);
  await relay.electron.evaluate(() => globalThis.popped[1]?.choose('paste'));
  await expect(field).toHaveValue('http://copied.example');
});

test('where there is nothing to do, it opens nothing', async () => {
  const before = await relay.electron.evaluate(() => globalThis.popped.length);
  await relay.page.getByRole('heading', { level: 1 }).click({ button: 'right' });
  const field = relay.page.getByRole('textbox', { name: 'Address' }).first();
  // In order behind it.
  await field.click({ button: 'right' });
  await expect.poll(() => relay.electron.evaluate(() => globalThis.popped.length)).toBe(before + 1);
});

test('Settings says what is bundled, and under which license', async () => {
  await relay.page.getByRole('button', { name: 'Licenses' }).click();
  for (const name of ['electron', 'react', 'better-sqlite3'])
    await expect(relay.page.getByRole('button', { name: new RegExp(`^${name} \\d.*, MIT$`) })).toBeVisible();
  await relay.page.getByRole('button', { name: /^electron \d/ }).click();
  await expect(relay.page.getByText('Permission is hereby granted, free of charge')).toBeVisible();
});

test('the tray has a picture for each density of a screen', async () => {
  const scales = await relay.electron.evaluate(({ app, nativeImage }) =>
    nativeImage.createFromPath(`${app.getAppPath()}/resources/tray/tray.png`).getScaleFactors(),
  );
  expect(scales).toEqual(expect.arrayContaining([1, 1.25, 1.5, 2]));
});

/** What a request of Electron's network meets when its proxy asks: the questions, and how it ended. */
function askThrough(proxy: string, answers: readonly (readonly string[])[]) {
  return relay.electron.evaluate(
    async ({ net, session }, given) => {
      // One in memory would write its copy of the preferences, with the page's zoom, over those of the app.
      const own = session.fromPartition(`persist:asked-by-${new URL(given.proxy).port}`, { cache: false });
      own.setCertificateVerifyProc((_request, decide) => decide(0));
      await own.setProxy({ proxyRules: given.proxy });
      const questions: { isProxy: boolean; host: string; port: number }[] = [];
      const ended = await new Promise<string>((resolve) => {
        const request = net.request({ url: 'https://updates.example/latest.yml', session: own });
        request.on('login', ({ isProxy, host, port }, answer) => {
          const [name, password] = given.answers[questions.length] ?? [];
          questions.push({ isProxy, host, port });
          if (name === undefined) answer();
          else answer(name, password);
        });
        request.on('response', (response) => {
          response.on('data', () => {});
          // The proxy closes before the body of its refusal is over.
          response.on('error', () => {});
          resolve(String(response.statusCode));
        });
        request.on('error', (error) => resolve(error.message));
        request.end();
      });
      return { questions, ended };
    },
    { proxy, answers },
  );
}

test('a proxy’s question names its host and port; a wrong answer is asked for again, and none ends the request', async () => {
  const authority = new TestAuthority();
  const { cert, key } = authority.issue({ hosts: ['updates.example'] });
  const server = createServer({ cert, key }, (_request, response) => response.end('here'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: to } = server.address() as AddressInfo;
  const first = await connectProxy(to, undefined, 'ada:open');
  const second = await connectProxy(to, undefined, 'ada:open');
  try {
    const question = { isProxy: true, host: '127.0.0.1', port: first.port };
    const answered = await askThrough(`http://127.0.0.1:${first.port}`, [
      ['ada', 'old'],
      ['ada', 'open'],
    ]);
    expect(answered).toEqual({ questions: [question, question], ended: '200' });
    const refused = await askThrough(`http://127.0.0.1:${second.port}`, [[]]);
    expect(refused.questions).toEqual([{ ...question, port: second.port }]);
    expect(refused.ended).toMatch(/407|ERR_/);
  } finally {
    await first.close();
    await second.close();
    server.closeAllConnections();
    server.close();
  }
});

test('the page is told the system’s languages and region, which Chromium keeps to itself', async () => {
  const told = await relay.page.evaluate(() => window.healthRelay?.system);
  expect(told).toEqual(
    await relay.electron.evaluate(({ app }) => ({
      locale: app.getSystemLocale(),
      languages: app.getPreferredSystemLanguages(),
    })),
  );
});

test('a page that was made larger is so after the next start', async () => {
  await relay.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    // As the menu's items do (lib/browser/api/menu-item-roles.ts).
    if (window) window.webContents.zoomLevel += 1;
  });
  await relay.restart();
  // Chromium applies it once the page has its place, which may be after its first words.
  await expect
    .poll(() =>
      relay.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.zoomLevel),
    )
    .toBe(1);
});
