import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandShapes } from '../../../../src/headless/cli/completion.ts';
import { jsonLine, jsonLines, jsonVersion } from '../../../../src/headless/cli/json-lines.ts';
import { jsonShapesText } from '../../../checks/json-shapes-text.ts';
import { withSchema } from '../../../checks/schema-text.ts';

const readme = readFileSync(join(import.meta.dirname, '../../../../src/headless/cli/README.md'), 'utf8');

test('the README describes the lines as their schemas are (npm run schema writes it)', () => {
  expect(withSchema(readme, jsonShapesText())).toBe(readme);
  for (const name of Object.keys(jsonLines)) expect(readme).toContain(`\n#### ${name}\n`);
  expect(readme).toContain(`"version": ${jsonVersion}`);
});

test('every command that takes --json has its lines described, but for the columns of query', () => {
  const described = new Set(Object.keys(jsonLines).map((name) => name.split(',')[0]));
  const taking = commandShapes().filter(({ options }) => options.some(({ word }) => word === '--json'));
  // `watch` prints the lines of `import`.
  const others = ['query', 'watch'];
  const missing = taking.map(({ name }) => name).filter((name) => !described.has(name));
  expect(missing.sort()).toEqual(others);
});

test('a line begins with the version', () => {
  expect(jsonLine('undo', { undo: 'alias:3', isUndone: false, text: 'x' })).toBe(
    '{"version":1,"undo":"alias:3","isUndone":false,"text":"x"}',
  );
});

test('the description tells optional from null, and a closed set from a text', () => {
  const text = jsonShapesText();
  expect(text).toContain("removed?: 'gone' | 'superseded'");
  expect(text).toContain('pausedBy: errorCode | null');
  expect(text).toContain('exportDate: string | null');
  expect(text).toContain('end: instant | null');
});
