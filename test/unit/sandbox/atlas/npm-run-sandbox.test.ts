import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';

const main = join(import.meta.dirname, '../../../sandbox/main.ts');
const environment = { ...process.env, NODE_OPTIONS: '' };

/** Starts `npm run sandbox` without npm and reads the lines up to the last of the setup. */
async function startProcess() {
  const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'], env: environment });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const setup: string[] = [];
  while (!setup.at(-1)?.startsWith('# Enter')) setup.push(await next());
  return { child, ended, next, setup: setup.join('\n') };
}

test('prints settings and tokens that work, tells what arrived, ends on SIGINT', async () => {
  const { child, ended, next, setup } = await startProcess();
  const value = (pattern: RegExp) => pattern.exec(setup)?.[1] ?? '';
  try {
    const atlas = value(/config set atlas\.baseUrl '(.+)'/);
    const foundry = value(/config set foundry\.baseUrl '(.+)'/);
    const dataset = value(/config set foundry\.datasetRid '(.+)'/);
    const trendy = value(/config set trendy\.baseUrl '(.+)'/);
    const domain = value(/config set auth0\.domain '(.+)'/);
    expect((await fetch(`${domain}/.well-known/openid-configuration`)).status).toBe(200);
    expect(setup).toContain('# Or sign in: Ada');
    const statusOf = async (url: string, token: string) =>
      (
        await fetch(url, {
          headers: { authorization: `Bearer ${value(new RegExp(`export ${token}='(.+)'`))}` },
        })
      ).status;
    expect(await statusOf(`${atlas}/api/v1/debug/whoami`, 'ATLAS_ACCESS_TOKEN')).toBe(200);
    expect(await statusOf(`${foundry}/api/v2/datasets/${dataset}/files`, 'FOUNDRY_TOKEN')).toBe(200);
    expect(await statusOf(`${trendy}api/v1/event-types`, 'TRENDY_ACCESS_TOKEN')).toBe(200);
    child.stdin.write('\n');
    const nothing = { samples: 0, doubled: 0 };
    expect(JSON.parse(await next())).toEqual({ trendy: { events: 0 }, atlas: nothing, foundry: nothing });
  } finally {
    child.kill('SIGINT');
  }
  expect(await ended).toBe(0);
});

test('an unknown switch: the usage and code 64', async () => {
  const child = spawn(process.execPath, [main, '--atlas-format', 'parquet'], {
    stdio: 'ignore',
    env: environment,
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(64);
});
