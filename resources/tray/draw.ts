// Draws the icons of the tray from the SVGs beside this file: `node resources/tray/draw.ts`. Needed only after a change of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDrawing } from '../draw-svg.ts';
import { icoOf } from '../icons/icon-files.ts';

/**
 * Names as Electron reads them: `Template` is colored by macOS, `@2x` is taken on screens that dense, and the ones between on those that
 * Linux desktops scale by a quarter or a half ("nativeImage", "High resolution image"). Windows takes its own file (src/main/tray.ts).
 */
const drawings = [
  { svg: 'tray.svg', png: 'tray', densities: [1, 1.25, 1.5, 2, 2.5, 3] },
  { svg: 'tray-template.svg', png: 'trayTemplate', densities: [1, 2] },
];
/** Of a tray's icon, in pixels of a screen of single density. */
const side = 16;
/** Of a tray's icon on Windows' screens of 100, 125, 150, 200 and 300 %, in pixels. */
const windowsSizes = [16, 20, 24, 32, 48];

await withDrawing(async (draw) => {
  for (const { svg, png, densities } of drawings) {
    const drawn = readFileSync(join(import.meta.dirname, svg), 'utf8');
    for (const density of densities) {
      const name = density === 1 ? png : `${png}@${density}x`;
      writeFileSync(join(import.meta.dirname, `${name}.png`), await draw(drawn, side * density));
    }
  }
  const tray = readFileSync(join(import.meta.dirname, 'tray.svg'), 'utf8');
  const pictures = [];
  for (const size of windowsSizes) pictures.push({ size, png: await draw(tray, size) });
  writeFileSync(join(import.meta.dirname, 'tray.ico'), icoOf(pictures));
});
