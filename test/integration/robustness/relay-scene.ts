import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { migrate } from '../../../src/core/db/migrate.ts';
import { openReader, openWriter, type Writer } from '../../../src/core/db/open.ts';
import { profilePaths } from '../../../src/core/profile/profile-paths.ts';
import { createNetwork } from '../../../src/data/network.ts';
import { createSyncParts } from '../../../src/data/sync-parts.ts';
import { type TargetId, usualKinds } from '../../../src/shared/domain/sync.ts';
import { generateExport } from '../../generator/generate.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { settingsOf, tokenVariables } from '../../sandbox/setup-lines.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { openDirect } from './direct-importer.ts';

const variables = {
  trendy: 'TRENDY_ACCESS_TOKEN',
  atlas: 'ATLAS_ACCESS_TOKEN',
  foundry: 'FOUNDRY_TOKEN',
} as const;

/** A history of some days, nothing of it derived or sent. */
export async function importedProfile(days = 4): Promise<string> {
  const dir = scratchDir();
  const zip = join(dir, 'export.zip');
  await generateExport({ zip, days, density: 0.02, seed: 5 });
  const direct = await openDirect(join(dir, 'profile'));
  expect(await direct.importFile(zip)).toMatchObject({ state: 'completed' });
  await direct.close();
  return join(dir, 'profile');
}

/** Everything that relays over a copy of `base`, with one target turned on, nothing derived or sent yet. */
export async function turnedOn(
  base: string,
  target: TargetId,
  over: (real: Writer) => Writer = (real) => real,
) {
  const profile = join(scratchDir(), 'profile');
  cpSync(base, profile, { recursive: true });
  const spoolDir = join(profile, 'spool');
  mkdirSync(spoolDir, { recursive: true });
  const sandbox = await startSandbox({ trendy: { limiter: 'off' } });
  const database = join(profile, 'history.sqlite');
  const real = openWriter(database);
  await migrate(real, join(profile, 'backups'));
  const reader = openReader(database);
  const faults: unknown[] = [];
  const { open } = memorySecrets();
  const history = { paths: profilePaths(profile), id: 'a', writer: over(real), reader };
  const parts = createSyncParts(history, {
    http: createNetwork(open).http,
    secrets: open,
    onOverview: () => {},
    onFault: (error) => faults.push(error),
  });
  parts.accounts.custodian.setToken(target, tokenVariables(sandbox)[variables[target]] ?? '');
  await parts.calls.setHomeZone({ homeZone: 'Europe/Berlin' });
  const foundry = { datasetRid: sandbox.foundry.datasetRid, userId: 'auth0|sandbox' };
  await parts.calls.configureTarget({
    target,
    baseUrl: settingsOf(sandbox)[`${target}.baseUrl`] ?? '',
    ...(target === 'foundry' && foundry),
  });
  const scope = { target, kinds: usualKinds(target), startDay: null };
  // Not by the call, which waits until events are made: what fails later is to fail their making, too.
  await parts.targets.warm(scope);
  const { items } = parts.targets.review(scope);
  await parts.calls.enableTarget({ ...scope, items });
  const close = async () => {
    await parts.service.close();
    reader.close();
    real.close();
    await sandbox.close();
  };
  const card = () => parts.service.overview().destinations.find((one) => one.target === target);
  const held = () => {
    const { trendy, atlas, foundry: dataset } = sandbox.holdings();
    if (target === 'trendy') return { items: trendy.events, doubled: 0 };
    const { samples, doubled } = target === 'atlas' ? atlas : dataset;
    return { items: samples, doubled };
  };
  const marked = () =>
    real
      .prepare<[], number>('SELECT coalesce(sum(line_count), 0) FROM chunk WHERE may_be_repeated = 1')
      .pluck()
      .get() ?? 0;
  const start = () => parts.service.start(parts.engine, parts.accounts.custodian.ready());
  return { sandbox, parts, reader, real, faults, card, held, marked, start, close, spoolDir };
}
