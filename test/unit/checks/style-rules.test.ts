import { expect, test } from 'vitest';
import { styleFaults } from '../../checks/style-rules.ts';

/** The faults of a sheet of one page, `styles`, and of scripts that import it. */
function faultsOf(css: string, ...scripts: readonly string[]): string[] {
  const files = [
    { path: 'src/renderer/a/page.module.css', text: css },
    ...scripts.map((text, index) => ({
      path: `src/renderer/b/script${index}.tsx`,
      text: `import styles from '../a/page.module.css';\n${text}`,
    })),
  ];
  return styleFaults(files).map(({ path, line, rule }) => `${path.split('/').at(-1)}:${line}: ${rule}`);
}

/** A script asks for a class of which only the beginning is fixed. */
const asked = (beginning: string) => `styles[\`${beginning}\${tone}\`]`;
const sheet = 'src/renderer/a/page.module.css';

test('a class that the sheet lacks is a fault of the script, at its line', () => {
  expect(faultsOf('.box { color: red }', "styles['box']\nstyles['name']")).toEqual([
    `script0.tsx:3: ${sheet} has no class name`,
  ]);
  expect(faultsOf('.tone1 { color: red }', `${asked('tone')}; ${asked('line')}`)).toEqual([
    `script0.tsx:2: ${sheet} has no class line`,
  ]);
});

test('a class that no script asks for is a fault of the sheet', () => {
  const css =
    '.box,\n.left > .right[data-x] { margin: 0.5em }\n@media print { .box::after { content: "." } }';
  expect(faultsOf(css, "styles['box']")).toEqual([
    'page.module.css:2: no script uses the class left',
    'page.module.css:2: no script uses the class right',
  ]);
  expect(faultsOf(css, "styles['box']", "styles['left'] + styles['right']")).toEqual([]);
  expect(faultsOf('.box { color: red }')).toEqual(['page.module.css:1: no script uses the class box']);
});

test('a computed name may be any text or key that a script has, and no other', () => {
  const css = '.good { color: red }\n.bad { color: red }\n.worst { color: red }';
  expect(faultsOf(css, "const looks = { good: 1 };\nstyles[isBad ? 'bad' : look]")).toEqual([
    'page.module.css:3: no script uses the class worst',
  ]);
  expect(faultsOf('.tone1 { color: red }', asked('tone'))).toEqual([]);
});

test('comments and the classes of others are no classes; a property of that name is no use', () => {
  expect(
    faultsOf('/* .old { } */\n.box :global(.uplot) { top: 1.5px }', "styles['box']; its.styles['x']"),
  ).toEqual([]);
});

test('a sheet that is not there has no class', () => {
  const files = [{ path: 'a.tsx', text: "import s from './gone.module.css';\ns['box']" }];
  expect(styleFaults(files)).toEqual([{ path: 'a.tsx', line: 2, rule: 'gone.module.css has no class box' }]);
});
