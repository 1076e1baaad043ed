// The thread that asks the keychain: its calls block, and a locked keychain asks the user first. To be started as a worker.
import { parentPort } from 'node:worker_threads';
import { answerRequest } from './answer-request.ts';
import { platformEntries } from './platform-entries.ts';
import type { KeychainRequest } from './secret-store.ts';

const port = parentPort;
if (!port) throw new Error('keychain-thread runs as a worker');
port.on('message', ({ id, request }: { id: number; request: KeychainRequest }) => {
  port.postMessage({ id, answer: answerRequest(platformEntries, request) });
});
