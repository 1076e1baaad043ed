import { randomInt } from 'node:crypto';
import { foldCategoryValue, foldSource, stripDeviceAddress } from '../../healthkit/fold.ts';
import { type UnitRule, unitRule } from '../../healthkit/units.ts';
import type { Tag } from '../../healthkit/xml/tag.ts';
import type { NewEntries } from '../thread-messages.ts';
import { ByteMemo } from './byte-memo.ts';
import { limits } from './limits.ts';

const replacement = '\ufffd';
const pointerStart = '&lt;&lt;HKDevice: 0x';

/** Instead of a number: the table is full, or the name is longer than any. */
const noRoom = -2;
export const tooLong = -3;

/**
 * Numbers values in order of appearance, raw bytes first, and returns the new ones since the last call. A file can have
 * millions of names: the table takes so many, of so many bytes, and no more.
 */
class Dictionary<E> {
  readonly #ids = new Map<string, number>();
  readonly #memo = new ByteMemo();
  readonly #most: number;
  #bytes = 0;
  #fresh: E[] = [];

  constructor(most: number = limits.names) {
    this.#most = most;
  }

  find(tag: Tag, from: number, to: number): number {
    return this.#memo.find(tag.view, from, to);
  }

  /** The number of `key`, or `noRoom`; `entry` is sent to the data program if it is new. */
  add(key: string, entry: () => E): number {
    // A text of digits is hashed as the number that it is, without the secret of this process: a file could choose them to collide.
    const seeded = `=${key}`;
    const known = this.#ids.get(seeded);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    if (id >= this.#most || this.#bytes + key.length > limits.nameTableBytes) return noRoom;
    this.#bytes += key.length;
    this.#ids.set(seeded, id);
    this.#fresh.push(entry());
    return id;
  }

  /** Values with replaced characters are not remembered, so each of them is decoded and counted. */
  remember(tag: Tag, from: number, to: number, id: number, decoded: string): void {
    if (id >= 0 && !decoded.includes(replacement)) this.#memo.remember(tag.view, from, to, id);
  }

  takeFresh(): E[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}

/** The dictionaries of one run. Each method takes attribute `i` of the tag lent by the scanner. */
export class RunDictionaries {
  readonly #types = new Dictionary<string>();
  readonly #sources = new Dictionary<NewEntries['sources'][number]>();
  readonly #origins = new Dictionary<NewEntries['origins'][number]>(limits.origins);
  readonly #texts = new Dictionary<string>();
  readonly #units = new Dictionary<string>();
  readonly #versions = new Dictionary<string>();
  readonly #devices = new Dictionary<string>();
  readonly #originOfParts = new Map<number, number>();
  /** Above every number of a name, and unguessable: a file could choose parts whose keys collide. */
  readonly #secret = limits.origins + randomInt(limits.origins);
  readonly typeNames: string[] = [];
  readonly isCategory: boolean[] = [];
  readonly #unitNames: string[] = [];
  readonly #versionNames: string[] = [];
  readonly #deviceNames: string[] = [];
  readonly #rules = new Map<number, UnitRule | null>();
  #lastType = -1;
  #lastUnit = -1;
  #lastRule: UnitRule | null = null;
  #originUnit = -1;
  #originVersion = -1;
  #originDevice = -1;
  #lastOrigin = noRoom;
  /** The parts of an origin that a record leaves out. */
  readonly none: { readonly unit: number; readonly version: number; readonly device: number };

  constructor() {
    this.none = {
      unit: this.unitNamed(''),
      version: this.#named(this.#versions, this.#versionNames, ''),
      device: this.#named(this.#devices, this.#deviceNames, ''),
    };
  }

  type(tag: Tag, i: number): number {
    const known = knownId(this.#types, tag, i);
    if (known >= 0 || known === tooLong) return known;
    const name = tag.value(i);
    return learnt(this.#types, tag, i, name, this.typeNamed(name));
  }

  typeNamed(name: string): number {
    if (name.length > limits.nameBytes) return tooLong;
    return this.#types.add(name, () => {
      this.typeNames.push(name);
      this.isCategory.push(name.startsWith('HKCategoryType'));
      return name;
    });
  }

