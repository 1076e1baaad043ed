import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildIfStale } from '../../../src/headless/launch/build.ts';
import { ownBuildFacts } from '../../checks/build-facts.ts';
import { buildFaults } from '../../checks/build-rules.ts';

const root = join(import.meta.dirname, '../../..');
const html = (inside: string) =>
  `<!doctype html><html><head><link rel="icon" href="./assets/icon.svg" /><script type="module" src="./assets/index.js"></script><link rel="stylesheet" href="./assets/index.css">${inside}</head><body></body></html>`;
const preload = 'let electron = require("electron");';
const facts = {
  entries: ['data', 'import-thread'],
  policy:
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** A build of the least that holds, and what a table changes of it; null is left out. */
const sound: Readonly<Record<string, string>> = {
  'package.json': '{"main":"out/main/index.js","type":"module"}',
  'out/main/index.js': 'join(outDir, "main", "data.js"); join(outDir, "preload", "index.cjs");',
  'out/main/data.js':
    'import { a } from "./chunks/a-1.js";\nimport Database from "better-sqlite3";\nbeside("import-thread");',
  'out/main/import-thread.js': 'import { readFileSync } from "node:fs";',
  'out/main/chunks/a-1.js': 'export const a = 1;',
  'out/preload/index.cjs': preload,
  'out/renderer/index.html': html(''),
  'out/renderer/assets/index.js': 'render();',
  'out/renderer/assets/index.css': 'body{color:red}',
  'out/renderer/assets/icon.svg': '<svg/>',
};

// A folder for each: Node remembers where it found a module.
let app = '';
beforeEach(() => {
  app = mkdtempSync(join(tmpdir(), 'health-relay-built-'));
});
afterEach(() => rmSync(app, { recursive: true, force: true }));

function write(changes: Readonly<Record<string, string | null>>): void {
  for (const [path, text] of Object.entries({ ...sound, ...changes })) {
    if (text === null) continue;
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), text);
  }
}

function faultsOf(changes: Readonly<Record<string, string | null>>): string[] {
  write(changes);
  symlinkSync(join(root, 'node_modules'), join(app, 'node_modules'));
  return buildFaults(app, facts);
}

test('the build of this product holds', async () => {
  await buildIfStale(root, () => {});
  expect(buildFaults(root, ownBuildFacts())).toEqual([]);
});

test('the least that holds', () => {
  expect(faultsOf({})).toEqual([]);
});

describe('each fault alone is seen, and nothing else', () => {
  const page = 'out/renderer/index.html';
  const script = 'out/renderer/assets/index.js';
  test.each<[string, Readonly<Record<string, string | null>>, RegExp]>([
    ['no preload', { 'out/preload/index.cjs': null }, /^out\/preload holds nothing/],
    ['a preload in two files', { 'out/preload/chunk.cjs': '' }, /^out\/preload holds chunk\.cjs, index\.cjs/],
    [
      'a preload that ends as no sandbox loads it',
      { 'out/preload/index.cjs': null, 'out/preload/index.js': preload },
      /^out\/preload holds index\.js/,
    ],
    [
      'a preload with Node',
      { 'out/preload/index.cjs': `${preload} require("fs");` },
      /^the preload requires "fs"/,
    ],
    [
      'a preload with a name made up',
      { 'out/preload/index.cjs': 'require(name)' },
      /^the preload requires name/,
    ],
    [
      'a preload as module',
      { 'out/preload/index.cjs': 'import { x } from "electron";' },
      /^the preload is no CommonJS/,
    ],
    [
      'another preload asked for',
      { 'out/main/index.js': 'join(outDir, "main", "data.js");' },
      /another preload/,
    ],
    ['no data program', { 'out/main/data.js': null }, /out\/main\/data\.js, which is not there/],
    ['no thread', { 'out/main/import-thread.js': null }, /out\/main\/import-thread\.js, which is not there/],
    ['a thread of another name', { 'out/main/data.js': 'beside("import-worker");' }, /import-worker/],
    [
      'no entry of its own',
      { 'package.json': '{"main":"out/main.js"}' },
      /^package\.json names out\/main\.js/,
    ],
    [
      'a chunk that is gone',
      { 'out/main/chunks/a-1.js': null },
      /data\.js imports \.\/chunks\/a-1\.js, which is not there/,
    ],
    [
      'a package that is gone',
      { 'out/main/import-thread.js': 'import("left-pad");' },
      /imports left-pad, which is not there/,
    ],
    [
      'a development server in main',
      { 'out/main/import-thread.js': 'fetch("http://localhost:5173/")' },
      /of a development server/,
    ],
    ['one in the page', { [script]: 'import "/@vite/client";' }, /index\.js is of a development server/],
    ['an inline script', { [page]: html('<script>x()</script>') }, /a script of its own/],
    ['an inline style', { [page]: html('<style>a{}</style>') }, /a style of its own/],
    [
      'a style of an element',
      { [page]: html('').replace('<body', '<body style="color:red"') },
      /a style of its own/,
    ],
    ['a handler', { [page]: html('').replace('<body', '<body onload="x()"') }, /an event handler/],
    ['another base', { [page]: html('<base target="x">') }, /overrules/],
    [
      'something from elsewhere',
      { [page]: html('<link rel="preload" href="https://example.com/x.js">') },
      /names https:\/\/example\.com\/x\.js/,
    ],
    [
      'something that is gone',
      { [page]: html('<link rel="preload" href="./assets/x.js">') },
      /names \.\/assets\/x\.js, which is not there/,
    ],
    [
      'something that no host serves',
      { 'out/renderer/assets/data.wasm': '' },
      /no host serves assets\/data\.wasm/,
    ],
    [
      'a style from elsewhere',
      { 'out/renderer/assets/index.css': '@import "x.css";' },
      /fetches from elsewhere/,
    ],
    ['evaluated text', { [script]: 'const f = new Function("return 1")' }, /evaluates text/],
    [
      'an image that the policy stops',
      { [script]: 'x = "data:image/png;base64,"' },
      /img-src 'self'; needed is 'self' data:/,
    ],
    ['a font that it stops', { 'out/renderer/assets/a.woff2': '' }, /font-src \(nothing\); needed is 'self'/],
    ['a page too heavy', { [script]: noise(1_000_000) }, /^the page weighs \d+ bytes/],
  ])('%s', (_what, changes, fault) => {
    const faults = faultsOf(changes);
    expect(faults.join('\n')).toMatch(fault);
    // One cause may be seen from several sides.
    expect(faults.length).toBeLessThanOrEqual(3);
  });
});

test('native modules that do not load', () => {
  write({});
  const modules = join(app, 'node_modules');
  for (const name of ['better-sqlite3', 'keytar'])
    cpSync(join(root, 'node_modules', name), join(modules, name), {
      recursive: true,
      filter: (path) => !/deps|\/src|\.node$/.test(path.slice(root.length)),
    });
  expect(buildFaults(app, facts)).toEqual([
    expect.stringMatching(/^better-sqlite3 cannot be loaded/),
    expect.stringMatching(/^keytar cannot be loaded/),
  ]);
});

/** Text that does not compress to less than half. */
function noise(length: number): string {
  let state = 1;
  let text = '';
  while (text.length < length) {
    state = (state * 48_271) % 2_147_483_647;
    text += state.toString(36);
  }
  return text;
}
