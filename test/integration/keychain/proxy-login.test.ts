// The name and password of a network's proxy: typed in the app, kept in the keychain, taken by the command line.
import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ask, startProgram } from '../../contract/running-program.ts';
import { writeSmallExport } from '../../contract/small-export.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { tokenVariables } from '../../sandbox/setup-lines.ts';
import { TestAuthority } from '../../support/certificates.ts';
import { connectProxy } from '../../support/connect-proxy.ts';
import { patientKeychain, startSecretService } from '../../support/secret-service.ts';
import { startStore } from '../../support/secret-store-line.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { samplesIn } from '../cli-sync-scene.ts';
import { runCli, runCliProcess } from '../run-cli.ts';

const host = 'relay.example';
const login = { name: 'ada', password: 'open: sesame' };
const basic = `Basic ${Buffer.from(`${login.name}:${login.password}`).toString('base64')}`;

/** Atlas behind TLS, at a name that only the proxy of this network leads to; the proxy wants a password. `env`: of a program in there. */
async function network() {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const dir = scratchDir();
  const company = new TestAuthority();
  const roots = join(dir, 'roots.pem');
  writeFileSync(roots, company.cert);
  const front = createServer(company.issue({ hosts: [host] }), (asked, answer) => {
    const { method, headers } = asked;
    const on = request(new URL(asked.url ?? '/', sandbox.atlas.baseUrl), { method, headers }, (come) => {
      answer.writeHead(come.statusCode ?? 502, come.headers);
      come.pipe(answer);
    });
    asked.pipe(on);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    front.closeAllConnections();
    front.close();
  });
  const port = (front.address() as AddressInfo).port;
  const proxy = await connectProxy(port, undefined, `${login.name}:${login.password}`);
  onTestFinished(() => proxy.close());
  const service = await startSecretService();
  onTestFinished(() => service.stop());
  const place = `http://127.0.0.1:${proxy.port}`;
  const env = { ...service.env, ...patientKeychain, HTTPS_PROXY: place, NO_PROXY: '', SSL_CERT_FILE: roots };
  return { sandbox, dir, proxy, service, place, env };
}

test('Settings names the proxy, says when it asks, keeps what is typed in the keychain, and forgets it', async () => {
  const { sandbox, dir, proxy, service, place, env } = await network();
  const { client } = startProgram(join(dir, 'profile'), env);
  await ask(client, 'settings.configureTarget', { target: 'atlas', baseUrl: `https://${host}` });
  await ask(client, 'settings.setToken', { target: 'atlas', token: sandbox.atlas.token('auth0|sandbox') });
  const known = { place, name: null, hasOwnLogin: false, isAsking: false };
  expect(await ask(client, 'settings.proxies', {})).toEqual({ proxies: [known] });

  const tried = () => ask(client, 'settings.testConnection', { target: 'atlas' });
  expect(await tried()).toMatchObject({ isOk: false, code: 'sync.proxy_auth' });
  expect(await ask(client, 'settings.proxies', {})).toEqual({ proxies: [{ ...known, isAsking: true }] });
  expect(new Set(proxy.logins)).toEqual(new Set(['']));

  const named = { proxies: [{ ...known, name: login.name }] };
  expect(await ask(client, 'settings.setProxyLogin', { place, ...login })).toEqual(named);
  expect(await tried()).toMatchObject({ isOk: true, code: null });
  expect(proxy.logins.at(-1)).toBe(basic);
  expect(await ask(client, 'settings.proxies', {})).toEqual(named);
  const store = await startStore(service.env);
  expect(await store.call('accounts', '')).toEqual([`proxy:${place}`]);

  expect(await ask(client, 'settings.forgetProxyLogin', { place })).toEqual({ proxies: [known] });
  expect(await store.call('accounts', '')).toEqual([]);
  expect(await tried()).toMatchObject({ isOk: false, code: 'sync.proxy_auth' });
  expect(proxy.logins.at(-1)).toBe('');
});

test('the command line takes from the keychain what was typed in the app', async () => {
  const { sandbox, dir, proxy, place, env } = await network();
  const profile = join(dir, 'profile');
  const app = startProgram(profile, env);
  await ask(app.client, 'settings.configureTarget', { target: 'atlas', baseUrl: `https://${host}` });
  await ask(app.client, 'settings.setProxyLogin', { place, ...login });
  await app.client.host('host.stop', {});
  await app.client.closed;
  for (const words of [
    ['import', writeSmallExport(dir), '--no-sync'],
    ['config', 'set', 'atlas.enabled', 'true'],
  ])
    expect(await runCli([...words, '--profile', profile])).toMatchObject({ code: 0 });
  const tokens = tokenVariables(sandbox);
  const sync = ['sync', '--json', '--target', 'atlas', '--profile', profile];
  const { code, lines } = await runCliProcess(sync, undefined, { ...tokens, ...env });
  expect([code, lines]).toMatchObject([0, [{ target: 'atlas', delivered: samplesIn, pending: 0 }]]);
  // The proxy has to ask first, once for the requests that begin together.
  expect(proxy.logins[0]).toBe('');
  expect(proxy.logins.at(-1)).toBe(basic);
  expect(sandbox.holdings()).toMatchObject({ atlas: { samples: samplesIn, doubled: 0 } });
});
