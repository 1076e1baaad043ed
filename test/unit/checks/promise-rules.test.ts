import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFloating } from '../../checks/promise-rules.ts';
import { scratchDir } from '../data/scratch.ts';

const bad = [
  'send();',
  'void send();',
  'on(() => void send());',
  'ok && send();',
  'ok ? send() : 1;',
  '(ok, send());',
  'slot?.send();',
  'send().then(() => 1);',
  'send().finally(() => 1);',
  'Promise.all([send(), send()]);',
  '[1, 2].map(async () => send());',
  'void Promise.allSettled([send()]);',
  'on(send);',
  'on(async () => 1);',
  'on(async function () {});',
  'on(slot!.send);',
  'const acts: { press: () => void } = { press: async () => {} };',
  'new Waiter(async () => {});',
];
const good = [
  'await send();',
  'ok && (await send());',
  'const kept = send();',
  'let kept; kept = send();',
  'send().catch(() => 1);',
  'send().then(() => 1, () => 2);',
  'void word();',
  'word();',
  'on(word);',
  'takes(send);',
  'takes(async () => {});',
  'send().finally(async () => {}).catch(() => 1);',
  'function given() { return send(); }',
];

/** Each line is a file of its own; the answer has the lines in which something floats. */
function floatingOf(lines: readonly string[]): string[] {
  const dir = scratchDir();
  const head = `
    declare const ok: boolean;
    declare function send(): Promise<number>;
    declare function word(): string;
    declare const slot: { send(): Promise<number> } | null;
    declare function on(listener: () => void): void;
    declare function takes(act: () => unknown): void;
    declare class Waiter { constructor(listener: () => void); }
    export {};\n`;
  const names = lines.map((line, at) => {
    writeFileSync(join(dir, `${at}.ts`), `${head}${line}\n`);
    return `${at}.ts`;
  });
  const config = join(dir, 'tsconfig.json');
  const compilerOptions = { target: 'ES2024', module: 'nodenext', lib: ['ES2024'], types: [], strict: true };
  writeFileSync(config, JSON.stringify({ compilerOptions, files: names }));
  const found = findFloating([config]);
  return lines.filter((_, at) => found.some(({ path }) => path.endsWith(`/${at}.ts`)));
}

test('a planted floating promise is found in every form, and what is waited for is let be', () => {
  expect(floatingOf([...bad, ...good])).toEqual(bad);
});

test('the line and what to do are said', () => {
  const dir = scratchDir();
  const path = join(dir, 'planted.ts');
  writeFileSync(path, 'export {};\nconst act = async () => 1;\n\nvoid act();\n');
  const config = join(dir, 'tsconfig.json');
  writeFileSync(config, JSON.stringify({ files: ['planted.ts'], compilerOptions: { types: [] } }));
  expect(findFloating([config])).toEqual([
    { path: expect.stringContaining('planted.ts'), line: 4, rule: expect.stringContaining('drop(promise') },
  ]);
});
