import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { licenses, packageOf } from '../../../resources/licenses.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'health-relay-licenses-'));
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'app', dependencies: { runs: '1' } }));
  put('electron', { license: 'MIT' }, { LICENSE: 'Electron’s words\n' });
  put(
    'runs',
    { license: 'ISC', dependencies: { beneath: '1', 'of-another-system': '1' } },
    { 'LICENCE.md': 'words' },
  );
  put('beneath', { license: { type: 'BSD-2-Clause' }, dependencies: { runs: '1' } });
  put('@scope/built', {}, { COPYING: 'more words' });
  put('only-develops', { license: 'GPL-3.0' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(name: string, manifest: object, files: Readonly<Record<string, string>> = {}): void {
  const folder = join(root, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
}

type Built = Plugin & { generateBundle: (this: object, options: object, bundle: object) => void };

/** What it writes for programs and a page of those modules. */
function written(inPrograms: readonly string[], inPage: readonly string[]): unknown {
  let source = '';
  const { programs, page } = licenses(root);
  const emitFile = (file: { source: string }) => {
    ({ source } = file);
  };
  const bundle = (moduleIds: readonly string[]) => ({
    a: { type: 'chunk', moduleIds },
    b: { type: 'asset' },
  });
  (programs as Built).generateBundle.call({ emitFile }, {}, bundle(inPrograms));
  (page as Built).generateBundle.call({ emitFile }, {}, bundle(inPage));
  return JSON.parse(source);
}

test('of everything that programs and page are made of, that a program loads, and of Electron; of nothing else', () => {
  const version = '1.0.0';
  put('in-a-program', { license: 'Apache-2.0' });
  expect(
    written(
      [join(root, 'src/main.ts'), join(root, 'node_modules/in-a-program/index.js')],
      [join(root, 'src/main.tsx'), join(root, 'node_modules/@scope/built/dist/a.js'), '\0virtual'],
    ),
  ).toEqual([
    { name: 'electron', version, license: 'MIT', text: 'Electron’s words' },
    { name: '@scope/built', version, license: 'not stated', text: 'more words' },
    { name: 'beneath', version, license: 'BSD-2-Clause', text: '' },
    { name: 'in-a-program', version, license: 'Apache-2.0', text: '' },
    { name: 'runs', version, license: 'ISC', text: 'words' },
  ]);
});

test.each([
  ['/a/node_modules/react/index.js', 'react'],
  ['/a/node_modules/@scope/one/lib/x.js', '@scope/one'],
  ['/a/node_modules/one/node_modules/two/x.js', 'two'],
  ['C:\\a\\node_modules\\one\\x.js', 'one'],
  ['/a/src/x.ts', null],
])('%s is of %s', (path, name) => {
  expect(packageOf(path)).toBe(name);
});
