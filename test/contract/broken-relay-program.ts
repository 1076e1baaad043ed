// A data program whose sending half ends the process as soon as it begins, for as long as a file `broken` lies beside its profile:
// sign-ins are what it asks for first.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { noLog } from '../../src/core/log/open-log.ts';
import { ownPort } from '../../src/data/protocol/ports.ts';
import { startOf } from '../../src/data/protocol/program-start.ts';
import { serveDataProgram } from '../../src/data/serve.ts';
import { memorySecrets } from '../support/memory-secrets.ts';

const start = startOf(process.argv);
const port = ownPort();
if (!start || !port) throw new Error('broken-relay-program is started by a test');
const broken = join(start.profileDir, '..', 'broken');
const secrets = memorySecrets();
await serveDataProgram(port, {
  profileDir: start.profileDir,
  relaying: start.isRelaying ? 'automatic' : 'never',
  isFromBackup: start.isFromBackup,
  threads: {
    startImport: () => new Worker(new URL('../../src/data/import-thread.ts', import.meta.url)),
    openSecrets: () => {
      if (existsSync(broken)) process.kill(process.pid, 'SIGKILL');
      return secrets.open();
    },
  },
  log: { fault: (error) => void process.stderr.write(`${error}\n`), event: noLog },
});
process.exit(0);
