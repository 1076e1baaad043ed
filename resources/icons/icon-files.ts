/** A square PNG and its side in pixels. */
export interface Drawing {
  readonly size: number;
  readonly png: Buffer;
}

/** Windows' icon file with PNGs in it, as Windows reads them since Vista ("ICO", file format of [MS] Win32 docs: ICONDIR, ICONDIRENTRY). */
export function icoOf(drawings: readonly Drawing[]): Buffer {
  const header = Buffer.alloc(6 + 16 * drawings.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(drawings.length, 4);
  let offset = header.length;
  for (const [index, { size, png }] of drawings.entries()) {
    const at = 6 + 16 * index;
    // One byte for the side, in which 0 means 256.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(png.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...drawings.map(({ png }) => png)]);
}

/** Which place of an icns a PNG of that side fills; the second of a pair is the double-density one of half the size. */
const places: Readonly<Record<number, readonly string[]>> = {
  // Those of 16 and 32 at single density (icp4, icp5) are not shown right in an app's bundle as PNG; the denser ones serve.
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
};

/** The sides that an icns is made of, in pixels. */
export const icnsSizes: readonly number[] = Object.keys(places).map(Number);

/** macOS' icon file ("Apple Icon Image format": `icns`, length, then elements of type, length, PNG). Sides without a place are left out. */
export function icnsOf(drawings: readonly Drawing[]): Buffer {
  const elements = drawings.flatMap(({ size, png }) =>
    (places[size] ?? []).map((type) => Buffer.concat([tagged(type, png.length), png])),
  );
  const length = elements.reduce((sum, element) => sum + element.length, 0);
  return Buffer.concat([tagged('icns', length), ...elements]);
}

/** A type of four letters and the length of it, of the number and of what follows. */
function tagged(type: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(length + 8, 4);
  return head;
}
