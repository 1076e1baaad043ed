import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Credits } from '../../../../../src/core/import/reader/credits.ts';
import { type Gate, gateOf, gateVariable } from '../../../../../src/core/import/reader/test-gate.ts';
import { ImportGate } from '../../../../support/import-gate.ts';
import { scratchDir } from '../../../data/scratch.ts';

const never = () => false;
const here = 'file:///checkout/out/main/data.js';
const opened = (env: Readonly<Record<string, string>>): Gate => {
  const gate = gateOf(env, here);
  if (gate === null) throw new Error('no gate');
  return gate;
};
/** True when it is still waiting after all that was ready to run has run. */
const isHeld = async (waiting: Promise<unknown>) => {
  const turn = new Promise((resolve) => setImmediate(() => resolve('held')));
  return (await Promise.race([waiting, turn])) === 'held';
};

describe('the gate of imports', () => {
  it('is none without the variable, or with an empty one', () => {
    expect(gateOf({}, here)).toBeNull();
    expect(gateOf({ [gateVariable]: '' }, here)).toBeNull();
  });

  it('is none in a packaged app, whatever the environment says', () => {
    const env = { [gateVariable]: scratchDir() };
    expect(gateOf(env, here)).not.toBeNull();
    expect(gateOf(env, 'file:///opt/Health%20Relay/resources/app.asar/out/main/data.js')).toBeNull();
  });

  it('lets everything through where nothing is held, also in a folder that is not there', async () => {
    await opened({ [gateVariable]: join(scratchDir(), 'none') })('reading', 1e9, never);
  });

  it('holds one point after what may pass, until it is released', async () => {
    const test = new ImportGate(join(scratchDir(), 'gate'));
    const gate = opened(test.env);
    test.hold('reading', 2);
    await gate('opening', 0, never);
    await gate('reading', 1, never);
    const third = gate('reading', 2, never);
    expect(await isHeld(third)).toBe(true);
    test.release('reading');
    await third;
  });

  it('holds nobody whose run is over', async () => {
    const test = new ImportGate(join(scratchDir(), 'gate'));
    test.hold('files', 0);
    await opened(test.env)('files', 0, () => true);
    const credits = new Credits(4, (passed, isOver) => opened(test.env)('files', passed, isOver));
    const taking = credits.take();
    expect(await isHeld(taking)).toBe(true);
    credits.stop();
    expect(await taking).toBe(false);
    expect(await credits.takeLast()).toBe(false);
  });
});
