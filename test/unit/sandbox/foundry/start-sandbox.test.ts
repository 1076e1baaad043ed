import { expect, test } from 'vitest';
import { startSandbox } from '../../../sandbox/sandbox.ts';
import { store } from './foundry-client.ts';

test('all servers on one clock, each telling what it holds and what lies there twice', async () => {
  const sandbox = await startSandbox({ atlas: { limiter: 'off' } });
  try {
    const line = (uuid: string) => `${JSON.stringify({ uuid })}\n`;
    await store(sandbox.foundry, 'one', line('a') + line('b'));
    await store(sandbox.foundry, 'two', line('b'));
    const rawhealthkit = Buffer.from(line('c')).toString('base64');
    const chunks = [{ rawhealthkit }, { rawhealthkit }];
    await fetch(`${sandbox.atlas.baseUrl}/api/v1/healthkit/export/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sandbox.atlas.token()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ chunks }),
    });
    expect(sandbox.holdings()).toEqual({
      trendy: { events: 0 },
      atlas: { samples: 1, doubled: 1 },
      foundry: { samples: 2, doubled: 1 },
    });
    expect(new Set([sandbox.trendy.clock, sandbox.atlas.clock, sandbox.foundry.clock]).size).toBe(1);
  } finally {
    await sandbox.close();
  }
});
