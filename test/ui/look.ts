// `node test/ui/look.ts DIR [name…] [--language de] [--width 720] [--scheme dark]`: a picture of every state of the page in light and dark and in four sizes, with
// axe over each and every complaint of the console. In another language than English (or `en-XA` and `ar-XB`, made up of longer words and from
// right to left) views that press a button by its name are left out. Exit 1 when there is one. For eyes: the pictures are judged by a person.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from '@playwright/test';
import { chromiumLaunch } from '../support/chromium.ts';
import { historyViews } from './history-views.ts';
import { openViewHosts } from './view-hosts.ts';
import { views } from './views.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    language: { type: 'string', default: 'en' },
    width: { type: 'string' },
    scheme: { type: 'string' },
  },
});
const { language } = values;
const [dir = 'pictures', ...names] = positionals;
const sizes = [
  [390, 844],
  [720, 520],
  [1280, 800],
  [2560, 1440],
] as const;
mkdirSync(dir, { recursive: true });

async function violationsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}: ${nodes
        .map(({ html }) => html.slice(0, 120))
        .join(' | ')
        .slice(0, 400)}`,
  );
}

const all = [...views, ...historyViews].filter(({ name }) => names.length === 0 || names.includes(name));
const hosts = openViewHosts();
const browser = await chromium.launch(chromiumLaunch());
let found = 0;
try {
  for (const colorScheme of (['light', 'dark'] as const).filter(
    (one) => values.scheme === undefined || one === values.scheme,
  )) {
    for (const [width, height] of sizes) {
      if (values.width !== undefined && Number(values.width) !== width) continue;
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height },
        reducedMotion: 'reduce',
      });
      await context.addInitScript(
        (chosen) => window.localStorage.setItem('health-relay language', chosen),
        language,
      );
      for (const view of all) {
        if (language !== 'en' && view.act !== undefined) continue;
        const page = await context.newPage();
        const complaints: string[] = [];
        page.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
        });
        page.on('pageerror', (error) => complaints.push(String(error)));
        await hosts.open(page, view);
        await view.act?.(page);
        await page.waitForTimeout(250);
        await page.screenshot({ path: join(dir, `${view.name}-${colorScheme}-${width}.png`) });
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
        if (isWide) complaints.push('wider than the window');
        if (width < 2000) complaints.push(...(await violationsOf(page)));
        for (const complaint of complaints) console.log(`${view.name} ${colorScheme} ${width}: ${complaint}`);
        found += complaints.length;
        await page.close();
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await hosts.close();
}
console.log(`${found} complaints`);
process.exitCode = found === 0 ? 0 : 1;
