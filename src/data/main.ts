// The data program as its own process: a forked child of the web host, or an Electron utility process.

import { extname, join } from 'node:path';
import { gateOf } from '../core/import/reader/test-gate.ts';
import { describeError, exitOnCrash, faultFields } from '../core/log/fault-fields.ts';
import { noLog, openLog } from '../core/log/open-log.ts';
import { backupWorkIn } from './backup-tasks.ts';
import { openKeychain } from './opened-secrets.ts';
import { ownPort } from './protocol/ports.ts';
import { startOf } from './protocol/program-start.ts';
import { serveDataProgram } from './serve.ts';
import { startImportThread, watchThread } from './threads.ts';

// Makes files that libraries create private to the owner too. (SQLite's -wal and -shm get the database's permissions automatically.)
process.umask(0o077);
let logEvent = noLog;
// A terminal sends Ctrl-C to the whole process group; the host handles it and shuts this process down cleanly.
process.on('SIGINT', () => {});

exitOnCrash('data program', () => logEvent);

const port = ownPort();
const start = startOf(process.argv);
if (!port || !start) {
  process.stderr.write('The data program is started by a host.\n');
  process.exit(64);
}

const { profileDir, isRelaying, isFromBackup } = start;
logEvent = openLog({ process: 'data', folder: () => join(profileDir, 'logs') });
// A request from the system to end is handled like the loss of the host.
process.on('SIGTERM', () => port.close());

let isHostGone = false;
port.onClose(() => {
  isHostGone = true;
});
await gateOf(process.env, import.meta.url)?.('starting', 0, () => isHostGone);

const beside = (name: string) => new URL(`./${name}${extname(import.meta.filename)}`, import.meta.url);
const wasReady = await serveDataProgram(port, {
  profileDir,
  relaying: isRelaying ? 'automatic' : 'never',
  isFromBackup,
  threads: {
    startImport: () => watchThread(startImportThread(beside('import-thread')), 'import', logEvent),
    openSecrets: openKeychain(beside('keychain-thread'), (error) => {
      process.stderr.write(`data program: keychain: ${describeError(error)}\n`);
      logEvent('thread.crashed', { thread: 'keychain', ...faultFields(error) });
    }),
    backups: backupWorkIn(beside('backup-thread')),
  },
  isKeptOpen: true,
  log: { fault: log, event: logEvent },
});
// The last answer is still being sent, and Electron's port would otherwise keep the process alive.
setTimeout(() => process.exit(wasReady ? 0 : 1), 100);

function log(error: unknown): void {
  process.stderr.write(`data program: ${describeError(error)}\n`);
  logEvent('process.fault', faultFields(error));
}
