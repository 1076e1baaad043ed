// A process of its own with an open secret store: the words it was started with say how, its messages what to do.
import { openSecretStore, startKeychainThread } from '../../src/core/secret-store/keychain-store.ts';
import { drop } from '../../src/shared/drop.ts';
import { CodedError } from '../../src/shared/errors.ts';
import type { Said, StoreRequest } from './secret-store-line.ts';

const [entry, limitMs] = process.argv.slice(2);
if (!entry || !limitMs) throw new Error('secret-store-process is started by a test');
const store = await openSecretStore({
  startThread: () => startKeychainThread(new URL(entry)),
  limitMs: Number(limitMs),
});
store.onState((state) => say({ kind: 'state', state }));
say({ kind: 'state', state: store.state() });

process.on('message', (request: StoreRequest) => drop(answer(request), 'an answer is sent', fail));

async function answer({ id, name, words: [first = '', second = ''] }: StoreRequest): Promise<void> {
  const calls = {
    get: () => store.get(first),
    set: () => store.set(first, second),
    delete: () => store.delete(first),
    accounts: () => store.accounts(first),
    retry: () => store.retry(),
    close: () => store.close(),
  };
  try {
    say({ kind: 'answer', id, value: (await calls[name]()) ?? null });
  } catch (error) {
    say({ kind: 'answer', id, code: error instanceof CodedError ? error.code : String(error) });
  }
  if (name === 'close') process.exit(0);
}

function fail(error: unknown): void {
  process.stderr.write(`${error}\n`);
  process.exit(1);
}

function say(said: Said): void {
  process.send?.(said);
}
