import { readFileSync } from 'node:fs';
import type * as Electron from 'electron';
import { type Like, offered } from '../records.ts';

type Offered = Like<Electron.NativeImage>;

const pngMagic = '89504e470d0a1a0a';

/** Of a PNG its bytes and size; everything else is empty, as an image that Electron cannot read (docs/api/native-image). */
class StandinImage implements Offered {
  private readonly png: Buffer;
  private isTemplate = false;

  constructor(bytes: Buffer) {
    this.png = bytes.subarray(0, 8).toString('hex') === pngMagic ? bytes : Buffer.alloc(0);
  }

  isEmpty(): boolean {
    return this.png.length === 0;
  }

  /** From the first chunk, IHDR. */
  getSize(): Electron.Size {
    if (this.isEmpty()) return { width: 0, height: 0 };
    return { width: this.png.readUInt32BE(16), height: this.png.readUInt32BE(20) };
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isTemplate = isTemplate;
  }

  isTemplateImage(): boolean {
    return this.isTemplate;
  }

  toPNG(): NonSharedBuffer {
    return Buffer.from(this.png);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.png.toString('base64')}`;
  }
}

const image = (bytes: Buffer) => offered('NativeImage', new StandinImage(bytes));

export const nativeImage = offered('nativeImage', {
  createEmpty: () => image(Buffer.alloc(0)),
  createFromBuffer: (bytes: Buffer) => image(bytes),
  createFromDataURL: (url: string) => image(Buffer.from(url.split(',')[1] ?? '', 'base64')),
  createFromPath(path: string) {
    try {
      return image(readFileSync(path));
    } catch {
      return image(Buffer.alloc(0));
    }
  },
});
