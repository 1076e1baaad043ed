import { crc32, deflateRawSync } from 'node:zlib';

/** One entry, with the lies that real archives tell about theirs. */
export interface ZipMember {
  readonly name: string | Buffer;
  readonly data?: Buffer | string;
  /** Bytes to store in place of the deflated `data`. */
  readonly compressed?: Buffer;
  readonly store?: boolean;
  readonly method?: number;
  /** General purpose flags: 1 encrypted, 8 data descriptor, 0x800 UTF-8. */
  readonly flags?: number;
  /** What the central directory says instead of the truth. */
  readonly declaredSize?: number;
  readonly declaredCompressedSize?: number;
  readonly crc?: number;
  /** Sizes and offset in a zip64 extra field. */
  readonly zip64?: boolean;
  readonly unixMode?: number;
  readonly localSignature?: number;
}

export interface ZipOptions {
  readonly prefix?: Buffer;
  readonly comment?: Buffer;
  readonly zip64End?: boolean;
  readonly entryCount?: number;
  /** Where in the finished file the zip will stand: offsets are written from there, modulo 2^32. */
  readonly base?: number;
}

const descriptorFlag = 8;

function header(
  size: number,
  ...fields: readonly (readonly [width: 2 | 4 | 8, at: number, value: number])[]
): Buffer {
  const bytes = Buffer.alloc(size);
  for (const [width, at, value] of fields) {
    if (width === 2) bytes.writeUInt16LE(value, at);
    else if (width === 4) bytes.writeUInt32LE(value % 2 ** 32, at);
    else bytes.writeBigUInt64LE(BigInt(value), at);
  }
  return bytes;
}

/** The bytes of a zip, written the plain way: local headers and data, central directory, end. */
export function writeZip(members: readonly ZipMember[], options: ZipOptions = {}): Buffer {
  const parts: Buffer[] = [options.prefix ?? Buffer.alloc(0)];
  const directory: Buffer[] = [];
  let offset = options.base ?? 0;
  for (const member of members) {
    const local = writeMember(member);
    directory.push(directoryRecord(member, local.size, local.compressedSize, local.crc, offset));
    parts.push(local.bytes);
    offset += local.bytes.length;
  }
  const records = Buffer.concat(directory);
  const count = options.entryCount ?? members.length;
  if (options.zip64End === true) {
    const end = header(
      56,
      ...([
        [4, 0, 0x06064b50],
        [8, 4, 44],
        [2, 12, 45],
        [2, 14, 45],
      ] as const),
      ...([
        [8, 24, count],
        [8, 32, count],
        [8, 40, records.length],
        [8, 48, offset],
      ] as const),
    );
    const locator = header(20, [4, 0, 0x07064b50], [8, 8, offset + records.length], [4, 16, 1]);
    const rest = header(22, [4, 0, 0x06054b50]);
    rest.fill(0xff, 8, 20);
    return Buffer.concat([...parts, records, end, locator, rest]);
  }
  const comment = options.comment ?? Buffer.alloc(0);
  const end = header(
    22,
    ...([
      [4, 0, 0x06054b50],
      [2, 8, count],
      [2, 10, count],
    ] as const),
    ...([
      [4, 12, records.length],
      [4, 16, offset],
      [2, 20, comment.length],
    ] as const),
  );
  return Buffer.concat([...parts, records, end, comment]);
}

function methodOf(member: ZipMember): number {
  return member.method ?? (member.store === true ? 0 : 8);
}

/** Local header and data as iOS writes them: with a descriptor, CRC and compressed size are 0 in front. */
function writeMember(member: ZipMember): {
  bytes: Buffer;
  size: number;
  compressedSize: number;
  crc: number;
} {
  const name = Buffer.from(member.name);
  const data = Buffer.from(member.data ?? '');
  const content = member.compressed ?? (member.store === true ? data : deflateRawSync(data));
  const flags = member.flags ?? 0;
  const hasDescriptor = (flags & descriptorFlag) !== 0;
  const crc = member.crc ?? crc32(data);
  const local = header(
    30,
    ...([
      [4, 0, member.localSignature ?? 0x04034b50],
      [2, 4, 20],
      [2, 6, flags],
      [2, 8, methodOf(member)],
    ] as const),
    ...([
      [4, 14, hasDescriptor ? 0 : crc],
      [4, 18, hasDescriptor ? 0 : content.length],
    ] as const),
    ...([
      [4, 22, data.length],
      [2, 26, name.length],
      [2, 28, 4],
    ] as const),
  );
  // An extra field in the local header only, so that its length differs from the directory's.
  const extra = header(4, [2, 0, 0x5455]);
  const descriptor = hasDescriptor
    ? header(16, [4, 0, 0x08074b50], [4, 4, crc], [4, 8, content.length], [4, 12, data.length])
    : Buffer.alloc(0);
  const bytes = Buffer.concat([local, name, extra, content, descriptor]);
  return { bytes, size: data.length, compressedSize: content.length, crc };
}

function directoryRecord(
  member: ZipMember,
  size: number,
  compressedSize: number,
  crc: number,
  offset: number,
): Buffer {
  const name = Buffer.from(member.name);
  const declared = member.declaredSize ?? size;
  const declaredCompressed = member.declaredCompressedSize ?? compressedSize;
  const isZip64 = member.zip64 === true;
  const extra = isZip64
    ? header(28, [2, 0, 1], [2, 2, 24], [8, 4, declared], [8, 12, declaredCompressed], [8, 20, offset])
    : Buffer.alloc(0);
  const fixed = header(
    46,
    ...([
      [4, 0, 0x02014b50],
      [2, 4, 0x0314],
      [2, 6, 20],
      [2, 8, member.flags ?? 0],
    ] as const),
    ...([
      [2, 10, methodOf(member)],
      [4, 16, crc],
      [2, 28, name.length],
      [2, 30, extra.length],
    ] as const),
    ...([
      [4, 20, isZip64 ? 0xffffffff : declaredCompressed],
      [4, 24, isZip64 ? 0xffffffff : declared],
    ] as const),
    ...([
      [4, 38, ((member.unixMode ?? 0o100644) * 2 ** 16) % 2 ** 32],
      [4, 42, isZip64 ? 0xffffffff : offset],
    ] as const),
  );
  return Buffer.concat([fixed, name, extra]);
}
