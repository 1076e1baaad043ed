import { describe, expect, test } from 'vitest';
import { faultFields } from '../../../../src/core/log/fault-fields.ts';
import { ownFrames, rootOf } from '../../../../src/core/log/own-frames.ts';
import { CodedError } from '../../../../src/shared/errors.ts';

describe('frames', () => {
  test.each([
    ['/opt/app/src/core/log/own-frames.ts', '/opt/app/'],
    ['/opt/Health Relay/resources/app.asar/out/main/chunks/a-1.js', '/opt/Health Relay/resources/app.asar/'],
    ['C:\\Apps\\relay\\out\\main\\data.js', 'C:/Apps/relay/'],
    ['/elsewhere/own-frames.ts', ''],
  ])('the folder of %s is %s', (here, root) => {
    expect(rootOf(here)).toBe(root);
  });

  test('only places of ours, without functions and columns', () => {
    const stack = `Error: /home/ada/Heart 72.zip is bad
    at readAda (/opt/app/src/core/import/importer.ts:12:7)
    at async file:///opt/app/src/data/serve.ts:30:5
    at Object.<anonymous> (file:///opt/app/node_modules/zod/src/index.js:1:1)
    at /home/ada/Documents/src/secret.ts:1:1
    at /opt/app/src/../../ada.ts:1:1
    at node:fs:10:3
    at new Promise (<anonymous>)`;
    expect(ownFrames(stack, '/opt/app/')).toEqual(['src/core/import/importer.ts:12', 'src/data/serve.ts:30']);
  });

  // A file URL without a drive letter is no path on Windows.
  test.runIf(process.platform !== 'win32')('a package in a folder with spaces', () => {
    const stack = 'Error\n    at f (file:///opt/Health%20Relay/app.asar/out/main/data.js:99:3)';
    expect(ownFrames(stack, '/opt/Health Relay/app.asar/')).toEqual(['out/main/data.js:99']);
  });

  test('a line that is too long for a frame is not read at all, whatever it ends in', () => {
    const frame = (name: string) => `    at ${name} (/opt/app/src/a.ts:1:1)`;
    const stack = ['Error', frame('f'), frame('x'.repeat(1000)), '    at f (file:///x'.repeat(60_000)];
    expect(ownFrames(stack.join('\n'), '/opt/app/')).toEqual(['src/a.ts:1']);
  });
});

test('a fault is its name, its code and its place, and those of what caused it first', () => {
  const root = Object.assign(new TypeError('heart rate 72'), { code: 'ENOENT', path: '/home/ada' });
  const fields = faultFields(new CodedError('internal', {}, { cause: new Error('x', { cause: root }) }));
  expect(fields).toMatchObject({
    error: 'CodedError',
    code: 'internal',
    cause: 'TypeError',
    causeSystem: 'ENOENT',
  });
  expect(fields.causeAt?.[0]).toMatch(/^test\/unit\/core\/log\/own-frames\.test\.ts:\d+$/);
  expect(JSON.stringify(fields)).not.toMatch(/ada|72/);
});

test('what is no error is said to be none, and a name of somebody else is not repeated', () => {
  expect(faultFields('ada')).toEqual({ error: 'not an error' });
  expect(faultFields(null)).toEqual({ error: 'not an error' });
  expect(faultFields(Object.assign(new Error('x'), { name: 'Ada' }))).toMatchObject({ error: 'other' });
});
