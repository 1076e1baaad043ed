import { answerRequest } from '../../../../src/core/secret-store/answer-request.ts';
import type { Keychain, KeychainAnswer } from '../../../../src/core/secret-store/secret-store.ts';
import { memoryEntries } from './memory-entries.ts';

/** The keychain's own code over entries in memory, with the platform's faults: it fails with `text`, or waits for `release`. */
export function fakeKeychain() {
  let text: string | null = null;
  let gate: PromiseWithResolvers<void> | null = null;
  const { entries, stored } = memoryEntries(() => {
    if (text !== null) throw new Error(text);
  });
  const asked: string[] = [];
  let line: Promise<unknown> = Promise.resolve();
  const keychain: Keychain = {
    ask: (request) => {
      const answer = line.then(async (): Promise<KeychainAnswer> => {
        asked.push(request.kind);
        await gate?.promise;
        return answerRequest(entries, request);
      });
      line = answer;
      return answer;
    },
    close: async () => {},
  };
  return {
    keychain,
    stored,
    /** Kinds of requests in the order in which the keychain began them. */
    asked,
    failWith: (words: string | null) => {
      text = words;
    },
    hang: () => {
      gate = Promise.withResolvers();
    },
    release: () => {
      gate?.resolve();
      gate = null;
    },
  };
}
