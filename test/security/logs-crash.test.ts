import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { watchThread } from '../../src/data/threads.ts';
import { scratchDir } from '../unit/data/scratch.ts';

const entry = new URL('../../src/data/main.ts', import.meta.url);

/** Runs in the data program beside it, and fails once it is ready. */
const failing = (act: string) =>
  `data:text/javascript,${encodeURIComponent(
    `const send = process.send.bind(process);
     process.send = (message, ...rest) => {
       if (message.kind === 'ready') setImmediate(() => { ${act} });
       return send(message, ...rest);
     };`,
  )}`;

async function crash(
  act: string,
): Promise<{ code: number | null; stderr: string; log: string; files: string[] }> {
  const profile = join(scratchDir(), 'Ada SECRET');
  const child = fork(entry, [profile], {
    serialization: 'advanced',
    execArgv: ['--import', failing(act)],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr?.on('data', (part) => {
    stderr += part;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  const log = join(profile, 'logs', 'data.log');
  return {
    code,
    stderr,
    log: existsSync(log) ? readFileSync(log, 'utf8') : '',
    files: readdirSync(profile, { recursive: true }).map(String),
  };
}

test.each([
  ['an exception', "throw Object.assign(new RangeError('SECRET 72'), { code: 'ENOSPC' })"],
  ['a rejection', "Promise.reject(Object.assign(new RangeError('SECRET 72'), { code: 'ENOSPC' }))"],
])('%s that nobody caught ends the data program, with a line that says what it was', async (_what, act) => {
  const { code, stderr, log, files } = await crash(act);
  // Killed by its own hand where a thread sits in a call of the keychain (threaded-keychain.ts).
  expect([70, null]).toContain(code);
  expect(JSON.parse(log.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    process: 'data',
    event: 'process.crashed',
    error: 'RangeError',
    system: 'ENOSPC',
  });
  expect(stderr).toBe('data program: RangeError ENOSPC\n');
  expect(log).not.toMatch(/SECRET|72"/);
  // No dump, no report of Node's.
  expect(files.filter((name) => /core|\.dmp|report/i.test(name))).toEqual([]);
});

test('a thread that dies leaves its name', async () => {
  const lines: unknown[] = [];
  const worker = new Worker("throw new TypeError('SECRET')", { eval: true });
  watchThread(worker, 'import', (event, fields) => void lines.push([event, fields]));
  await new Promise((resolve) => worker.once('exit', resolve));
  expect(lines).toEqual([
    ['thread.crashed', expect.objectContaining({ thread: 'import', error: 'TypeError' })],
  ]);
  expect(JSON.stringify(lines)).not.toContain('SECRET');
});

test('nothing of ours starts Electron’s crash reporter or asks Node for reports', () => {
  const sources = readdirSync(new URL('../../src/', import.meta.url), { recursive: true })
    .map(String)
    .filter((name) => /\.(ts|tsx|cjs)$/.test(name));
  const text = sources
    .map((name) => readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8'))
    .join('\n');
  expect(text).not.toMatch(
    /crashReporter\s*\.|\{[^}]*crashReporter[^}]*\} from|report-on|writeReport|heapsnapshot/,
  );
});
