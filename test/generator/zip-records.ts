/** One entry while and after it is written; sizes are of the data, not of the headers. */
export interface ZipEntry {
  readonly name: Buffer;
  readonly flags: number;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly isFolder: boolean;
  readonly zip64: boolean;
  /** Of the local header. */
  readonly offset: number;
  crc: number;
  compressedSize: number;
  size: number;
}

const limit32 = 0xffff_ffff;
/** 2024-01-01 00:00: the same in every file, so that the same data makes the same bytes. */
const dosDateTime = 0x5821_0000;
const unixTime = 1_704_067_200;

function capped(value: number): number {
  return Math.min(value, limit32);
}

/** Extended timestamp and Info-ZIP Unix fields, as Apple's writer adds them (healthkit/README §1.2). */
function timeFields(inCentral: boolean): Buffer {
  const fields = Buffer.alloc(inCentral ? 13 : 21);
  fields.writeUInt16LE(0x5455, 0);
  fields.writeUInt16LE(inCentral ? 5 : 9, 2);
  fields.writeUInt8(3, 4);
  fields.writeUInt32LE(unixTime, 5);
  if (!inCentral) fields.writeUInt32LE(unixTime, 9);
  fields.writeUInt16LE(0x7855, inCentral ? 9 : 13);
  fields.writeUInt16LE(inCentral ? 0 : 4, inCentral ? 11 : 15);
  return fields;
}

function zip64Field(values: readonly number[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + values.length * 8);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(values.length * 8, 2);
  for (const [i, value] of values.entries()) field.writeBigUInt64LE(BigInt(value), 4 + i * 8);
  return field;
}

/** Written twice: before the data with nothing known, after it with the real size. CRC and compressed size stay 0. */
export function localHeader(entry: ZipEntry): Buffer {
  const extra = Buffer.concat([
    entry.zip64 ? zip64Field([entry.size, 0]) : Buffer.alloc(0),
    timeFields(false),
  ]);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(entry.zip64 ? 45 : 20, 4);
  header.writeUInt16LE(entry.flags, 6);
  header.writeUInt16LE(entry.method, 8);
  header.writeUInt32LE(dosDateTime, 10);
  header.writeUInt32LE(entry.zip64 ? limit32 : 0, 18);
  header.writeUInt32LE(entry.zip64 ? limit32 : entry.size, 22);
  header.writeUInt16LE(entry.name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, entry.name, extra]);
}

/** The data descriptor; eight-byte sizes where the local header announced zip64. */
export function descriptor(entry: ZipEntry): Buffer {
  const record = Buffer.alloc(entry.zip64 ? 24 : 16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(entry.crc, 4);
  if (entry.zip64) {
    record.writeBigUInt64LE(BigInt(entry.compressedSize), 8);
    record.writeBigUInt64LE(BigInt(entry.size), 16);
  } else {
    record.writeUInt32LE(entry.compressedSize, 8);
    record.writeUInt32LE(entry.size, 12);
  }
  return record;
}

export function centralHeader(entry: ZipEntry): Buffer {
  const large = [entry.size, entry.compressedSize, entry.offset].filter((value) => value >= limit32);
  const extra = Buffer.concat([zip64Field(large), timeFields(true)]);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(0x0314, 4);
  header.writeUInt16LE(large.length > 0 || entry.zip64 ? 45 : 20, 6);
  header.writeUInt16LE(entry.flags, 8);
  header.writeUInt16LE(entry.method, 10);
  header.writeUInt32LE(dosDateTime, 12);
  header.writeUInt32LE(entry.crc, 16);
  header.writeUInt32LE(capped(entry.compressedSize), 20);
  header.writeUInt32LE(capped(entry.size), 24);
  header.writeUInt16LE(entry.name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(((entry.isFolder ? 0o40755 : 0o100644) << 16) >>> 0, 38);
  header.writeUInt32LE(capped(entry.offset), 42);
  return Buffer.concat([header, entry.name, extra]);
}

/** The end of central directory, with its zip64 form before it where the plain one is too small. */
export function endRecords(count: number, start: number, size: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(capped(size), 12);
  end.writeUInt32LE(capped(start), 16);
  if (count < 0xffff && start < limit32 && size < limit32) return end;
  const wide = Buffer.alloc(76);
  wide.writeUInt32LE(0x06064b50, 0);
  wide.writeBigUInt64LE(44n, 4);
  wide.writeUInt16LE(45, 12);
  wide.writeUInt16LE(45, 14);
  wide.writeBigUInt64LE(BigInt(count), 24);
  wide.writeBigUInt64LE(BigInt(count), 32);
  wide.writeBigUInt64LE(BigInt(size), 40);
  wide.writeBigUInt64LE(BigInt(start), 48);
  wide.writeUInt32LE(0x07064b50, 56);
  wide.writeBigUInt64LE(BigInt(start + size), 64);
  wide.writeUInt32LE(1, 72);
  return Buffer.concat([wide, end]);
}
