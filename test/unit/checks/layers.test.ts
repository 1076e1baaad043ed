import { describe, expect, test } from 'vitest';
import { importsOf } from '../../checks/imports.ts';
import { findViolations } from '../../checks/layer-rules.ts';

const rulesFor = (path: string, text: string) => findViolations([{ path, text }]).map(({ rule }) => rule);

describe('imports that break a folder rule', () => {
  const bad: [string, string][] = [
    ['src/shared/x.ts', "import { y } from '../core/y.ts';"],
    ['src/shared/x.ts', "import { readFile } from 'node:fs';"],
    ['src/core/db/x.ts', "import { y } from '../../data/y.ts';"],
    ['src/core/db/x.ts', "import { app } from 'electron';"],
    ['src/core/outbox/x.ts', "import type { Y } from '../targets/atlas/y.ts';"],
    ['src/core/healthkit/x.ts', "import { y } from '../db/y.ts';"],
    ['src/core/events/x.ts', "import type { Y } from '../history/y.ts';"],
    ['src/core/nowhere/x.ts', "import { y } from '../db/y.ts';"],
    ['src/data/x.ts', "import { y } from '../headless/y.ts';"],
    ['src/headless/x.ts', "import { y } from '../core/profile/y.ts';"],
    ['src/headless/x.ts', "import { y } from '../data/program.ts';"],
    ['src/headless/x.ts', "import { y } from '../main/y.ts';"],
    ['src/headless/web/x.ts', "import { y } from '../cli/y.ts';"],
    ['src/headless/x.ts', "import Database from 'better-sqlite3';"],
    ['src/headless/cli/x.ts', "import { y } from '../web/y.ts';"],
    ['src/main/x.ts', "import { y } from '../headless/y.ts';"],
    ['src/main/x.ts', "import { y } from '../data/serve.ts';"],
    ['src/preload/x.ts', "import { y } from '../shared/gateway.ts';"],
    ['src/preload/x.ts', "import { calls } from '../shared/contract/index.ts';"],
    ['src/preload/x.ts', "import { readFile } from 'node:fs';"],
    ['src/renderer/app/x.tsx', "import { y } from '../../core/y.ts';"],
    ['src/renderer/app/x.tsx', "import { y } from 'node:path';"],
    ['src/renderer/features/import/x.tsx', "import { y } from '../history/y.ts';"],
    ['src/renderer/x.ts', "import { y } from '../../test/y.ts';"],
    ['src/core/x.ts', "import { y } from '/etc/y.ts';"],
    ['src/core/x.ts', "import type { Y } from '../data/y.ts';"],
    ['src/core/x.ts', "export * from '../data/y.ts';"],
    ['src/core/x.ts', "export type { Y } from '../data/y.ts';"],
    ['src/core/x.ts', "import '../data/y.ts';"],
    ['src/core/x.ts', "const y = await import('../data/y.ts');"],
    ['src/core/x.ts', "type Y = import('../data/y.ts').Y;"],
    ['src/core/x.ts', "const y = require('../data/y.ts');"],
    ['src/core/x.ts', "const y = new URL('../data/y.ts', import.meta.url);"],
    ['src/core/x.ts', "import {\n  a,\n  type B,\n} from '../data/y.ts';"],
    ['src/core/x.ts', "import a, { b } from '../data/y.ts';"],
    ['src/core/x.ts', "import * as y from '../data/y.ts';"],
  ];
  test.each(bad)('%s: %s', (path, text) => {
    expect(rulesFor(path, text)).toHaveLength(1);
  });
});

describe('imports that hold', () => {
  const good: [string, string][] = [
    ['src/core/x.ts', "import { y } from '../shared/y.ts';"],
    ['src/data/x.ts', "import { y } from '../core/y.ts';"],
    ['src/core/history/x.ts', "import { y } from '../events/y.ts';"],
    ['src/headless/web/x.ts', "import type { Y } from '../../data/protocol/y.ts';"],
    ['src/headless/cli/x.ts', "import { y } from '../../core/y.ts';"],
    ['src/main/x.ts', "import { app } from 'electron';"],
    ['src/preload/x.ts', "import type { Calls } from '../shared/contract/index.ts';"],
    [
      'src/renderer/features/import/x.tsx',
      "import { y } from './y.ts';\nimport { z } from '../../components/z.tsx';",
    ],
    ['src/core/x.ts', "// import { y } from '../data/y.ts';"],
    ['src/core/x.ts', "/* import { y } from '../data/y.ts'; */"],
    ['src/core/x.ts', 'const from = \'a\';\nconst text = "import { y }";'],
  ];
  test.each(good)('%s: %s', (path, text) => {
    expect(rulesFor(path, text)).toEqual([]);
  });
});

describe('names and sizes', () => {
  const cases: [string, string, string][] = [
    ['src/core/utils.ts', '', 'a name says'],
    ['src/core/date-utils.ts', '', 'a name says'],
    ['src/core/helpers/date.ts', '', 'a name says'],
    ['src/core/window-manager.ts', '', 'a name says'],
    ['src/core/DateReader.ts', '', 'kebab-case'],
    ['src/server/x.ts', '', 'no such folder'],
    ['src/core/x.ts', '\n'.repeat(401), '401 lines'],
    ['src/core/x.ts', 'export default 1;', 'named exports'],
    ['src/core/x.ts', 'const a = 1;\nexport { a as default };', 'named exports'],
  ];
  test.each(cases)('%s', (path, text, rule) => {
    expect(rulesFor(path, text)).toEqual([expect.stringContaining(rule)]);
  });

  test('src has a README of its own, and nothing else beside its folders', () => {
    expect(rulesFor('src/README.md', '# Source')).toEqual([]);
    expect(rulesFor('src/x.ts', '')).toEqual([expect.stringContaining('no such folder')]);
  });

  test('400 lines are not too many', () => {
    expect(rulesFor('src/core/x.ts', 'a;\n'.repeat(400))).toEqual([]);
  });
});

test('an import is found where it stands, and whether it is of types', () => {
  const source =
    "// a\nimport type { A } from './a.ts';\nimport { b } from './b.ts';\n\nawait import('./c.ts');\n";
  expect(importsOf(source)).toEqual([
    { specifier: './a.ts', isTypeOnly: true, line: 2 },
    { specifier: './b.ts', isTypeOnly: false, line: 3 },
    { specifier: './c.ts', isTypeOnly: false, line: 5 },
  ]);
});

describe('circles', () => {
  const a = { path: 'src/core/x/a.ts', text: "import { b } from './b.ts';" };
  const b = { path: 'src/core/x/b.ts', text: "import { c } from './c.ts';" };
  const closed = { path: 'src/core/x/c.ts', text: "import { a } from './a.ts';" };

  test('files that load each other are named with the way around', () => {
    const circles = findViolations([a, b, closed]).map(({ rule }) => rule);
    expect(circles).toEqual([
      'a circle: src/core/x/a.ts → src/core/x/b.ts → src/core/x/c.ts → src/core/x/a.ts',
    ]);
  });

  test('a type from there closes none, and neither do two ways to one file', () => {
    const typed = { ...closed, text: "import type { A } from './a.ts';" };
    const twice = {
      path: 'src/core/x/d.ts',
      text: "import { b } from './b.ts';\nimport { c } from './c.ts';",
    };
    expect(findViolations([a, b, typed, twice])).toEqual([]);
  });
});
