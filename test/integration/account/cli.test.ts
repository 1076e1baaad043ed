import { expect, test } from 'vitest';
import { runCliProcess } from '../run-cli.ts';
import { accountScene } from './account-scene.ts';

// The command line asks this computer's own keychain: nothing is kept in it here.
const noKeychain = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };

test('account and sign-out tell who is signed in, without a token; config knows the settings of signing in', async () => {
  const scene = await accountScene();
  await scene.close();
  const run = async (...words: string[]) => {
    const end = await runCliProcess([...words, '--profile', scene.profile], undefined, noKeychain);
    expect([words, end.code, end.stderr]).toEqual([words, 0, end.stderr]);
    return end.stdout;
  };
  expect(JSON.parse(await run('account', '--json'))).toMatchObject({
    credentials: [
      { target: 'trendy', method: 'login', state: 'signed_out' },
      { target: 'atlas', method: 'auth0', state: 'signed_out' },
      { target: 'foundry', method: 'oauth', state: 'signed_out' },
    ],
    auth0: { domain: scene.sandbox.identity.domain, clientId: scene.sandbox.identity.clientId },
  });
  expect(await run('account')).toBe('Trendy: signed out\nFoundry (Atlas): signed out\nFoundry: signed out\n');
  expect(JSON.parse(await run('sign-out', 'atlas', '--json'))).toEqual({
    version: 1,
    target: 'atlas',
    wasRevoked: false,
    pending: 0,
  });
  expect(await run('config', 'set', 'auth0.domain', 'https://Tenant.EU.auth0.com/')).toBe(
    'auth0.domain tenant.eu.auth0.com\n',
  );
  expect(await run('config', 'set', 'foundry.redirectPort', '9000')).toBe('foundry.redirectPort 9000\n');
  expect(await run('config', 'set', 'trendy.signIn', 'auth0')).toBe('trendy.signIn auth0\n');
  const bad = await runCliProcess(['config', 'set', 'foundry.redirectPort', 'x', '--profile', scene.profile]);
  expect([bad.code, bad.stdout]).toEqual([2, '']);
  const unknown = await runCliProcess(['account', '--profile', `${scene.profile}-none`]);
  expect([unknown.code, unknown.stdout]).toEqual([2, '']);
});
