// The program ends while a backup is encrypted, or one is decrypted to be looked at: what takes minutes of gigabytes is ended, not waited for.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test, vi } from 'vitest';
import { inspectBackup } from '../../../src/core/db/inspect-backup.ts';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openWriter } from '../../../src/core/db/open.ts';
import { applicationId } from '../../../src/core/db/raw-file.ts';
import { openProfile } from '../../../src/core/profile/open-profile.ts';
import { type BackupWork, backupWorkHere, backupWorkIn } from '../../../src/data/backup-tasks.ts';
import { createDataProgram } from '../../../src/data/program.ts';
import { startImportThread } from '../../../src/data/threads.ts';
import { CodedError } from '../../../src/shared/errors.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { lightSeal } from './light-seal.ts';

const importThread = new URL('../../../src/data/import-thread.ts', import.meta.url);
const backupThread = new URL('../../../src/data/backup-thread.ts', import.meta.url);
const heldThread = new URL('../../support/held-backup-thread.ts', import.meta.url);
const passphrase = 'correct horse';

async function opened(backupWork: Partial<BackupWork>) {
  const dir = scratchDir();
  const profileDir = join(dir, 'profile');
  const program = await createDataProgram({
    profileDir,
    threads: {
      startImport: () => startImportThread(importThread),
      openSecrets: memorySecrets().open,
      backups: { ...backupWorkHere, seal: lightSeal, ...backupWork },
    },
    push: () => {},
  });
  onTestFinished(() => program.close());
  const file = join(dir, 'mine.sqlite.age');
  const incoming = join(profileDir, 'incoming');
  /** Everything was ended in order: the log is written back, the lock is free, and nothing readable lies about. */
  const expectInOrder = () => {
    expect(readdirSync(incoming)).toEqual([]);
    expect(existsSync(join(profileDir, 'history.sqlite-wal'))).toBe(false);
    openProfile(profileDir).close();
  };
  return { program, dir, file, incoming, expectInOrder };
}

/** The first word of the thread that is held. */
async function begun(act: 'seal' | 'unseal' | 'inspect'): Promise<void> {
  const channel = new BroadcastChannel(`held ${act}`);
  await new Promise<void>((resolve) => {
    channel.onmessage = () => resolve();
  });
  channel.close();
}

test('a backup that is being encrypted ends with the program, and leaves neither a part nor a readable copy', async () => {
  const { program, file, incoming, expectInOrder } = await opened(backupWorkIn(heldThread));
  const sealing = begun('seal');
  const made = program.hostHandlers['host.backUp']({ path: file, passphrase });
  const cancelled = expect(made).rejects.toMatchObject({ code: 'cancelled' });
  await sealing;
  expect(readdirSync(incoming)).toHaveLength(1);
  expect(existsSync(`${file}.partial`)).toBe(true);
  await program.close();
  await cancelled;
  expect(existsSync(file)).toBe(false);
  expect(existsSync(`${file}.partial`)).toBe(false);
  expectInOrder();
});

for (const act of ['seal', 'unseal', 'inspect'] as const)
  test(`so does a scheduled one, in its ${act}; it is due again, and no failure is told`, async () => {
    const held = backupWorkIn(heldThread);
    const { program, dir, expectInOrder } = await opened({
      ...(act === 'seal' && { seal: held.seal }),
      ...(act === 'unseal' && { unseal: held.unseal }),
      ...(act === 'inspect' && { inspect: held.inspect }),
    });
    const folder = join(dir, 'copies');
    mkdirSync(folder);
    await program.scheduled.configure({ isOn: true, folder, everyDays: 7, passphrase });
    const working = begun(act);
    const made = program.scheduled.makeNow();
    const cancelled = expect(made).rejects.toMatchObject({ code: 'cancelled' });
    await working;
    await program.close();
    await cancelled;
    expect(readdirSync(folder)).toEqual([]);
    expect(program.scheduled.state()).toMatchObject({ last: null, failure: null });
    expectInOrder();
  });

