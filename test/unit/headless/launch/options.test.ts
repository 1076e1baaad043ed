import { expect, test } from 'vitest';
import { launchOptions, unfitNode } from '../../../../src/headless/launch/options.ts';
import { exitCodeFor, failureInWords } from '../../../../src/headless/launch/say-failure.ts';
import { browserCommand } from '../../../../src/headless/launch/serve-until-stopped.ts';
import { callbackPort } from '../../../../src/shared/domain/account.ts';
import { CodedError } from '../../../../src/shared/errors.ts';

const none = { profile: null, port: callbackPort, isHeadless: false, mayOpenBrowser: true };

test.each([
  [[], none],
  [['--profile', 'x'], { ...none, profile: 'x' }],
  [['--port=8080'], { ...none, port: 8080 }],
  [['--port', '0'], { ...none, port: 0 }],
  [['--headless', '--no-open'], { ...none, isHeadless: true, mayOpenBrowser: false }],
])('%j', (argv, expected) => {
  expect(launchOptions(argv)).toEqual(expected);
});

test.each([
  [['--port', '80']],
  [['--port', '65536']],
  [['--port', '1e4']],
  [['--port', '-1']],
  [['--port', '']],
  [['--profile', '']],
  [['--profile']],
  [['--verbose']],
  [['file.zip']],
])('%j is told to be wrong', (argv) => {
  expect(launchOptions(argv)).toEqual({ wrong: expect.stringMatching(/\w/) });
});

test.each([
  ['24.9.0', true],
  ['22.18.0', true],
  ['23.0.0', true],
  ['22.17.1', false],
  ['20.19.5', false],
])('Node %s', (version, isFit) => {
  const words = unfitNode(version);
  expect(words === null).toBe(isFit);
  if (words !== null) expect(words).toContain(`Node 22.18 or newer; this is ${version}`);
});

test('the browser is opened without a shell', () => {
  const url = 'http://127.0.0.1:1/link?token=a';
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(browserCommand(platform, url).at(-1)).toBe(url);
    expect(browserCommand(platform, url)[0]).not.toMatch(/sh$|cmd/);
  }
});

test('a refusal to start is told in words, with its exit code', () => {
  const inUse = new CodedError('profile.in_use');
  expect(failureInWords(inUse)).toMatch(/already open.*\(profile\.in_use\)/);
  expect(exitCodeFor(inUse)).toBe(4);
  expect(exitCodeFor(new CodedError('profile.damaged'))).toBe(1);
  const taken = failureInWords(Object.assign(new Error('x'), { code: 'EADDRINUSE', port: 8420 }));
  expect(taken).toMatch(/^Port 8420 is in use.*another --port\.$/);
});
