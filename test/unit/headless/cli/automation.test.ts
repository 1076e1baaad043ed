// The examples for timers promise what their command does: their words are read as the command line reads them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readArguments } from '../../../../src/headless/cli/arguments.ts';

const folder = join(import.meta.dirname, '../../../../resources/automation');
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8');

/** What a file runs, without quotes: neither file needs any. */
const commandIn: Readonly<Record<string, (text: string) => readonly string[]>> = {
  'health-relay.service': (text) => (/^ExecStart=(.*)$/m.exec(text)?.[1] ?? '').split(' '),
  'app.healthrelay.watch.plist': (text) => {
    const [, array = ''] = /<key>ProgramArguments<\/key>\s*<array>(.*?)<\/array>/s.exec(text) ?? [];
    return [...array.matchAll(/<string>(.*?)<\/string>/g)].map(([, word = '']) => word);
  },
};

for (const [name, read] of Object.entries(commandIn))
  test(`${name} imports what is new and sends what is due, once`, () => {
    const text = textOf(name);
    expect(text).toContain('sends what is due');
    const words = read(text);
    const [own, given] = [words.slice(0, words.indexOf('--') + 1), words.slice(words.indexOf('--') + 1)];
    expect(own).toEqual(['/usr/bin/env', 'npm', 'run', '-s', 'cli', '--']);
    expect(readArguments(given)).toMatchObject({
      name: 'watch',
      given: {
        paths: [expect.stringMatching(/Downloads$/)],
        once: true,
        'no-sync': false,
        'same-person': false,
      },
    });
  });
