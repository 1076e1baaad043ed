import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { LogEvent } from '../../../../src/core/log/log-events.ts';
import { readLogTail } from '../../../../src/core/log/log-file.ts';
import { linesPerMinute, openLog } from '../../../../src/core/log/open-log.ts';
import { expectMode, scratchDir } from '../../data/scratch.ts';

let folder = '';
let nowMs = 0;
let log: LogEvent;

beforeEach(() => {
  folder = join(scratchDir(), 'logs');
  nowMs = Date.UTC(2026, 10, 22, 12);
  log = openLog({ process: 'data', folder: () => folder, now: () => nowMs, fileBytes: 1000 });
});

const written = () => readFileSync(join(folder, 'data.log'), 'utf8').trimEnd().split(/\r?\n/);

test('one line of JSON for each event, in a file that only its owner reads', () => {
  log('process.ready', { ms: 12, schema: 2 });
  log('import.ended', { run: 3, runState: 'completed', code: null, kind: 'zip', added: 7 });
  expect(written()).toEqual([
    '{"time":"2026-11-22T12:00:00.000Z","process":"data","event":"process.ready","ms":12,"schema":2}',
    '{"time":"2026-11-22T12:00:00.000Z","process":"data","event":"import.ended","run":3,"runState":"completed","kind":"zip","added":7}',
  ]);
  expectMode(folder, '700');
  expectMode(join(folder, 'data.log'), '600');
});

test.each([
  ['a field of another event', 'process.ready', { run: 1 }],
  ['a field nobody knows', 'process.ready', { note: 'heart rate 72' }],
  ['a number as text', 'process.ready', { ms: '72' }],
  ['half a count', 'process.ready', { ms: 1.5 }],
  ['a version that is a sentence', 'process.started', { version: '1.0.0 of Ada' }],
  ['a target that is an address', 'sync.paused', { target: 'https://ada.example/?token=x' }],
  ['a code of somebody else', 'sync.paused', { code: 'ada@example.org' }],
  ['an object', 'sync.paused', { destination: { host: 'ada.example' } }],
  ['a call that is none', 'call.slow', { call: 'history.ofAda' }],
  ['a place that is not ours', 'process.fault', { at: ['/home/ada/export.zip'] }],
  ['an error name of a library', 'process.fault', { error: 'AdaError' }],
  ['a system code that is a word', 'process.fault', { system: 'ADA_LOVELACE' }],
  ['a signal that is none', 'data.ended', { signal: 'ADA' }],
])('%s is left out and counted', (_what, event, fields) => {
  // The types forbid each of these; what is tested is what happens when they are gone around.
  log(event as never, fields as never);
  expect(written()).toEqual([
    `{"time":"2026-11-22T12:00:00.000Z","process":"data","event":"${event}","dropped":1}`,
  ]);
});

test('an event that is none writes nothing and throws nothing', () => {
  log('ada' as never, {});
  log('process.stopped', { ms: 1 });
  expect(written()).toHaveLength(1);
});

test('a full file is moved on, five are kept, all of them private', () => {
  for (let i = 0; i < 120; i += 1) {
    nowMs += 60_000;
    log('import.started', { run: i });
  }
  expect(readdirSync(folder).sort()).toEqual([
    'data.1.log',
    'data.2.log',
    'data.3.log',
    'data.4.log',
    'data.log',
  ]);
  expect(written().at(-1)).toContain('"run":119');
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).size).toBeLessThan(1200);
    expectMode(join(folder, name), '600');
  }
});

test('a flood of one event leaves room for the others, and is counted', () => {
  log = openLog({ process: 'data', folder: () => folder, now: () => nowMs });
  for (let i = 0; i < 5000; i += 1) log('door.refused', { reason: 'host', status: 403 });
  log('process.stopped', { ms: 1 });
  expect(written()).toHaveLength(linesPerMinute + 1);
  nowMs += 60_000;
  log('door.refused', { reason: 'host', status: 403 });
  expect(written().at(-1)).toContain(`"omitted":${5000 - linesPerMinute}`);
});

test('a folder that cannot be made loses lines and nothing else', () => {
  const file = join(scratchDir(), 'file');
  writeFileSync(file, '');
  const lost = openLog({ process: 'data', folder: () => join(file, 'logs') });
  expect(() => lost('process.stopped', { ms: 1 })).not.toThrow();
});

test('the last lines of all processes by time, and nothing that is not ours', async () => {
  const web = openLog({ process: 'web', folder: () => folder, now: () => nowMs });
  for (let i = 0; i < 6; i += 1) {
    nowMs += 1;
    (i % 2 === 0 ? log : web)('import.started', { run: i });
  }
  writeFileSync(
    join(folder, 'desktop.log'),
    'a secret\n{"time":"2026-11-22T12:00:00.004Z","event":"x"}\n',
    {},
  );
  const smuggled = `{"time":"2026-11-22T12:00:00.100Z","process":"data","event":"process.ready","ms":1,"name":"Ada"}\n`;
  writeFileSync(join(folder, 'cli.log'), smuggled);
  writeFileSync(join(folder, 'notes.txt'), smuggled);
  expect(await readLogTail(folder, 3)).toEqual([
    '{"time":"2026-11-22T12:00:00.005Z","process":"data","event":"import.started","run":4}',
    '{"time":"2026-11-22T12:00:00.006Z","process":"web","event":"import.started","run":5}',
    '{"time":"2026-11-22T12:00:00.100Z","process":"data","event":"process.ready","ms":1,"dropped":1}',
  ]);
  expect(await readLogTail(join(folder, 'none'), 3)).toEqual([]);
});
