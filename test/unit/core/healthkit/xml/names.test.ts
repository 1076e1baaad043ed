import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { createNameTable, NameIndex } from '../../../../../src/core/healthkit/xml/name-index.ts';
import type { Tag } from '../../../../../src/core/healthkit/xml/tag.ts';
import { XmlScanner } from '../../../../../src/core/healthkit/xml/xml-scanner.ts';

const nameIndex = new URL('../../../../../src/core/healthkit/xml/name-index.ts', import.meta.url).href;

describe('names', () => {
  it('count from zero and are the same for elements and attributes', () => {
    const names = createNameTable();
    expect([names.id('Record'), names.id('type'), names.id('Record')]).toEqual([0, 1, 0]);
    const seen: number[][] = [];
    const scanner = new XmlScanner(
      {
        open: (tag: Tag) => seen.push([tag.nameId, ...tag.attributeIds.subarray(0, tag.attributeCount)]),
        close: (id) => seen.push([id]),
      },
      names,
    );
    scanner.write(Buffer.from('<Record type="1" new="2"><type Record="3"/></Record>'));
    expect(scanner.names).toBe(names);
    expect(names.name(2)).toBe('new');
    expect(seen).toEqual([[0, 1, 2], [1, 0], [0]]);
    expect(() => names.name(3)).toThrow(RangeError);
  });
});

describe('names with one hash', () => {
  it('are told apart', () => {
    const index = new NameIndex(createNameTable());
    const find = (name: string) => index.find(Buffer.from(name), 0, name.length, 7, 0);
    const ids = ['costarring', 'liquid', 'liquids', 'costarring', 'liquid'].map(find);
    expect(ids).toEqual([0, 1, 2, 0, 1]);
    expect(Buffer.from(index.spelling(1)).toString()).toBe('liquid');
  });

  it('cannot be chosen beforehand: each process hashes in its own way', () => {
    const seedIn = () =>
      execFileSync(process.execPath, [
        '-e',
        `import(${JSON.stringify(nameIndex)}).then(({ hashSeed }) => console.log(hashSeed))`,
      ]).toString();
    expect(seedIn()).not.toBe(seedIn());
  });
});

describe('values', () => {
  it('are located without quotes, and marked when they must be decoded', () => {
    const values = ["plain ASCII ~ <>' 2020", 'a&amp;b', 'ü', '', 'tab\t', '\u007f', 'x\u0001', '12345678&'];
    const seen: unknown[] = [];
    const scanner = new XmlScanner({
      open(tag) {
        for (let i = 0; i < tag.attributeCount; i++) {
          const raw = Buffer.from(tag.bytes.subarray(tag.valueStarts[i], tag.valueEnds[i])).toString();
          seen.push([raw, tag.needsDecoding[i]]);
        }
        expect(() => tag.value(tag.attributeCount)).toThrow(RangeError);
      },
      close: () => undefined,
    });
    scanner.write(
      Buffer.from(`<a ${values.map((value, i) => `k${i}="${value}"`).join(' ')} s='a"b' t='ü"'/>`),
    );
    const flags = [0, 1, 1, 0, 1, 0, 1, 1];
    expect(seen).toEqual([...values.map((value, i) => [value, flags[i]]), ['a"b', 0], ['ü"', 1]]);
  });
});
