import type { MessagePort } from 'node:worker_threads';
import { drop } from '../../shared/drop.ts';
import { CodedError, type ErrorCode } from '../../shared/errors.ts';
import { type Archive, openArchive } from '../healthkit/archive/archive.ts';
import { gregorian } from '../healthkit/date.ts';
import type { BatchBuilder } from './reader/batch-builder.ts';
import { Credits } from './reader/credits.ts';
import { readFiles } from './reader/files-pass.ts';
import type { Problems } from './reader/problems.ts';
import { RoutePrefetch } from './reader/route-prefetch.ts';
import type { Gate, HoldPoint } from './reader/test-gate.ts';
import { warmUp } from './reader/warm-up.ts';
import { readHead, readXml, type Send } from './reader/xml-pass.ts';
import type { FromThread, ToThread } from './thread-messages.ts';

/** Unanswered messages: enough to keep both threads busy, few enough to bound memory (measured). */
const creditCount = 4;

/**
 * Serves one import run over `port`: opens the archive, reads XML and files. Holds no native code. When closed, it drops
 * its current work and keeps nothing that would keep its thread from ending. `gate`: where a test holds it.
 */
export function runReader(port: MessagePort, gate: Gate | null = null): void {
  const send: Send = (message: FromThread, transfer = []) => port.postMessage(message, [...transfer]);
  let archive: Archive | null = null;
  let credits = new Credits(creditCount);
  let builder: BatchBuilder | null = null;
  let prefetch: RoutePrefetch | null = null;
  /** As the head of the XML says. */
  let dates = gregorian;
  let work: Promise<unknown> = Promise.resolve();
  /** Messages that came and have not had their turn. */
  let waiting = 0;
  let isClosing = false;

  const opened = (): Archive => {
    if (!archive) throw new CodedError('internal');
    return archive;
  };

  const open = async (path: string) => {
    await gate?.('opening', 0, () => isClosing);
    archive = await openArchive(path);
    if (isClosing) return;
    const { kind, name, totalBytes, main, electrocardiograms } = archive;
    const facts = {
      kind,
      name,
      totalBytes,
      declaredXmlBytes: main.declaredSize,
      fingerprint: await archive.fingerprint(),
      electrocardiograms: electrocardiograms.map((entry) => ({ file: entry.path, size: entry.declaredSize })),
    };
    send({ kind: 'opened', facts });
  };

  const sizeOf = (reference: string, problems: Problems, missing: ErrorCode): number | null => {
    try {
      return opened().resolve(reference).declaredSize;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      problems.add(error.code === 'import.reference_missing' ? missing : error.code, reference);
      return null;
    }
  };

  const begin = (point: HoldPoint) => {
    credits = new Credits(creditCount, gate && ((passed, isOver) => gate(point, passed, isOver)));
    return credits;
  };

  const close = async () => {
    isClosing = true;
    credits.stop();
    // Immediately, so the hashing of a folder stops; then files opened meanwhile.
    await archive?.close();
    await work;
    await archive?.close();
    port.close();
  };

  const handle = async (message: ToThread): Promise<void> => {
    if (isClosing) return;
    switch (message.kind) {
      case 'warmUp':
        return warmUp(() => waiting > 0 || isClosing);
      case 'open':
        return open(message.path);
      case 'readHead': {
        const head = await readHead(opened());
        dates = head.dates;
        return send({ kind: 'head', head });
      }
      case 'read': {
        const given = begin('reading');
        const { storedRoutes } = message;
        prefetch = storedRoutes && new RoutePrefetch(opened(), storedRoutes, given, dates);
        const isWhole = await readXml(opened(), sizeOf, given, send, (made) => {
          builder = made;
        });
        return isWhole ? undefined : send({ kind: 'stopped' });
      }
      case 'files': {
        const isWhole = await readFiles(opened(), message, begin('files'), send, prefetch, dates);
        if (!isWhole) return send({ kind: 'stopped' });
        return;
      }
      case 'verify':
        await opened().verifyUnchanged();
        return send({ kind: 'verified', altered: opened().alteredEntries() });
    }
  };

  port.on('message', (message: ToThread) => {
    if (message.kind === 'credit') {
      if (message.buffer) builder?.recycle(message.buffer);
      credits.give();
    } else if (message.kind === 'stop') credits.stop();
    else if (message.kind === 'close')
      drop(close(), 'the thread ends with it', (error) => send(failure(error)));
    else {
      waiting++;
      work = work
        .then(() => {
          waiting--;
          return handle(message);
        })
        .catch((error: unknown) => send(failure(error)));
    }
  });
}

function failure(error: unknown): FromThread {
  if (error instanceof CodedError) return { kind: 'error', code: error.code, details: error.details };
  return { kind: 'error', code: 'internal', details: {}, cause: error };
}
