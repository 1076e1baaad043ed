import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import { type Like, offered } from '../records.ts';

const pngMagic = '89504e470d0a1a0a';

/** Whether it is a PNG; everything else is empty, as an image that Electron cannot read (docs/api/native-image). */
class StandinImage implements Like<Electron.NativeImage> {
  private readonly isPng: boolean;

  constructor(bytes: Buffer) {
    this.isPng = bytes.subarray(0, 8).toString('hex') === pngMagic;
  }

  isEmpty(): boolean {
    return !this.isPng;
  }
}

export const nativeImage = offered('nativeImage', {
  createFromPath(path: string) {
    try {
      return offered('NativeImage', new StandinImage(readFileSync(path)));
    } catch {
      return offered('NativeImage', new StandinImage(Buffer.alloc(0)));
    }
  },
});
