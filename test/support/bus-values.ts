// The values of D-Bus messages (D-Bus specification, "Marshaling (Wire Format)"), little-endian.

/** A variant that is read is its value alone; a map whose keys are strings is an object. */
export type BusValue =
  | number
  | bigint
  | boolean
  | string
  | Buffer
  | readonly BusValue[]
  | { readonly [name: string]: BusValue };

/** A value to write in a place of the type `v`. */
export interface Variant extends Record<string, BusValue> {
  readonly type: string;
  readonly value: BusValue;
}

const aligned: Readonly<Record<string, number>> = {
  y: 1,
  g: 1,
  v: 1,
  n: 2,
  q: 2,
  b: 4,
  i: 4,
  u: 4,
  s: 4,
  o: 4,
  a: 4,
  t: 8,
  x: 8,
  d: 8,
  '(': 8,
  '{': 8,
};

/** The complete types of a signature: `a{sv}u` are two. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, from: number): number {
  let at = from;
  while (signature[at] === 'a') at += 1;
  if (signature[at] !== '(' && signature[at] !== '{') return at + 1;
  for (let depth = 0; at < signature.length; at += 1) {
    if ('({'.includes(signature[at] ?? ' ')) depth += 1;
    else if (')}'.includes(signature[at] ?? ' ')) depth -= 1;
    if (depth === 0) return at + 1;
  }
  throw new Error(`no signature: ${signature}`);
}

export class BusReader {
  at = 0;
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  align(to: number): void {
    this.at = Math.ceil(this.at / to) * to;
  }

  all(signature: string): BusValue[] {
    return typesOf(signature).map((type) => this.one(type));
  }

  one(type: string): BusValue {
    this.align(aligned[type[0] ?? ''] ?? 1);
    switch (type[0]) {
      case 'y':
        return this.bytes.readUInt8(this.pass(1));
      case 'b':
        return this.bytes.readUInt32LE(this.pass(4)) === 1;
      case 'n':
        return this.bytes.readInt16LE(this.pass(2));
      case 'q':
        return this.bytes.readUInt16LE(this.pass(2));
      case 'i':
        return this.bytes.readInt32LE(this.pass(4));
      case 'u':
        return this.bytes.readUInt32LE(this.pass(4));
      case 'x':
        return this.bytes.readBigInt64LE(this.pass(8));
      case 't':
        return this.bytes.readBigUInt64LE(this.pass(8));
      case 'd':
        return this.bytes.readDoubleLE(this.pass(8));
      case 's':
      case 'o':
        return this.text(this.bytes.readUInt32LE(this.pass(4)));
      case 'g':
        return this.text(this.bytes.readUInt8(this.pass(1)));
      case 'v':
        return this.one(this.text(this.bytes.readUInt8(this.pass(1))));
      case '(':
      case '{':
        return this.all(type.slice(1, -1));
      case 'a':
        return this.array(type.slice(1));
      default:
        throw new Error(`no type: ${type}`);
    }
  }

  private array(type: string): BusValue {
    const length = this.bytes.readUInt32LE(this.pass(4));
    this.align(aligned[type[0] ?? ''] ?? 1);
    const end = this.at + length;
    if (type === 'y') return this.bytes.subarray(this.pass(length), end);
    const items: BusValue[] = [];
    while (this.at < end) items.push(this.one(type));
    return type.startsWith('{s') ? Object.fromEntries(items as [string, BusValue][]) : items;
  }

  private text(length: number): string {
    const from = this.pass(length + 1);
    return this.bytes.toString('utf8', from, from + length);
  }

  private pass(length: number): number {
    this.at += length;
    return this.at - length;
  }
}

export class BusWriter {
  private bytes: number[] = [];

  get written(): Buffer {
    return Buffer.from(this.bytes);
  }

  align(to: number): void {
    while (this.bytes.length % to !== 0) this.bytes.push(0);
  }

  all(signature: string, values: readonly BusValue[]): void {
    for (const [index, type] of typesOf(signature).entries()) this.one(type, values[index] as BusValue);
  }

  one(type: string, value: BusValue): void {
    this.align(aligned[type[0] ?? ''] ?? 1);
    switch (type[0]) {
      case 'y':
        this.bytes.push(value as number);
        return;
      case 'b':
        this.number(4, (to) => to.writeUInt32LE(value === true ? 1 : 0));
        return;
      case 'i':
        this.number(4, (to) => to.writeInt32LE(value as number));
        return;
      case 'u':
        this.number(4, (to) => to.writeUInt32LE(value as number));
        return;
      case 's':
      case 'o': {
        const text = Buffer.from(value as string);
        this.number(4, (to) => to.writeUInt32LE(text.length));
        this.bytes.push(...text, 0);
        return;
      }
      case 'g': {
        const text = Buffer.from(value as string);
        this.bytes.push(text.length, ...text, 0);
        return;
      }
      case 'v': {
        const { type: inner, value: held } = value as Variant;
        this.one('g', inner);
        this.one(inner, held);
        return;
      }
      case '(':
      case '{':
        this.all(type.slice(1, -1), value as readonly BusValue[]);
        return;
      case 'a':
        this.array(type.slice(1), value as readonly BusValue[]);
        return;
      default:
        throw new Error(`not written here: ${type}`);
    }
  }

  private array(type: string, items: readonly BusValue[]): void {
    const at = this.bytes.length;
    this.number(4, () => {});
    this.align(aligned[type[0] ?? ''] ?? 1);
    const from = this.bytes.length;
    for (const item of items) this.one(type, item);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(this.bytes.length - from);
    this.bytes.splice(at, 4, ...length);
  }

  private number(length: number, write: (to: Buffer) => void): void {
    const to = Buffer.alloc(length);
    write(to);
    this.bytes.push(...to);
  }
}
