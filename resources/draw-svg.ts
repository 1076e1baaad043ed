import { type Browser, chromium } from 'playwright';
import { findChromium } from '../test/support/chromium.ts';

/** Draws an SVG as a square PNG of `size` pixels, see-through where nothing is drawn; `margin` is what stays empty on each side, of 1. */
export type DrawSvg = (svg: string, size: number, margin?: number) => Promise<Buffer>;

/** Runs `act` with a browser that draws, and ends the browser. */
export async function withDrawing(act: (draw: DrawSvg) => Promise<void>): Promise<void> {
  const executablePath = findChromium();
  const browser = await chromium.launch(executablePath ? { executablePath } : {});
  try {
    await act((svg, size, margin = 0) => drawIn(browser, svg, size, margin));
  } finally {
    await browser.close();
  }
}

async function drawIn(browser: Browser, svg: string, size: number, margin: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const inner = `${(1 - 2 * margin) * 100}%`;
  await page.setContent(
    `<style>html,body{margin:0;height:100%}svg{display:block;position:absolute;inset:${margin * 100}%;width:${inner};height:${inner}}</style>${svg}`,
  );
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}
