// The thread that calls the keychain: its calls block, and a locked keychain asks the user first. To be started as a worker.
import { parentPort } from 'node:worker_threads';
import { Entry, findCredentials } from 'keytar';
import { answerRequest } from './answer-request.ts';
import { endWord, type KeychainRequest, keychainService } from './secret-store.ts';
import type { KeychainEntries } from './split-secret.ts';

/**
 * On Linux the Secret Service or nothing: unpinned, the binding falls back without a word to the kernel's keyring, which
 * forgets at reboot (README of `@napi-rs/keyring` 2.1, "Linux backend selection"). Its keytar-like functions take no such option,
 * so its own classes are used. Other platforms have one store and ignore the option.
 */
const pinned = { linux: { store: 'secret-service' } } as const;

const open = (name: string): Entry => new Entry(keychainService, name, pinned);

/**
 * The keychain of this platform. Every function blocks its thread, for as long as a person looks at a question of the keychain:
 * never to be called on the data program's own. Throws the binding's errors.
 */
const platformEntries: KeychainEntries = {
  read: (name) => open(name).getPassword(),
  write: (name, text) => open(name).setPassword(text),
  remove: (name) => open(name).deleteCredential(),
  names: () => {
    // Opening one fails within 2 s if nothing responds; looking all up, which is another client inside, would wait forever.
    open('names');
    return findCredentials(keychainService).map(({ account }) => account);
  },
};

const port = parentPort;
if (!port) throw new Error('keychain-thread runs as a worker');
port.on('message', (message: typeof endWord | { id: number; request: KeychainRequest }) => {
  if (message === endWord) port.close();
  else port.postMessage({ id: message.id, answer: answerRequest(platformEntries, message.request) });
});
