// One measured import in a process of its own, so that its peak memory is its own: file [file…] on one profile.
// With --floor the writes of the last file's import are replayed from memory into a fresh database instead.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../src/core/db/migrate.ts';
import { openWriter } from '../../src/core/db/open.ts';
import { Importer } from '../../src/core/import/importer.ts';
import { startImportThread } from '../../src/data/threads.ts';
import type { Receipt } from '../../src/shared/domain/receipt.ts';
import { recordedWriter, WriteLog } from './recorded-writer.ts';

const isFloor = process.argv[2] === '--floor';
const files = process.argv.slice(isFloor ? 3 : 2);
const folder = mkdtempSync(join(tmpdir(), 'health-relay-import-'));

try {
  const log = new WriteLog();
  const receipts: Receipt[] = [];
  const first = openWriter(join(folder, 'a.sqlite'));
  await migrate(first, folder);
  const writer = isFloor ? recordedWriter(first, log) : first;
  const importer = new Importer({
    writer,
    incomingDir: join(folder, 'incoming'),
    startThread: () => startImportThread(new URL('../../src/data/import-thread.ts', import.meta.url)),
    freeBytes: async () => Number.MAX_SAFE_INTEGER,
    reports: { ended: (receipt) => void receipts.push(receipt) },
  });
  importer.recover();
  // As in the app, which is open before a file is dropped: the thread of the next import waits ready and warm, which is not measured.
  importer.keepThreadReady();
  await new Promise((resolve) => setTimeout(resolve, 3000));
  for (const file of files) {
    importer.start({ offer: importer.addOffer(file, { isIncoming: false }).offer });
    await importer.whenIdle();
  }
  await importer.close();
  first.close();
  for (const receipt of receipts) {
    if (receipt.state !== 'completed' && receipt.state !== 'already_imported') {
      throw new Error(`import ended as ${receipt.state} (${receipt.code})`);
    }
  }
  if (isFloor) {
    const fresh = openWriter(join(folder, 'b.sqlite'));
    await migrate(fresh, folder);
    console.log(JSON.stringify({ floorSeconds: log.replay(fresh) }));
    fresh.close();
  } else console.log(JSON.stringify(receipts));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
