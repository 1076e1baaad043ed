import type { KeychainEntries } from '../../../../src/core/secret-store/split-secret.ts';

/** Entries in memory; `fail` is asked before every use, with what is done to which entry, and may throw in its place. */
export function memoryEntries(fail: (act: string, name: string) => void = () => {}) {
  const stored = new Map<string, string>();
  const entries: KeychainEntries = {
    read: (name) => {
      fail('read', name);
      return stored.get(name) ?? null;
    },
    write: (name, text) => {
      fail('write', name);
      stored.set(name, text);
    },
    remove: (name) => {
      fail('remove', name);
      return stored.delete(name);
    },
    names: () => {
      fail('names', '');
      return [...stored.keys()];
    },
  };
  return { entries, stored };
}
