import { foldCategoryValue, foldSource, stripDeviceAddress } from '../../healthkit/fold.ts';
import { unitRule } from '../../healthkit/units.ts';
import type { Tag } from '../../healthkit/xml/tag.ts';
import type { NewEntries } from '../thread-messages.ts';
import { ByteMemo } from './byte-memo.ts';

const replacement = '\ufffd';
const pointerStart = '&lt;&lt;HKDevice: 0x';

/** Gives values their numbers in order of first sight, raw bytes first, and hands out what is new since it was asked. */
export class Dictionary<E> {
  readonly #ids = new Map<string, number>();
  readonly #memo = new ByteMemo();
  #fresh: E[] = [];

  find(tag: Tag, from: number, to: number): number {
    return this.#memo.find(tag.bytes, from, to);
  }

  /** The number of `key`; `entry` is told to the data program when it is new. */
  add(key: string, entry: () => E): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#ids.size;
    this.#ids.set(key, id);
    this.#fresh.push(entry());
    return id;
  }

  /** Values with replaced characters are not remembered, so that each of them is decoded and counted. */
  remember(tag: Tag, from: number, to: number, id: number, decoded: string): void {
    if (!decoded.includes(replacement)) this.#memo.remember(tag.bytes, from, to, id);
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
  readonly #origins = new Dictionary<NewEntries['origins'][number]>();
  readonly #texts = new Dictionary<string>();
  readonly #units = new Dictionary<string>();
  readonly #versions = new Dictionary<string>();
  readonly #devices = new Dictionary<string>();
  readonly #originOfParts = new Map<number, number>();
  readonly typeNames: string[] = [];
  readonly isCategory: boolean[] = [];
  readonly #unitNames: string[] = [];
  readonly #versionNames: string[] = [];
  readonly #deviceNames: string[] = [];
  readonly factors: number[] = [];
  readonly offsets: number[] = [];
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
    return this.#lookUp(this.#types, tag, i, (name) => this.typeNamed(name));
  }

  typeNamed(name: string): number {
    return this.#types.add(name, () => {
      this.typeNames.push(name);
      this.isCategory.push(name.startsWith('HKCategoryType'));
      return name;
    });
  }

  source(tag: Tag, i: number): number {
    return this.#lookUp(this.#sources, tag, i, (name) => this.sourceNamed(name));
  }

  sourceNamed(name: string): number {
    const folded = foldSource(name);
    return this.#sources.add(folded, () => ({ folded, name: name.trim() }));
  }

  text(tag: Tag, i: number): number {
    return this.#lookUp(this.#texts, tag, i, (value) => {
      const folded = foldCategoryValue(value);
      return this.#texts.add(folded, () => folded);
    });
  }

  unit(tag: Tag, i: number): number {
    return this.#lookUp(this.#units, tag, i, (unit) => this.unitNamed(unit));
  }

  unitNamed(unit: string): number {
    return this.#units.add(unit, () => {
      const rule = unitRule(unit);
      this.#unitNames.push(unit);
      this.factors.push(rule.factor);
      this.offsets.push(rule.offset);
      return unit;
    });
  }

  version(tag: Tag, i: number): number {
    return this.#lookUp(this.#versions, tag, i, (version) =>
      this.#named(this.#versions, this.#versionNames, version),
    );
  }

  /** The device without its address: the bytes behind it are what repeats. */
  device(tag: Tag, i: number): number {
    const from = behindPointer(tag.bytes, tag.valueStarts[i] as number, tag.valueEnds[i] as number);
    const to = tag.valueEnds[i] as number;
    const known = this.#devices.find(tag, from, to);
    if (known >= 0) return known;
    const decoded = tag.value(i);
    const id = this.#named(this.#devices, this.#deviceNames, stripDeviceAddress(decoded));
    this.#devices.remember(tag, from, to, id, decoded);
    return id;
  }

  origin(unit: number, version: number, device: number): number {
    const key = (unit * 65_536 + version) * 65_536 + device;
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
    this.#originOfParts.set(key, id);
    return id;
  }

  originNamed(unit: string, sourceVersion: string, device: string): number {
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

  #lookUp<E>(dictionary: Dictionary<E>, tag: Tag, i: number, add: (value: string) => number): number {
    const from = tag.valueStarts[i] as number;
    const to = tag.valueEnds[i] as number;
    const known = dictionary.find(tag, from, to);
    if (known >= 0) return known;
    const decoded = tag.value(i);
    const id = add(decoded);
    dictionary.remember(tag, from, to, id, decoded);
    return id;
  }
}

/** Where the device's text goes on after `&lt;&lt;HKDevice: 0x…&gt;`; `from` when it does not begin so. */
function behindPointer(bytes: Uint8Array, from: number, to: number): number {
  let at = from + pointerStart.length;
  if (at >= to || bytes[from] !== 0x26 || bytes[at - 1] !== 0x78) return from;
  const last = Math.min(to, at + 20);
  while (at < last && bytes[at] !== 0x26) at++;
  return at < last ? at : from;
}
