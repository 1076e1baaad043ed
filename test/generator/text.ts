// Everything the generator writes is kept as strings whose characters are the BYTES of the file (0–255): they stay one-byte
// strings in V8, turn into buffers by a plain copy, and can hold bytes that are not UTF-8.

/** Ordinary text as its UTF-8 bytes, one character a byte. */
export function asBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** A buffer of such a string. */
export function toBuffer(bytes: string): Buffer {
  return Buffer.from(bytes, 'latin1');
}

/** Text ready to stand between the double quotes of an attribute, as the Health app escapes it. */
export function attributeText(text: string): string {
  return asBytes(
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  );
}

/** About six significant digits, as the Health app prints quantities (healthkit/README §1.5, Values). */
export function sixDigits(value: number): string {
  if (Number.isInteger(value) && value < 1_000_000) return String(value);
  return String(Number(value.toPrecision(6)));
}

export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
