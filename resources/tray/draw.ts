// Draws the PNGs of the tray from the SVGs beside this file: `node resources/tray/draw.ts`. Needed only after a change of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../../test/support/chromium.ts';

/** Names as Electron reads them: `Template` is coloured by macOS, `@2x` is taken on dense screens ("nativeImage"). */
const drawings = [
  { svg: 'tray.svg', png: 'tray' },
  { svg: 'tray-template.svg', png: 'trayTemplate' },
];

const executablePath = findChromium();
const browser = await chromium.launch(executablePath ? { executablePath } : {});
try {
  for (const { svg, png } of drawings) {
    for (const [scale, ending] of [
      [1, ''],
      [2, '@2x'],
    ] as const) {
      const page = await browser.newPage({ viewport: { width: 16, height: 16 }, deviceScaleFactor: scale });
      const drawn = readFileSync(join(import.meta.dirname, svg), 'utf8');
      await page.setContent(`<style>body{margin:0}svg{display:block;width:16px;height:16px}</style>${drawn}`);
      const path = join(import.meta.dirname, `${png}${ending}.png`);
      await page.screenshot({ path, omitBackground: true });
      await page.close();
    }
  }
} finally {
  await browser.close();
}
