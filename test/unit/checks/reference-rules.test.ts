import { describe, expect, test } from 'vitest';
import { referenceFaults } from '../../checks/reference-rules.ts';

const readme = {
  path: 'src/core/outbox/README.md',
  text: '# Outbox\n\n## States\n\n## Waiting updates\n\n## 1. Limits\n\n### 1.3 Sizes, `max_rows`\n\nSee §1.3.\n',
};
const second = { path: 'src/core/import/README.md', text: '# Import\n\n## 2. Rows\n' };
const twins = [
  { path: 'src/a/sync/README.md', text: '# A\n' },
  { path: 'src/b/sync/README.md', text: '# B\n' },
];
const there = new Set(['src/core/outbox/states.ts', 'src/core/outbox', readme.path, second.path]);
const path = 'src/core/x.ts';

const faultsOf = (file: { path: string; text: string }) =>
  referenceFaults([readme, second, ...twins, file], (name) => there.has(name));
const rulesOf = (text: string) => faultsOf({ path, text }).map(({ rule }) => rule);

describe('a dead reference', () => {
  test.each([
    ['/** Sizes (outbox/README §1.4). */', 'has no section 1.4'],
    ['/** Sizes (outbox/README §1.3, §9). */', 'has no section 9'],
    ['/** Sizes (outbox/README §1.3 and §9). */', 'has no section 9'],
    ['/**\n * Sizes (outbox/README\n * §9).\n */', 'has no section 9'],
    ['// Sizes (core/outbox/README §9)', 'has no section 9'],
    ['/** Holds (outbox/README, Holds). */', 'has no heading "Holds"'],
    ['/** outbox/README, Statesmen */', 'has no heading'],
    ['/** Sizes (targets/README §1). */', 'there is no targets/README.md'],
    ['/** Sizes (sync/README §1). */', 'may be src/a/sync/README.md or src/b/sync/README.md'],
    ['/** Sizes (§1.3). */', 'of which document?'],
    ['/** RFC 9562 §5.5, and then §1.3. */', 'of which document?'],
    ['/** ARCHITECTURE, Outbox */', 'no document of this repository'],
    ['/** As trendy-backend says. */', 'no document of this repository'],
    ['/** The reason is in issue 3, part 7. */', 'no document of this repository'],
    ['/** Told by outbox/staes.ts. */', 'there is no outbox/staes.ts'],
    ['const a = 1; // see staes.ts', 'there is no staes.ts'],
  ])('%j', (text, rule) => {
    expect(rulesOf(text)).toEqual([expect.stringContaining(rule)]);
  });

  test.each([
    ['[states](state.ts)', 'state.ts leads to nothing'],
    ['![picture](look.png "Sync")', 'look.png leads to nothing'],
    ['<img src="look.png">', 'look.png leads to nothing'],
    ['[here](#states-of-it)', 'no such heading'],
    ['[there](../outbox/README.md#states-of-it)', 'no such heading'],
    ['Here §2.1 is none.', 'has no section 2.1'],
  ])('in a README: %j', (text, rule) => {
    const faults = faultsOf({ path: 'src/core/more/README.md', text: `# More\n\n${text}\n` });
    expect(faults).toEqual([
      { path: 'src/core/more/README.md', line: 3, rule: expect.stringContaining(rule) },
    ]);
  });

  test('in a README: a name that no code has', () => {
    const code = { path, text: '// oldName\nconst maxAttempts = 5;\n' };
    const text = '# More\n\n`maxAttempts`, `ChunkStore.oldName(1)`, `attempts`, `HKStateOfMind`, `a/bC.d`.\n';
    const faults = referenceFaults([code, { path: 'src/core/more/README.md', text }], () => true);
    expect(faults.map(({ line, rule }) => [line, rule])).toEqual([
      [3, 'nothing in src is called ChunkStore'],
      [3, 'nothing in src is called oldName'],
    ]);
  });

  test('is told with its line, also where it is wrapped', () => {
    const text = '/** a */\nconst a = 1;\n/**\n * Sizes: outbox/README\n * §1.4.\n */\n';
    expect(faultsOf({ path, text })).toMatchObject([{ path, line: 4 }]);
  });
});

test.each([
  '/** Sizes (outbox/README §1.3, `max_rows`), rows (import/README §2). */',
  '/** Sizes (outbox/README §1, §1.3 and §1.3), in steps 1 to 7. */',
  '/**\n * Sizes (outbox/README\n * §1.3).\n */',
  '/** What waits (outbox/README, Waiting updates; import/README §2). */',
  '/**\n * What waits (outbox/README, Waiting\n * updates).\n */',
  '/** All of outbox/README. */',
  '/** RFC 9562 §6.2, method 1; sqlite.org/fileformat2.html §1.3 and XML 1.0 §2.2. */',
  "import { architecture } from './issues.ts';",
  '/** Here (x.ts, core/x.ts), and in a library (its http.ts). */',
])('%j resolves', (text) => {
  expect(rulesOf(text)).toEqual([]);
});

test.each([
  '[states](../outbox/states.ts), [folder](../outbox/), [heading](../outbox/README.md#13-sizes-max_rows)',
  '[palantir](https://www.palantir.com/docs) and [mail](mailto:a@example.invalid)',
  '```\n[none](none.ts)\n## No heading\n```\n`[none](NAME.ts)`',
  '## More of it\n[above](#more-of-it)',
])('in a README %j resolves', (text) => {
  expect(faultsOf({ path: 'src/core/more/README.md', text: `# More\n\n${text}\n` })).toEqual([]);
});
