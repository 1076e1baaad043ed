import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openProfile } from '../../../src/core/profile/open-profile.ts';
import { patientKeychain, startSecretService } from '../../support/secret-service.ts';
import { startStore } from '../../support/secret-store-line.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCliProcess } from '../run-cli.ts';

/** A profile on disk and sign-ins of two profiles in the keychain. */
async function signedIn() {
  const service = await startSecretService();
  onTestFinished(() => service.stop());
  const profile = join(scratchDir(), 'home');
  openProfile(profile).close();
  const store = await startStore(service.env);
  for (const account of ['p1:atlas', 'p1:trendy', 'p2:foundry']) await store.call('set', account, 'refresh');
  const forget = () =>
    runCliProcess(['forget', '--yes', '--json', '--profile', profile], undefined, {
      ...service.env,
      ...patientKeychain,
    });
  return { service, profile, store, forget };
}

test('forgetting everything leaves no entry of any profile in the keychain', async () => {
  const { service, profile, forget } = await signedIn();
  const { code, lines } = await forget();
  expect([code, lines[0]]).toMatchObject([0, { keychainEntries: 3, left: 0 }]);
  expect(await (await startStore(service.env)).call('accounts', '')).toEqual([]);
  expect(existsSync(profile)).toBe(false);
});

test('while the keychain is locked nothing is forgotten, and it is said why', async () => {
  const { service, profile, forget } = await signedIn();
  await service.lock();
  const before = readdirSync(profile);
  const { code, stderr } = await forget();
  expect(code).toBe(2);
  expect(stderr).toMatch(/keychain/i);
  expect(readdirSync(profile)).toEqual(before);
});
