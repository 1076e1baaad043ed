import { once } from 'node:events';
import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { migrate } from '../../../src/core/db/migrate.ts';
import { migrations } from '../../../src/core/db/migrations/index.ts';
import { openWriter } from '../../../src/core/db/open.ts';
import { openProfile } from '../../../src/core/profile/open-profile.ts';
import type { ImportStatus } from '../../../src/shared/domain/receipt.ts';
import { ask, startProgram, superviseProgram, valueIn } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { ImportGate } from '../../support/import-gate.ts';
import { hasModes, modeOf, scratchDir } from '../../unit/data/scratch.ts';
import { runCliProcess } from '../run-cli.ts';
import { follow, resumeRun, startImport } from './followed-run.ts';

async function scene(days = 16) {
  const dir = scratchDir();
  const file = join(dir, 'export.zip');
  await generateExport({ zip: file, days, density: 0.3 });
  const gate = new ImportGate(join(dir, 'gate'));
  return { dir, file, gate, profile: join(dir, 'profile') };
}

const hasStored = ({ records }: ImportStatus) => records.added > 0;

/** Everything in a profile that others could read or list. */
function openToOthers(profile: string): string[] {
  const names = readdirSync(profile, { recursive: true }).map(String);
  return ['.', ...names].filter((name) => {
    const path = join(profile, name);
    return hasModes && modeOf(path) !== (lstatSync(path).isDirectory() ? '700' : '600');
  });
}

/** Runs what `begin` starts with a umask that forbids nothing. */
function withOpenUmask<T>(begin: () => T): T {
  const before = process.umask(0);
  try {
    return begin();
  } finally {
    process.umask(before);
  }
}

test('of programs that start at once on a new profile one owns it, the others say profile.in_use', async () => {
  const { profile } = await scene(1);
  const programs = [startProgram(profile), startProgram(profile), startProgram(profile)];
  const starts = await Promise.all(programs.map(({ client }) => client.started));
  expect(starts.filter(({ isReady }) => isReady)).toHaveLength(1);
  for (const start of starts)
    if (!start.isReady) expect(start.error).toMatchObject({ code: 'profile.in_use', retryable: true });
});

test('while an import runs: a second import is 4, status and records read what is committed', async () => {
  const { file, gate, profile } = await scene();
  gate.hold('reading');
  const { client } = startProgram(profile, gate.env);
  await client.started;
  const run = await startImport(client, file);
  await run.seen(hasStored);
  const words = ['--profile', profile, '--json'];
  const [second, status, records] = await Promise.all([
    runCliProcess(['import', file, ...words]),
    runCliProcess(['status', ...words]),
    runCliProcess(['records', '--limit', '3', ...words]),
  ]);
  expect(second).toMatchObject({ code: 4, lines: [{ state: 'refused', code: 'profile.in_use' }] });
  expect([status.code, records.code]).toEqual([0, 0]);
  expect(records.lines).toHaveLength(3);
  gate.release('reading');
  expect(await run.ended).toMatchObject({ state: 'completed' });
});

test('killed while it imports, its lock is taken over at once by the command line', async () => {
  const { file, gate, profile } = await scene();
  gate.hold('reading');
  const { client, child } = startProgram(profile, gate.env);
  const run = await startImport(client, file);
  await run.seen(hasStored);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const status = await runCliProcess(['status', '--profile', profile, '--json']);
  expect(status).toMatchObject({ code: 0, lines: [{ lastImport: { state: 'partial' } }] });
  const again = await runCliProcess(['import', file, '--profile', profile, '--json']);
  expect(again).toMatchObject({ code: 0, lines: [{ state: 'completed' }] });
});

test('whatever the umask, nobody else may look into a profile: data program, mid-import', async () => {
  const { file, gate, profile } = await scene();
  gate.hold('reading');
  mkdirSync(profile, { mode: 0o777 });
  const { client, child } = withOpenUmask(() => startProgram(profile, gate.env));
  await client.started;
  const incoming = valueIn(await client.host('host.incomingDir', {})).path;
  writeFileSync(join(incoming, 'kept'), '', { mode: 0o600 });
  const run = await startImport(client, file);
  await run.seen(hasStored);
  const names = readdirSync(profile);
  for (const name of ['history.sqlite', 'history.sqlite-wal', 'history.sqlite-shm', 'lock', 'incoming'])
    expect(names).toContain(name);
  expect(openToOthers(profile)).toEqual([]);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(openToOthers(profile)).toEqual([]);
});

test('whatever the umask: command line, and copies from before a migration', async () => {
  const { file, profile } = await scene(3);
  const umask = process.umask(0);
  onTestFinished(() => void process.umask(umask));
  expect(await runCliProcess(['import', file, '--profile', profile, '--json'])).toMatchObject({ code: 0 });
  expect(openToOthers(profile)).toEqual([]);
  const opened = openProfile(profile);
  const writer = openWriter(opened.database);
  const next = { version: (migrations.at(-1)?.version ?? 0) + 1, slug: 'broken', sql: 'no sql' };
  await expect(migrate(writer, opened.backups, [...migrations, next])).rejects.toThrow();
  expect(readdirSync(opened.backups)).toHaveLength(1);
  expect(openToOthers(profile)).toEqual([]);
  writer.close();
  opened.close();
});

test('supervised: a crash in a call is data.unavailable and retryable, the next call works, the import can be resumed', async () => {
  const { file, gate, profile } = await scene();
  gate.hold('reading');
  const { data, children, states } = superviseProgram(profile, gate.env);
  const run = await follow(data, async () => {
    const { offer } = valueIn(await data.host('host.addOffer', { path: file, isIncoming: false }));
    return ask(data, 'import.start', { offer });
  });
  await run.seen(hasStored);
  // Stopped, it cannot answer before it dies.
  children[0]?.kill('SIGSTOP');
  const cut = [data.call('history.overview', {}), data.call('import.current', {})];
  children[0]?.kill('SIGKILL');
  for (const answer of await Promise.all(cut))
    expect(answer).toMatchObject({ ok: false, error: { code: 'data.unavailable', retryable: true } });
  await vi.waitFor(() => expect(states).toContain('restarting'), { interval: 2 });
  expect(await ask(data, 'import.receipt', { runId: run.runId })).toMatchObject({
    state: 'interrupted',
    canResume: true,
  });
  gate.release('reading');
  const resumed = await resumeRun(data, run.runId);
  expect(await resumed.ended).toMatchObject({ state: 'completed' });
  expect(children).toHaveLength(2);
  expect(states).toEqual(['starting', 'ready', 'restarting', 'ready']);
});
