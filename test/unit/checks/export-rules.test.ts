import { describe, expect, test } from 'vitest';
import { unusedExports } from '../../checks/export-rules.ts';

const rulesFor = (text: string, readers: Readonly<Record<string, string>> = {}) => {
  const others = Object.entries(readers).map(([path, code]) => ({ path, text: code }));
  const isTest = ({ path }: { path: string }) => path.startsWith('test/');
  return unusedExports(
    [{ path: 'src/core/x.ts', text }, ...others.filter((file) => !isTest(file))],
    others.filter(isTest),
  )
    .filter(({ path }) => path === 'src/core/x.ts')
    .map(({ line, rule }) => `${line}: ${rule}`);
};

describe('an export that nothing imports', () => {
  const bad: [string, string][] = [
    ['export const a = 1;', '1: nothing imports a: delete it'],
    ['const b = 1;\n\nexport function a() {}', '3: nothing imports a: delete it'],
    ['export async function* a() {}', '1: nothing imports a: delete it'],
    ['export abstract class A {}', '1: nothing imports A: delete it'],
    ['export const a = 1;\nconsole.log(a);', '1: nothing imports a: do not export it'],
    ['export const a = [1];\nconsole.log(...a);', '1: nothing imports a: do not export it'],
    ['export const a = 1;\nconsole.log(other.a);', '1: nothing imports a: delete it'],
    ['export const a = 1;\n// a is read below', '1: nothing imports a: delete it'],
    ['export type A = 1;', '1: nothing imports A: delete it'],
    ["export { a } from './y.ts';", '1: nothing imports a: delete it'],
    ["export { b as a } from './y.ts';", '1: nothing imports a: delete it'],
  ];
  test.each(bad)('%s', (text, rule) => {
    expect(rulesFor(text, { 'src/core/y.ts': "import { z } from './x.ts';" })).toEqual([rule]);
  });

  test('a test does not keep it, unless its own file uses it, too', () => {
    const readers = { 'test/unit/core/x.test.ts': "import { a } from '../../../src/core/x.ts';" };
    expect(rulesFor('export const a = 1;', readers)).toEqual([
      '1: only tests use a: test what the program uses',
    ]);
    expect(rulesFor('export const a = 1;\nconsole.log(a);', readers)).toEqual([]);
  });
});

describe('an export that stays', () => {
  const good: [string, string][] = [
    ['export const a = 1;', "import { a } from './x.ts';"],
    ['export const a = 1;', "import {\n  type B,\n  a as c,\n} from './x.ts';"],
    ['export const a = 1;', "import d, { a } from './x.ts';"],
    ['export const a = 1;', "import * as x from './x.ts';"],
    ['export const a = 1;', "export { a } from './x.ts';\nimport { a as z } from './y.ts';"],
    ['export const a = 1;', "const { b, a: c } = await import('./x.ts');"],
    ['export const a = 1;', "const load = () => import('./x.ts');"],
    ['export type A = 1;', "import type { A } from './x.ts';"],
    ['export type A = 1;', "type B = import('./x.ts').A;"],
    ['export interface A {}\nexport function b(a: A) {}', "import { b } from './x.ts';"],
  ];
  test.each(good)('%s – %s', (text, reader) => {
    expect(rulesFor(text, { 'src/core/y.ts': reader })).toEqual([]);
  });

  test('a call of the contract is asked for by its name', () => {
    const text =
      "export const open = defineCall({ name: 'x.open' });\nexport const shape = 1;\nlist([open, shape]);";
    const path = 'src/shared/contract/x.ts';
    expect(unusedExports([{ path, text }], []).map(({ rule }) => rule)).toEqual([
      'nothing imports shape: do not export it',
    ]);
  });
});
