import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImportPage } from '../ui/pages/import-page.ts';
import { expect, Relay, test } from './relay.ts';

// What a page that went bad, or a file that means harm, can do on any host: nothing.
test.describe.configure({ mode: 'serial' });

let relay: Relay;
const file = (name: string) => join(relay.dir, name);
const importPage = () => new ImportPage(relay.page);

test.beforeAll(async ({ host }) => {
  relay = new Relay(host);
  await relay.start();
});

test.afterAll(async () => {
  await relay?.close();
});

test('the page has no way to Node and none to Electron', async () => {
  const found = await relay.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer'].filter((name) => name in window),
  );
  expect(found).toEqual([]);
});

test('what is inline, evaluated or from elsewhere does not run', async () => {
  const blocked = await relay.page.evaluate(async () => {
    const script = document.createElement('script');
    script.textContent = 'window.isInlineRun = true';
    document.head.append(script);
    const remote = await fetch('https://example.com/').then(
      () => 'answered',
      () => 'refused',
    );
    // In a turn of the page's own: what a debugger evaluates is exempt from the policy.
    const evaluated = await new Promise((resolve) =>
      setTimeout(() => {
        try {
          resolve(new Function('return "ran"')());
        } catch {
          resolve('refused');
        }
      }),
    );
    return { inline: 'isInlineRun' in window, remote, evaluated };
  });
  expect(blocked).toEqual({ inline: false, remote: 'refused', evaluated: 'refused' });
});

test('a file name is text, whatever it says', async () => {
  const name = '<img src=x onerror=document.title=1>.zip';
  writeFileSync(file(name), 'no zip at all');
  await importPage().choose(file(name));
  // A browser's upload may have taken out what no file name should hold.
  await expect(
    relay.page.getByRole('article', { name: /^Receipt of .*onerror=document\.title=1/ }),
  ).toBeVisible();
  await expect(relay.page).toHaveTitle('Import — Health Relay');
});
