import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type Worker } from 'node:worker_threads';
import { runReader } from '../../src/core/import/reader-thread.ts';
import { createDataProgram, type DataProgram } from '../../src/data/program.ts';
import { startImportThread } from '../../src/data/threads.ts';
import type { Alias, Receipt, RemovalList } from '../../src/shared/domain/receipt.ts';
import { drop } from '../../src/shared/drop.ts';
import { memorySecrets } from './memory-secrets.ts';

const importThread = new URL('../../src/data/import-thread.ts', import.meta.url);

export interface TestImporter {
  readonly database: string;
  /** For calls that have no short form here. */
  readonly program: DataProgram;
  /**
   * Imports a file as a host does and gives its receipt. `isSamePerson`: the person's answer when the run waits for it,
   * not given beforehand; without one a run that waits fails the test.
   */
  importFile(path: string, options?: { isSamePerson?: boolean }): Promise<Receipt>;
  /** Whether the last run waited for the person's answer. */
  hasAsked(): boolean;
  aliases(): Promise<readonly Alias[]>;
  undoAlias(sourceId: number): Promise<unknown>;
  removals(runId: number): Promise<RemovalList>;
  undoRemovals(runId: number): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * The reader of exports in this thread, for tests of many small files: each start of a real one loads all its code anew.
 * Its messages are copied as between threads.
 */
export function readHere(): Worker {
  const { port1, port2 } = new MessageChannel();
  runReader(port2);
  const worker = {
    on: (event: string, listener: () => void) => port1.on(event === 'exit' ? 'close' : event, listener),
    postMessage: (message: unknown, transfer: ArrayBuffer[]) => port1.postMessage(message, transfer),
    terminate: () => Promise.resolve(port1.close()),
  };
  return worker as unknown as Worker;
}

/** The data program in this process over a profile folder, with the real import thread unless another is given. */
export async function openImporter(
  profileDir: string,
  startThread: () => Worker = () => startImportThread(importThread),
): Promise<TestImporter> {
  let ended: ((receipt: Receipt) => void) | null = null;
  let asked: (() => void) | null = null;
  let hasAsked = false;
  const program = await createDataProgram({
    profileDir,
    threads: { startImport: startThread, openSecrets: memorySecrets().open },
    push: (name, payload) => {
      if (name === 'import.ended') ended?.(payload as Receipt);
      else if (name === 'import.progress' && 'phase' in payload && payload.phase === 'waiting_for_person')
        asked?.();
    },
  });
  const { handlers, hostHandlers } = program;

  async function importFile(
    path: string,
    { isSamePerson }: { isSamePerson?: boolean } = {},
  ): Promise<Receipt> {
    const { promise, resolve, reject } = Promise.withResolvers<Receipt>();
    const { offer } = await hostHandlers['host.addOffer']({ path, isIncoming: false });
    const { runId } = await handlers['import.start']({ offer });
    hasAsked = false;
    ended = resolve;
    asked = () => {
      if (hasAsked) return;
      hasAsked = true;
      if (isSamePerson === undefined) reject(new Error('the run waits for the person'));
      // The status is pushed before the run begins to wait.
      else {
        const confirm = async () => handlers['import.confirmPerson']({ runId, isSamePerson });
        setImmediate(() => drop(confirm(), 'the receipt is waited for', reject));
      }
    };
    return promise;
  }

  return {
    database: join(profileDir, 'history.sqlite'),
    program,
    importFile,
    hasAsked: () => hasAsked,
    aliases: async () => handlers['import.aliases']({}),
    undoAlias: async (sourceId) => handlers['import.undoAlias']({ sourceId }),
    removals: async (runId) => handlers['import.removals']({ runId }),
    undoRemovals: async (runId) => handlers['import.undoRemovals']({ runId }),
    close: () => program.close(),
  };
}

/** A folder under the system's temporary one, and how to remove it. */
export function temporaryDir(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'health-relay-import-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}
