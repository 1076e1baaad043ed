// The data program as a process of its own: a forked child of the web host, or an Electron utility process.

import { extname } from 'node:path';
import { describeError } from './describe-error.ts';
import { inspectInThread } from './inspect-in-thread.ts';
import { openKeychain } from './open-keychain.ts';
import { ownPort } from './protocol/ports.ts';
import { serveDataProgram } from './serve.ts';
import { startImportThread } from './start-import-thread.ts';

// Files that libraries make (SQLite's -wal and -shm follow the database by themselves) are the owner's alone as well.
process.umask(0o077);
// A terminal sends Ctrl-C to the whole group; the host answers it and ends this process in order.
process.on('SIGINT', () => {});

process.on('uncaughtException', (error) => {
  log(error);
  process.exit(70);
});

const port = ownPort();
const profileDir = process.argv.at(-1);
if (!port || !profileDir || process.argv.length < 3) {
  process.stderr.write('The data program is started by a host.\n');
  process.exit(64);
}

// Asked to end by the system: the same as a host that is gone.
process.on('SIGTERM', () => port.close());

const beside = (name: string) => new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url);
const wasReady = await serveDataProgram(port, {
  profileDir,
  startThread: () => startImportThread(beside('import-thread')),
  openSecrets: openKeychain(beside('keychain-thread'), log),
  inspectBackup: (path) => inspectInThread(beside('backup-thread'), path),
  keepsThreadReady: true,
  log,
});
// The last answer is on its way; Electron's port would keep the process alive.
setTimeout(() => process.exit(wasReady ? 0 : 1), 100);

function log(error: unknown): void {
  process.stderr.write(`data program: ${describeError(error)}\n`);
}
