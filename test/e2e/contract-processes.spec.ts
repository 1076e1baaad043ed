import { contractApp, runContract, source } from './contract.ts';
import { expect, test } from './relay.ts';
import { startAgain } from './shell.ts';

// Utility processes and the second start.
const contract = runContract();

test(
  'a utility process says who it is over its parent port',
  source('docs/api/utility-process; docs/api/parent-port'),
  async () => {
    await expect
      .poll(() => contract().told('data'))
      .toEqual([{ type: 'utility', argument: 'first', hasSend: false, count: undefined, at: undefined }]);
    expect(await contract().told('pid before spawn')).toEqual([true]);
    expect(await contract().told('spawn')).toEqual(['number']);
  },
);

test(
  'messages to it are cloned, not written as JSON',
  source('docs/api/utility-process "child.postMessage"'),
  async () => {
    await contract().app.evaluate(() =>
      globalThis.contract.data.postMessage({ question: 'who', count: 41n, at: new Date(9) }),
    );
    await expect.poll(async () => (await contract().told('data')).length).toBe(2);
    const back = await contract().app.evaluate(() => {
      const [, answer] = globalThis.contract.told
        .filter(([name]) => name === 'data')
        .map(([, detail]) => detail);
      const { count, at } = answer as { count: bigint; at: Date };
      return [String(count), at.getTime()];
    });
    expect(back).toEqual(['41', 9]);
  },
);

test(
  'its processes are listed by the name they were given',
  source('docs/api/app "app.getAppMetrics()"; docs/api/structures/process-metric'),
  async () => {
    const names = await contract().app.evaluate((electron) =>
      electron.app.getAppMetrics().map(({ name }) => name),
    );
    expect(names).toContain('Contract data');
  },
);

test(
  'its end is told with its code, and it has no pid then',
  source('docs/api/utility-process "Event: exit"'),
  async () => {
    await contract().app.evaluate(() => globalThis.contract.data.postMessage({ question: 'end', code: 7 }));
    await expect.poll(() => contract().told('exit')).toEqual([7]);
    expect(
      await contract().app.evaluate(() => [globalThis.contract.data.pid, globalThis.contract.data.kill()]),
    ).toEqual([undefined, false]);
  },
);

test(
  'a second start ends by itself and is told of in the first',
  source('docs/api/app "app.requestSingleInstanceLock"'),
  async () => {
    expect(await startAgain(contractApp, contract().dir, ['a file.zip'])).toBe(0);
    await expect
      .poll(() => contract().told('second-instance'))
      .toEqual([
        { argv: expect.arrayContaining(['a file.zip']), cwd: process.cwd(), data: { from: 'second' } },
      ]);
  },
);
