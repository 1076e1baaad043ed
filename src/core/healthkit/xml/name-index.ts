import { isUtf8 } from 'node:buffer';
import { randomInt } from 'node:crypto';
import { CodedError } from '../../../shared/errors.ts';
import type { NameTable } from './tag.ts';

/**
 * More distinct names than this are rejected: an export has about two hundred, and a malicious document with millions would otherwise fill the
 * memory.
 */
export const maxNames = 4_096;

/** Longer names have no pattern, so patterns have a fixed size and never read past the buffer's padding. */
const maxPatternBytes = 64;
const wordsPerPattern = maxPatternBytes / 4;
const slots = maxNames * 2;

/** Element and attribute names have about thirty bytes; the maximum number of names of maximum length takes 16 MiB. */
const maxNameBytes = 4096;

/** Random, because a file could otherwise choose names that all collide. */
export const hashSeed = randomInt(2 ** 32) | 0;

/** One step of FNV-1a, for the loop that walks a name. */
export function hashByte(hash: number, value: number): number {
  return Math.imul(hash ^ value, 0x01000193);
}

/**
 * Finds the id of a name from its bytes without making a string, and stores the bytes ` name="` of each name as 32-bit words, so an expected
 * attribute is recognized in three or four comparisons.
 */
export class NameIndex {
  readonly names: NameTable;
  /** Pattern of id `n`: `patternBytes[n]` bytes (0: none) from word `n * patternStride`; its last word overlaps the one before. */
  readonly patternWords = new Int32Array(maxNames * wordsPerPattern);
  readonly patternBytes = new Uint8Array(maxNames);
  readonly patternStride = wordsPerPattern;
  /** The attribute that last followed name `n`, an element or an attribute; -1 if none has. */
  readonly successors = new Int32Array(maxNames).fill(-1);
  private readonly slotIds = new Int32Array(slots).fill(-1);
  private readonly slotHashes = new Int32Array(slots);
  private readonly spellings: Uint8Array[] = [];

  constructor(names: NameTable) {
    this.names = names;
  }

  /**
   * The id of the name in `[from, to)` with FNV-1a hash `hash`. Throws `import.not_xml` if the name isn't UTF-8, is too long, or exceeds the maximum
   * number; the error reports `offset`.
   */
  find(bytes: Buffer, from: number, to: number, hash: number, offset: number): number {
    let slot = (hash ^ (hash >>> 15)) & (slots - 1);
    for (;;) {
      const id = this.slotIds[slot] as number;
      if (id < 0) return this.add(bytes, from, to, hash, slot, offset);
      if (this.slotHashes[slot] === hash && this.isSpelled(id, bytes, from, to)) return id;
      slot = (slot + 1) & (slots - 1);
    }
  }

  /** The bytes of a name that `find` returned. */
  spelling(id: number): Uint8Array {
    return this.spellings[id] as Uint8Array;
  }

  private isSpelled(id: number, bytes: Buffer, from: number, to: number): boolean {
    const spelling = this.spelling(id);
    if (spelling.length !== to - from) return false;
    for (let k = 0; k < spelling.length; k++) if (spelling[k] !== bytes[from + k]) return false;
    return true;
  }

  private add(bytes: Buffer, from: number, to: number, hash: number, slot: number, offset: number): number {
    if (to - from > maxNameBytes) throw new CodedError('import.not_xml', { offset });
    const spelling = Buffer.from(bytes.subarray(from, to));
    if (!isUtf8(spelling)) throw new CodedError('import.not_xml', { offset });
    const id = this.names.id(spelling.toString('utf8'));
    if (id >= maxNames) throw new CodedError('import.not_xml', { offset });
    this.slotIds[slot] = id;
    this.slotHashes[slot] = hash;
    this.spellings[id] = spelling;
    const pattern = Buffer.concat([Buffer.from(' '), spelling, Buffer.from('="')]);
    if (pattern.length <= maxPatternBytes) this.addPattern(id, pattern);
    return id;
  }

  private addPattern(id: number, pattern: Buffer): void {
    this.patternBytes[id] = pattern.length;
    let word = id * wordsPerPattern;
    for (let k = 0; k < pattern.length - 4; k += 4) this.patternWords[word++] = pattern.readInt32LE(k);
    this.patternWords[word] = pattern.readInt32LE(pattern.length - 4);
  }
}

/** An empty table. Ids count from 0 in the order of first use, so known names can get the first ones. */
export function createNameTable(): NameTable {
  const ids = new Map<string, number>();
  const names: string[] = [];
  return {
    id(name) {
      const known = ids.get(name);
      if (known !== undefined) return known;
      const id = names.length;
      ids.set(name, id);
      names.push(name);
      return id;
    },
    name(id) {
      const name = names[id];
      if (name === undefined) throw new RangeError('no such name id');
      return name;
    },
  };
}