test('so does the decrypting of a backup that is offered, and one that was looked at stays nowhere decrypted', async () => {
  const held = backupWorkIn(heldThread);
  let isHeld = false;
  const { program, file, incoming, expectInOrder } = await opened({
    unseal: (...task) => (isHeld ? held : backupWorkHere).unseal(...task),
  });
  await program.hostHandlers['host.backUp']({ path: file, passphrase });
  const review = async () => {
    const { offer } = await program.hostHandlers['host.addOffer']({ path: file, isIncoming: false });
    return program.hostHandlers['host.reviewBackup']({ offer, passphrase });
  };
  await review();
  expect(readdirSync(incoming)).toHaveLength(1);
  isHeld = true;
  const unsealing = begun('unseal');
  const cancelled = expect(review()).rejects.toMatchObject({ code: 'cancelled' });
  await unsealing;
  await program.close();
  await cancelled;
  expectInOrder();
});

/** An empty history that is marked as ours. */
async function aBackup(): Promise<{ dir: string; from: string }> {
  const dir = scratchDir();
  const from = join(dir, 'history.sqlite');
  const writer = openWriter(from);
  await migrate(writer, dir);
  writer.pragma(`application_id = ${applicationId}`);
  writer.close();
  return { dir, from };
}

test.each([
  ['is told to stop, and ends by itself', passphrase, 60_000, 0],
  ['that does not listen is ended after a while', 'deaf', 0, 1],
] as const)('a thread %s', async (_, word, patienceMs, times) => {
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  onTestFinished(() => terminate.mockRestore());
  const to = join(scratchDir(), 'sealed');
  const cancel = new AbortController();
  const sealing = begun('seal');
  const made = backupWorkIn(heldThread, patienceMs).seal('from', to, word, cancel.signal);
  const cancelled = expect(made).rejects.toMatchObject({ code: 'cancelled' });
  await sealing;
  cancel.abort();
  await cancelled;
  expect(terminate).toHaveBeenCalledTimes(times);
  expect(existsSync(`${to}.partial`)).toBe(false);
});

test('the thread of the program stops between two steps of its work, and leaves no part', async () => {
  const { dir, from } = await aBackup();
  const terminate = vi.spyOn(Worker.prototype, 'terminate');
  onTestFinished(() => terminate.mockRestore());
  const work = backupWorkIn(backupThread, 600_000);
  for (const act of [
    (signal: AbortSignal) => work.seal(from, join(dir, 'sealed'), passphrase, signal),
    (signal: AbortSignal) => work.inspect(from, signal),
  ]) {
    const cancel = new AbortController();
    const cancelled = expect(act(cancel.signal)).rejects.toMatchObject({ code: 'cancelled' });
    cancel.abort();
    await cancelled;
  }
  expect(terminate).not.toHaveBeenCalled();
  expect(readdirSync(dir).filter((name) => name.includes('sealed'))).toEqual([]);
});

test('a look at a backup ends between two statements', async () => {
  const { from } = await aBackup();
  const stopped = () => {
    throw new CodedError('cancelled');
  };
  expect(() => inspectBackup(from, stopped)).toThrow('cancelled');
  expect(inspectBackup(from)).toMatchObject({ records: 0 });
});

test('sending ends at once, not after the backup', async () => {
  const sealing = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const { program, file } = await opened({
    // One that takes its time to end.
    seal: async (from, to, word, signal) => {
      sealing.resolve();
      await release.promise;
      signal?.throwIfAborted();
      return lightSeal(from, to, word);
    },
  });
  const made = program.hostHandlers['host.backUp']({ path: file, passphrase });
  const cancelled = expect(made).rejects.toThrow();
  await sealing.promise;
  const closed = program.close();
  await expect(program.sync.service.overviewWithCounts()).rejects.toMatchObject({ code: 'data.unavailable' });
  release.resolve();
  await Promise.all([closed, cancelled]);
  expect(existsSync(file)).toBe(false);
});
