import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { forkDataProgram } from '../../src/data/protocol/ports.ts';
import { superviseSwitchable } from '../../src/data/protocol/switchable.ts';
import { hangMs } from '../support/hang-guard.ts';
import { scratchDir } from '../unit/data/scratch.ts';
import { ask, importFile } from './running-program.ts';
import { recordsIn, writeSmallExport } from './small-export.ts';

const entry = new URL('./broken-relay-program.ts', import.meta.url);
const off = 'sync.off_after_crashes';

test('a sending half that ends the process at each start leaves the history readable, says so, and sends again once it is mended', async () => {
  const dir = scratchDir();
  const starts: boolean[] = [];
  const data = superviseSwitchable({
    profileDir: join(dir, 'profile'),
    spawn: (profileDir, start) => {
      starts.push(start.isRelaying);
      return forkDataProgram(profileDir, entry, undefined, start);
    },
    onFault: (error) => {
      throw error;
    },
    backoffMs: [1],
    healthyMs: hangMs,
    patienceMs: hangMs,
  });
  onTestFinished(() => data.stop());
  const state = (wanted: unknown) => vi.waitFor(() => expect(data.state()).toEqual(wanted));
  writeFileSync(join(dir, 'broken'), '');
  await state({ state: 'ready', code: off });
  expect(starts).toEqual([true, true, true, true, true, true, false]);
  // All but relaying is there.
  await importFile(data, writeSmallExport(dir));
  await ask(data, 'settings.setHomeZone', { homeZone: 'Europe/Berlin' });
  expect(await ask(data, 'history.overview', {})).toMatchObject({ records: recordsIn() });
  const overview = await ask(data, 'sync.overview', {});
  expect(overview).toMatchObject({ derivationCode: off, daysToDerive: expect.any(Number) });
  expect(overview.daysToDerive).toBeGreaterThan(0);
  expect(await data.call('sync.runNow', {})).toMatchObject({ ok: false, error: { code: off } });
  rmSync(join(dir, 'broken'));
  // A proxy's login is stored all the same, and that nothing is sent now is no failure of it.
  await ask(data, 'settings.setProxyLogin', { place: 'http://127.0.0.1:9', name: 'ada', password: 'secret' });
  await ask(data, 'settings.forgetProxyLogin', { place: 'http://127.0.0.1:9' });
  await data.resumeRelay();
  await state({ state: 'ready', code: null });
  await vi.waitFor(async () =>
    expect(await ask(data, 'sync.overview', {})).toMatchObject({ derivationCode: null, daysToDerive: 0 }),
  );
  expect((await ask(data, 'history.eventCounts', {})).length).toBeGreaterThan(0);
});
