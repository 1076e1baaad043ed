import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ask, startProgram, valueIn } from '../../contract/running-program.ts';
import { generateExport } from '../../generator/generate.ts';
import { ImportGate } from '../../support/import-gate.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { resumeRun, startImport } from './followed-run.ts';

/** Puts a file where the web host puts uploads: in a folder of its own in incoming/. */
function upload(profile: string, file: string, name: string): string {
  const folder = join(profile, 'incoming', name);
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, join(folder, 'export.zip'));
  return join(folder, 'export.zip');
}

async function scene() {
  const dir = scratchDir();
  const file = join(dir, 'export.zip');
  await generateExport({ zip: file, days: 16, density: 0.3 });
  const profile = join(dir, 'profile');
  const gate = new ImportGate(join(dir, 'gate'));
  return { dir, file, gate, profile, incoming: () => readdirSync(join(profile, 'incoming')) };
}

const asUpload = { isIncoming: true };

test('an upload goes when its import ends: completed, known, refused, partial, cancelled, cancelled in the queue', async () => {
  const { dir, file, gate, profile, incoming } = await scene();
  const { client } = startProgram(profile, gate.env);
  await client.started;
  const ends = ['completed', 'already_imported'];
  for (const state of ends) {
    const run = await startImport(client, upload(profile, file, state), asUpload);
    expect(incoming()).toEqual([state]);
    expect(await run.ended).toMatchObject({ state, canResume: false });
    expect(incoming()).toEqual([]);
  }
  const letter = join(dir, 'letter.zip');
  writeFileSync(letter, 'no zip');
  const refused = await startImport(client, upload(profile, letter, 'letter'), asUpload);
  expect(await refused.ended).toMatchObject({ state: 'refused' });
  expect(incoming()).toEqual([]);

  gate.hold('reading');
  const later = join(dir, 'later.zip');
  await generateExport({ zip: later, days: 16, density: 0.3, extraDays: 2 });
  const reading = await startImport(client, upload(profile, later, 'reading'), asUpload);
  const queued = await startImport(client, upload(profile, later, 'queued'), asUpload);
  expect(incoming().sort()).toEqual(['queued', 'reading']);
  await ask(client, 'import.cancel', { runId: queued.runId });
  await queued.ended;
  expect(incoming()).not.toContain('queued');
  await ask(client, 'import.cancel', { runId: reading.runId });
  expect(await reading.ended).toMatchObject({ state: 'cancelled', canResume: false });
  expect(incoming()).toEqual([]);
  expect(existsSync(file)).toBe(true);
});

test('the upload of a killed run is kept and offered, all others go; resuming imports and removes it', async () => {
  const { file, gate, profile, incoming } = await scene();
  gate.hold('reading');
  const first = startProgram(profile, gate.env);
  await first.client.started;
  const run = await startImport(first.client, upload(profile, file, 'under-way'), asUpload);
  const waiting = await startImport(first.client, upload(profile, file, 'queued'), asUpload);
  upload(profile, file, 'half-sent');
  valueIn(
    await first.client.host('host.addOffer', { path: upload(profile, file, 'offered'), isIncoming: true }),
  );
  await run.reached('reading');
  expect(await first.client.call('import.dismiss', { runId: run.runId })).toMatchObject({
    error: { code: 'import.already_running' },
  });
  expect(await first.client.call('import.dismiss', { runId: waiting.runId })).toMatchObject({
    error: { code: 'import.already_running' },
  });
  first.child.kill('SIGKILL');
  await first.client.closed;

  const second = startProgram(profile, gate.env);
  expect(await ask(second.client, 'import.receipts', { limit: 9 })).toMatchObject([
    { runId: waiting.runId, state: 'interrupted', canResume: true },
    { runId: run.runId, state: 'interrupted', canResume: true },
  ]);
  expect(incoming().sort()).toEqual(['queued', 'under-way']);
  expect(await ask(second.client, 'import.dismiss', { runId: waiting.runId })).toBeNull();
  expect(incoming()).toEqual(['under-way']);
  const dismissed = await ask(second.client, 'import.receipt', { runId: waiting.runId });
  expect(dismissed).toMatchObject({ state: 'interrupted', canResume: false });

  const resumed = await resumeRun(second.client, run.runId);
  expect(incoming()).toEqual(['under-way']);
  gate.release('reading');
  const old = await ask(second.client, 'import.receipt', { runId: run.runId });
  expect(old.canResume).toBe(false);
  expect(await resumed.ended).toMatchObject({ state: 'completed' });
  expect(incoming()).toEqual([]);
  const again = await second.client.call('import.resume', { runId: run.runId });
  expect(again).toMatchObject({ error: { code: 'import.not_found' } });
});

test('killed while resuming, the upload is still there for the run that resumed', async () => {
  const { file, gate, profile, incoming } = await scene();
  gate.hold('opening');
  gate.hold('reading');
  const first = startProgram(profile, gate.env);
  await first.client.started;
  const run = await startImport(first.client, upload(profile, file, 'one'), asUpload);
  await run.reached('opening');
  first.child.kill('SIGKILL');
  await first.client.closed;
  gate.release('opening');
  const second = startProgram(profile, gate.env);
  const resumed = await resumeRun(second.client, run.runId);
  await resumed.reached('reading');
  second.child.kill('SIGKILL');
  await second.client.closed;
  const third = startProgram(profile);
  const receipts = await ask(third.client, 'import.receipts', { limit: 9 });
  expect(receipts.map(({ runId, canResume }) => [runId, canResume])).toEqual([
    [resumed.runId, true],
    [run.runId, false],
  ]);
  expect(incoming()).toEqual(['one']);
  const last = await resumeRun(third.client, resumed.runId);
  expect(await last.ended).toMatchObject({ state: 'completed' });
  expect(incoming()).toEqual([]);
});
