import type { CallInput, CallName, CallOutput } from '../../../src/shared/contract/index.ts';

type Answers = {
  [N in Extract<CallName, `profiles.${string}`>]: (input: CallInput<N>) => CallOutput<N>;
};

/** Profiles that can be made and renamed; the open one is the last that was opened. */
export function fakeProfiles(): Answers {
  let profiles = [
    { id: 'main', name: 'default', isOpen: true },
    { id: 'ben', name: 'Ben', isOpen: false },
  ];
  return {
    'profiles.list': () => ({ profiles }),
    'profiles.create': ({ name }) => {
      const id = `profile-${profiles.length + 1}`;
      profiles = [...profiles, { id, name, isOpen: false }];
      return { id };
    },
    'profiles.rename': ({ id, name }) => {
      profiles = profiles.map((profile) => (profile.id === id ? { ...profile, name } : profile));
      return null;
    },
    'profiles.open': ({ id }) => {
      profiles = profiles.map((profile) => ({ ...profile, isOpen: profile.id === id }));
      return null;
    },
    'profiles.backUp': () => ({
      state: 'saved',
      name: 'health-relay-main-2025-03-10.sqlite',
      bytes: 52_428_800,
      href: null,
    }),
    'profiles.exportShown': ({ format }) => ({
      state: 'saved',
      name: `health-relay-records-2025-03-10.${format}`,
      bytes: 1_048_576,
      href: null,
    }),
    'profiles.reviewBackup': () => ({
      records: 1_234_567,
      events: 890,
      lastImportAt: 1_741_600_800,
      isSameProfile: true,
      targets: ['trendy', 'atlas'],
    }),
    'profiles.restore': () => null,
    'profiles.lastBackup': () => ({ madeAt: 1_780_000_000 }),
    'profiles.startFromBackup': () => null,
    'profiles.forgetEverything': () => ({ files: 12, keychainEntries: 2, left: 0 }),
  };
}
