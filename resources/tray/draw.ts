// Draws the PNGs of the tray from the SVGs beside this file: `node resources/tray/draw.ts`. Needed only after a change of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDrawing } from '../draw-svg.ts';

/** Names as Electron reads them: `Template` is coloured by macOS, `@2x` is taken on dense screens ("nativeImage"). */
const drawings = [
  { svg: 'tray.svg', png: 'tray' },
  { svg: 'tray-template.svg', png: 'trayTemplate' },
];

await withDrawing(async (draw) => {
  for (const { svg, png } of drawings) {
    const drawn = readFileSync(join(import.meta.dirname, svg), 'utf8');
    writeFileSync(join(import.meta.dirname, `${png}.png`), await draw(drawn, 16));
    writeFileSync(join(import.meta.dirname, `${png}@2x.png`), await draw(drawn, 32));
  }
});
