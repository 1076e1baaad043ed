import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeError } from '../../../src/core/log/fault-fields.ts';
import { targetIds } from '../../../src/shared/domain/sync.ts';
import { someWeeks } from '../sync/sync-scene.ts';
import { type AccountScene, accountScene } from './account-scene.ts';

/** Every secret there is: what the page saw, what the keychain has, and the tokens in memory. */
async function allSecrets({ seen, secrets, program }: AccountScene): Promise<ReadonlySet<string>> {
  const all = new Set(seen);
  for (const name of secrets.stored.keys()) all.add(String(JSON.parse(secrets.secret(name)).secret));
  for (const target of targetIds) {
    const taken = await program().sync.accounts.custodian.take(target);
    if (taken.kind === 'token') all.add(taken.token);
  }
  return all;
}

function filesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile());
}

test('no secret is in any file of the profile, in any push or answer, or in a log', async () => {
  const scene = await accountScene();
  await scene.signIn('ada');
  await scene.signInTrendy('ada');
  await scene.signInFoundry('ada');
  await scene.import(await someWeeks(scene.dir, { days: 5 }));
  const before = await allSecrets(scene);
  for (const target of targetIds) await scene.enable(target);
  for (const target of targetIds) await scene.settled(target);
  // Servers that repeat what they were sent, in an error that is kept for the person.
  scene.sandbox.identity.expireAccessTokens();
  scene.sandbox.foundry.access.expire('ada');
  for (const target of targetIds) await scene.ask('settings.testConnection', { target });
  await scene.restart();
  for (const target of targetIds)
    expect(await scene.ask('settings.testConnection', { target })).toMatchObject({ isOk: true });
  const secrets = new Set([...before, ...(await allSecrets(scene))]);
  expect(secrets.size).toBeGreaterThan(10);
  const answers = [
    await scene.ask('account.read', {}),
    await scene.ask('settings.read', {}),
    await scene.ask('sync.overview', {}),
    await scene.ask('sync.items', { states: ['delivered'], limit: 200 }),
  ];
  const said = JSON.stringify([answers, scene.pushes]) + scene.logged.map(describeError).join('\n');
  const look = () => {
    for (const path of filesIn(scene.profile)) {
      const bytes = readFileSync(path);
      for (const secret of secrets) expect([path, bytes.includes(secret)]).toEqual([path, false]);
    }
  };
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8);
    expect(said.includes(secret)).toBe(false);
  }
  expect(filesIn(scene.profile).some((path) => path.endsWith('-wal'))).toBe(true);
  look();
  await scene.close();
  look();
});

test('no keychain: said plainly, good until the program ends, and then nobody is signed in', async () => {
  const scene = await accountScene();
  scene.secrets.keychain.failWith('no keychain here');
  await scene.restart();
  await scene.signIn('ada');
  const { keychain } = await scene.ask('account.read', {});
  expect(keychain).toMatchObject({ kind: 'session_only' });
  expect(keychain.code).toMatch(/^account\.keychain_/);
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_in', keptIn: 'session_only' });
  expect(await scene.ask('settings.testConnection', { target: 'atlas' })).toMatchObject({ isOk: true });
  await scene.restart();
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out' });
  expect(scene.secrets.stored.size).toBe(0);
});

test('a keychain that was locked: once it is open and asked again, the sign-in that it keeps is back', async () => {
  const scene = await accountScene();
  await scene.signIn('ada');
  scene.secrets.keychain.failWith('the collection is locked');
  await scene.restart();
  expect(await scene.ask('account.read', {})).toMatchObject({
    keychain: { kind: 'session_only', code: 'account.keychain_locked' },
  });
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out' });
  await scene.ask('account.retryKeychain', {});
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_out' });
  scene.secrets.keychain.failWith(null);
  await scene.ask('account.retryKeychain', {});
  expect(await scene.credential('atlas')).toMatchObject({ state: 'signed_in', keptIn: 'keychain' });
  expect(await scene.ask('settings.testConnection', { target: 'atlas' })).toMatchObject({ isOk: true });
});
