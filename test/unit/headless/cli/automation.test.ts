// The examples for timers: whole files as systemd and launchd take them, and words as the command line reads them.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { readArguments } from '../../../../src/headless/cli/arguments.ts';
import { findProgram } from '../../../support/programs.ts';
import { scratchDir } from '../../data/scratch.ts';

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

type Values = Readonly<Record<string, RegExp>>;

const anything = /./;
const yes = /^(yes|true|on|1)$/;
/** What the files use of systemd.unit(5), systemd.service(5), systemd.timer(5) and systemd.time(7), and what each may be. */
const unitKeys: Readonly<Record<string, Readonly<Record<string, Values>>>> = {
  'health-relay.service': {
    Unit: { Description: anything },
    Service: {
      Type: /^(simple|exec|forking|oneshot|dbus|notify|notify-reload|idle)$/,
      WorkingDirectory: /^-?(~$|%h\/|\/)/,
      EnvironmentFile: /^-?(%h\/|\/)/,
      SuccessExitStatus: /^[0-9]+( [0-9]+)*$/,
      ExecStart: /^\/[^ ]+ /,
    },
  },
  'health-relay.timer': {
    Unit: { Description: anything },
    Timer: {
      OnCalendar: /^(minutely|hourly|daily|weekly|monthly|quarterly|semiannually|yearly)$/,
      Persistent: yes,
      RandomizedDelaySec: /^[0-9]+(s|min|h)?$/,
    },
    Install: { WantedBy: /^timers\.target$/ },
  },
};

/** `Section.Key` and value of each line; a line that is neither a comment, a section nor an assignment throws. */
function unitEntries(text: string): [name: string, value: string][] {
  let section = '';
  return text.split('\n').flatMap((line): [string, string][] => {
    if (line === '' || line.startsWith('#')) return [];
    const head = /^\[([A-Za-z]+)\]$/.exec(line);
    if (head !== null) section = head[1] ?? '';
    if (head !== null) return [];
    const [, key, value] = /^([A-Z][A-Za-z]*)=(\S.*)$/.exec(line) ?? [];
    if (section === '' || key === undefined || value === undefined) throw new Error(`no unit file: ${line}`);
    return [[`${section}.${key}`, value]];
  });
}

describe.each(Object.keys(unitKeys))('%s', (name) => {
  test('has the sections and keys that systemd knows, each once, with values that it takes', () => {
    const entries = unitEntries(textOf(name));
    const known = Object.entries(unitKeys[name] ?? {}).flatMap(([section, keys]) =>
      Object.entries(keys).map(([key, value]) => [`${section}.${key}`, value] as const),
    );
    expect(entries.map(([key]) => key)).toEqual(known.map(([key]) => key));
    for (const [index, [, value]] of entries.entries()) expect(value).toMatch(known[index]?.[1] ?? /$^/);
  });

  const systemd = findProgram(['systemd-analyze']);
  if (systemd !== null)
    test('systemd itself has nothing to say about it', () => {
      const said = spawnSync(
        systemd,
        ['verify', '--user', '--man=no', '--recursive-errors=yes', join(folder, name)],
        {
          env: { PATH: process.env['PATH'], HOME: scratchDir(), XDG_RUNTIME_DIR: scratchDir() },
          encoding: 'utf8',
        },
      );
      expect([said.stdout, said.stderr, said.status]).toEqual(['', '', 0]);
    });
});

test('the timer starts the service of its name every hour, and once for the hours that the computer was off', () => {
  const timer = new Map(unitEntries(textOf('health-relay.timer')));
  expect(existsSync(join(folder, 'health-relay.service'))).toBe(true);
  expect(timer.get('Timer.OnCalendar')).toBe('hourly');
  expect(timer.get('Timer.Persistent')).toMatch(yes);
  // Shorter than an hour, or a run could fall into the next one.
  expect(Number(timer.get('Timer.RandomizedDelaySec'))).toBeLessThan(3600);
  // A service that ends: a timer starts none that is still there.
  expect(new Map(unitEntries(textOf('health-relay.service'))).get('Service.Type')).toBe('oneshot');
});

type Plist = string | number | readonly Plist[] | { readonly [key: string]: Plist };

/** A property list in XML, read by a strict parser: well-formed, known elements only, a key before each value of a dictionary. */
function readPlist(text: string): Plist {
  const open: { name: string; text: string; children: Plist[]; keys: string[] }[] = [];
  let root: Plist | undefined;
  const plainOf = ({ name, text: own, children, keys }: (typeof open)[number]): Plist => {
    if (name === 'string') return own;
    if (name === 'integer' && /^-?[0-9]+$/.test(own)) return Number(own);
    if (name === 'array' && keys.length === 0) return children;
    const isDict = name === 'dict' && keys.length === children.length && new Set(keys).size === keys.length;
    if (!isDict) throw new Error(`no value of a property list: ${name}`);
    return Object.fromEntries(keys.map((key, index) => [key, children[index] ?? '']));
  };
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name }) => open.push({ name, text: '', children: [], keys: [] }));
  parser.on('text', (part) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += part;
  });
  parser.on('closetag', () => {
    const closed = open.pop();
    const parent = open.at(-1);
    if (closed === undefined) return;
    if (closed.name === 'plist') [root] = closed.children;
    else if (closed.name === 'key' && parent?.keys.length === parent?.children.length)
      parent?.keys.push(closed.text);
    else parent?.children.push(plainOf(closed));
  });
  parser.write(text).close();
  if (root === undefined) throw new Error('no property list');
  return root;
}

test('the agent of launchd is a property list of keys that launchd.plist(5) has, in the file of its label', () => {
  const name = 'app.healthrelay.watch.plist';
  const agent = readPlist(textOf(name));
  expect(agent).toEqual({
    Label: name.replace(/\.plist$/, ''),
    WorkingDirectory: expect.stringMatching(/^\/Users\/YOU\//),
    ProgramArguments: expect.arrayContaining(['/usr/bin/env', 'watch']),
    EnvironmentVariables: { PATH: expect.stringMatching(/^(\/[a-z/]+:)+\/bin$/) },
    // Otherwise launchd drops both, and a failed sync leaves no reason.
    StandardOutPath: expect.stringMatching(/^\/Users\/YOU\/Library\/Logs\//),
    StandardErrorPath: expect.stringMatching(/^\/Users\/YOU\/Library\/Logs\//),
    StartInterval: 3600,
  });
  expect(() => readPlist(textOf(name).replace('</array>', ''))).toThrow();
  expect(() => readPlist(textOf(name).replace('<key>Label</key>', ''))).toThrow();
});
