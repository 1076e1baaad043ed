import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AboutPanelOptionsOptions } from 'electron';
import { Frame } from '../ui/pages/frame.ts';
import { SettingsPage } from '../ui/pages/settings-page.ts';
import { expect, Relay, test } from './relay.ts';
import { choose } from './shell.ts';
import { windowTitles } from './x-windows.ts';

// About, as the app gives it to Electron, and as the system's toolkit shows it.
test.describe.configure({ mode: 'serial' });

let relay: Relay;

declare global {
  // Kept in the main process.
  var givenAbout: AboutPanelOptionsOptions[];
}

const given = () => relay.electron.evaluate(() => globalThis.givenAbout.at(-1));

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  await relay.start();
  await relay.electron.evaluate(({ app }) => {
    const options: AboutPanelOptionsOptions[] = [];
    Object.assign(globalThis, { givenAbout: options });
    const set = app.setAboutPanelOptions.bind(app);
    app.setAboutPanelOptions = (next) => {
      options.push(next);
      set(next);
    };
  });
});

test.afterAll(async () => {
  await relay?.close();
});

test('About has the version, what the app is built on, and the licenses, in the chosen language', async () => {
  await new Frame(relay.page).goTo('Settings');
  const { languages } = new SettingsPage(relay.page);
  await languages.getByRole('radio', { name: 'Deutsch' }).press('Space');
  await expect.poll(async () => (await given())?.copyright).toContain('Health Relay: MIT-Lizenz');
  await languages.getByRole('radio', { name: 'English' }).press('Space');
  await expect.poll(async () => (await given())?.copyright).toContain('Health Relay: MIT license');

  const { version, versions, execPath } = await relay.electron.evaluate(({ app }) => ({
    version: app.getVersion(),
    versions: process.versions,
    execPath: process.execPath,
  }));
  const about = await given();
  expect(about).toMatchObject({ applicationName: 'Health Relay', applicationVersion: version });
  expect(about?.copyright).toContain(
    `Electron ${versions['electron']}, Chromium ${versions['chrome']}, Node ${versions.node}\n`,
  );
  expect(about?.copyright).toContain('(LICENSES.chromium.html)');
  expect(existsSync(join(dirname(execPath), 'LICENSES.chromium.html'))).toBe(true);
  const isDrawn = await relay.electron.evaluate(
    ({ nativeImage }, path) => !nativeImage.createFromPath(path).isEmpty(),
    about?.iconPath ?? '',
  );
  expect(isDrawn).toBe(true);
});

test('the menu opens it', async () => {
  // Another display may let nobody else in, and has windows of others.
  test.skip(process.env['TEST_ELECTRON_DISPLAY'] !== 'own', 'the display is not the tests’ own');
  const titles = () => windowTitles(process.env['DISPLAY'] ?? '');
  expect(await titles()).not.toContain('About Health Relay');
  await choose(relay.electron, 'About');
  await expect.poll(titles).toContain('About Health Relay');
});
