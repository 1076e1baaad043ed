// Draws the app's icons from icon.svg: `node resources/icons/draw.ts`. Needed only after a change of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDrawing } from '../draw-svg.ts';
import { icnsOf, icnsSizes, icoOf } from './icon-files.ts';

/** Of the hicolor theme of Linux desktops ("Icon Theme Specification"), which electron-builder reads from these names. */
const linuxSizes = [16, 32, 48, 64, 128, 256, 512];
const windowsSizes = [16, 24, 32, 48, 64, 128, 256];
/** Apple draws an app's square 824 wide on a canvas of 1024 (Human Interface Guidelines, "App icons", macOS template). */
const macMargin = 100 / 1024;

const svg = readFileSync(join(import.meta.dirname, 'icon.svg'), 'utf8');
const write = (name: string, bytes: Buffer) => writeFileSync(join(import.meta.dirname, name), bytes);

await withDrawing(async (draw) => {
  const drawn = async (sizes: readonly number[], margin: number) => {
    const drawings = [];
    for (const size of sizes) drawings.push({ size, png: await draw(svg, size, margin) });
    return drawings;
  };
  for (const { size, png } of await drawn(linuxSizes, 0)) write(`${size}x${size}.png`, png);
  write('icon.ico', icoOf(await drawn(windowsSizes, 0)));
  write('icon.icns', icnsOf(await drawn(icnsSizes, macMargin)));
});