  source(tag: Tag, i: number): number {
    const known = knownId(this.#sources, tag, i);
    if (known >= 0 || known === tooLong) return known;
    const name = tag.value(i);
    return learnt(this.#sources, tag, i, name, this.sourceNamed(name));
  }

  sourceNamed(name: string): number {
    // Composing takes quadratic time in a run of combining marks.
    if (name.length > limits.nameBytes) return tooLong;
    const folded = foldSource(name);
    return this.#sources.add(folded, () => ({ folded, name: name.trim() }));
  }

  text(tag: Tag, i: number): number {
    const known = knownId(this.#texts, tag, i);
    if (known >= 0 || known === tooLong) return known;
    const value = tag.value(i);
    const folded = foldCategoryValue(value);
    const id = this.#texts.add(folded, () => folded);
    return learnt(this.#texts, tag, i, value, id);
  }

  unit(tag: Tag, i: number): number {
    const known = knownId(this.#units, tag, i);
    if (known >= 0 || known === tooLong) return known;
    const unit = tag.value(i);
    return learnt(this.#units, tag, i, unit, this.unitNamed(unit));
  }

  unitNamed(unit: string): number {
    if (unit.length > limits.nameBytes) return tooLong;
    return this.#named(this.#units, this.#unitNames, unit);
  }

  unitName(unit: number): string {
    return this.#unitNames[unit] ?? '';
  }

  /** How values of a type in a unit are converted, both by their numbers; null where they cannot be. */
  rule(type: number, unit: number): UnitRule | null {
    // Records of one type are adjacent, so nearly every record needs the same rule as the one before.
    if (type === this.#lastType && unit === this.#lastUnit) return this.#lastRule;
    const key = type * this.#secret + unit;
    let rule = this.#rules.get(key);
    if (rule === undefined) {
      rule = unitRule(this.#unitNames[unit] ?? '', this.typeNames[type]);
      if (this.#rules.size < limits.names) this.#rules.set(key, rule);
    }
    this.#lastType = type;
    this.#lastUnit = unit;
    this.#lastRule = rule;
    return rule;
  }

  version(tag: Tag, i: number): number {
    const known = knownId(this.#versions, tag, i);
    if (known >= 0 || known === tooLong) return known;
    const version = tag.value(i);
    const id = this.#named(this.#versions, this.#versionNames, version);
    return learnt(this.#versions, tag, i, version, id);
  }

  /** The device without its address: only the bytes after it repeat. */
  device(tag: Tag, i: number): number {
    const from = behindPointer(tag.bytes, tag.valueStarts[i] as number, tag.valueEnds[i] as number);
    const to = tag.valueEnds[i] as number;
    const known = this.#devices.find(tag, from, to);
    if (known >= 0) return known;
    if (to - from > limits.nameBytes) return tooLong;
    const decoded = tag.value(i);
    const id = this.#named(this.#devices, this.#deviceNames, stripDeviceAddress(decoded));
    this.#devices.remember(tag, from, to, id, decoded);
    return id;
  }

  /** The number of the three together; `noRoom` or `tooLong` where one of them, or they together, have none. */
  origin(unit: number, version: number, device: number): number {
    // Most records have the origin of the one before: its key is a number that the heap must hold.
    if (unit === this.#originUnit && version === this.#originVersion && device === this.#originDevice)
      return this.#lastOrigin;
    this.#lastOrigin = this.#originOf(unit, version, device);
    this.#originUnit = unit;
    this.#originVersion = version;
    this.#originDevice = device;
    return this.#lastOrigin;
  }

  #originOf(unit: number, version: number, device: number): number {
    if (unit < 0 || version < 0 || device < 0) return Math.min(unit, version, device);
    const key = (unit * this.#secret + version) * this.#secret + device;
    const known = this.#originOfParts.get(key);
    if (known !== undefined) return known;
    const entry = {
      unit: this.#unitNames[unit] ?? '',
      sourceVersion: this.#versionNames[version] ?? '',
      device: this.#deviceNames[device] ?? '',
    };
    const id = this.#origins.add(
      `${entry.unit}\u0000${entry.sourceVersion}\u0000${entry.device}`,
      () => entry,
    );
    if (id >= 0) this.#originOfParts.set(key, id);
    return id;
  }

  originNamed(unit: string, sourceVersion: string, device: string): number {
    if (Math.max(sourceVersion.length, device.length) > limits.nameBytes) return tooLong;
    return this.origin(
      this.unitNamed(unit),
      this.#named(this.#versions, this.#versionNames, sourceVersion),
      this.#named(this.#devices, this.#deviceNames, stripDeviceAddress(device)),
    );
  }

  takeFresh(): NewEntries {
    return {
      types: this.#types.takeFresh(),
      sources: this.#sources.takeFresh(),
      origins: this.#origins.takeFresh(),
      texts: this.#texts.takeFresh(),
    };
  }

  #named(dictionary: Dictionary<string>, names: string[], name: string): number {
    return dictionary.add(name, () => {
      names.push(name);
      return name;
    });
  }
}

/**
 * The id of attribute `i` when its bytes were seen lately, else -1, or `tooLong`. Without a callback, which each of a million calls
 * would make.
 */
function knownId<E>(dictionary: Dictionary<E>, tag: Tag, i: number): number {
  const from = tag.valueStarts[i] as number;
  const to = tag.valueEnds[i] as number;
  return to - from > limits.nameBytes ? tooLong : dictionary.find(tag, from, to);
}

function learnt<E>(dictionary: Dictionary<E>, tag: Tag, i: number, decoded: string, id: number): number {
  dictionary.remember(tag, tag.valueStarts[i] as number, tag.valueEnds[i] as number, id, decoded);
  return id;
}

/** Where the device's text continues after `&lt;&lt;HKDevice: 0x…&gt;`; `from` when it does not begin so. */
function behindPointer(bytes: Uint8Array, from: number, to: number): number {
  let at = from + pointerStart.length;
  if (at >= to || bytes[from] !== 0x26 || bytes[at - 1] !== 0x78) return from;
  const last = Math.min(to, at + 20);
  while (at < last && bytes[at] !== 0x26) at++;
  return at < last ? at : from;
}
