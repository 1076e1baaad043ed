// A profile of every released form opens in this version: test/fixtures/profile-VERSION was made by that release's own
// command line (see the README beside it), and expected.json is what that release said about it.
import { createHash } from 'node:crypto';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openPromise } from 'yauzl';
import { schemaVersion } from '../../../src/core/db/migrate.ts';
import { knownVersion } from '../../../src/core/db/migrations/index.ts';
import { openReader } from '../../../src/core/db/open.ts';
import { scratchDir } from '../../unit/data/scratch.ts';
import { runCli } from '../run-cli.ts';

const fixtures = join(import.meta.dirname, '../../fixtures');
const released = readdirSync(fixtures).filter((name) => name.startsWith('profile-'));

type Json = Record<string, unknown>;
interface Expected {
  readonly schema: number;
  readonly status: { readonly [key: string]: unknown; readonly targets: Record<string, Json> };
  readonly recordsSha256: string;
  readonly events: readonly Json[];
  readonly outbox: Record<string, number>;
}

test('there is a stored profile of the first release', () => {
  expect(released).toContain('profile-0.1.0');
});

describe.each(released)('%s', (name) => {
  const expected = JSON.parse(readFileSync(join(fixtures, name, 'expected.json'), 'utf8')) as Expected;

  test('migrates, keeps a copy from before, and holds every record and delivery', async () => {
    const profile = unpack(name);
    // Reading alone does not migrate; what opens a profile to write does.
    const opened = await runCli(['config', 'set', 'trendy.enabled', 'false', '--profile', profile]);
    expect(opened.stderr).toBe('');
    const backups = join(profile, 'backups');
    const copies = existsSync(backups) ? readdirSync(backups) : [];
    expect(copies.map((copy) => versionOf(join(backups, copy)))).toEqual(
      expected.schema < knownVersion ? [expected.schema] : [],
    );
    expect(versionOf(join(profile, 'history.sqlite'))).toBe(knownVersion);

    const [status] = await lines(['status'], profile);
    const { targets, events: _events, ...stored } = expected.status;
    expect(status).toMatchObject(stored);
    for (const [target, { delivered }] of Object.entries(targets)) {
      expect([target, status?.['targets']]).toMatchObject([target, { [target]: { delivered } }]);
    }
    // Lines say the version of their form since; what stands behind it is as it was.
    const told = (await runCli(['records', '--json', '--profile', profile])).stdout.trim();
    const records = told.replaceAll('{"version":1,', '{');
    expect(sha256(records.split('\n').sort().join('\n'))).toBe(expected.recordsSha256);
  });

  test('keeps what is queued with its bytes, and what was delivered stays delivered', async () => {
    const profile = unpack(name);
    const before = existsSync(join(profile, 'spool')) ? readdirSync(join(profile, 'spool')) : [];
    await runCli(['config', 'set', 'homeZone', 'Europe/Berlin', '--profile', profile]);
    const rows = await lines(['mutations'], profile);
    const states: Record<string, number> = {};
    // Setting the zone agrees to what later rules make of delivered events: sleep by the instant changes two nights.
    const updates = rows.filter(({ operation, state }) => operation === 'update' && state === 'queued');
    expect(updates.map(({ what }) => what)).toEqual(updates.map(() => 'sleep'));
    for (const { target, kind, state } of rows.filter((row) => !updates.includes(row))) {
      const key = `${target} ${kind} ${state}`;
      states[key] = (states[key] ?? 0) + 1;
    }
    expect(states).toMatchObject(expected.outbox);
    expect(readdirSync(join(profile, 'spool')).sort()).toEqual(before.sort());
  });

  test('knows its last export again and adds nothing from it', async () => {
    const profile = unpack(name);
    // The bare XML has another fingerprint, so every record is looked up by the identity that the release stored.
    const file = join(profile, '..', 'export.xml');
    await extractXml(join(fixtures, name, 'last-export.zip'), file);
    const [receipt] = await lines(['import', file, '--no-sync'], profile);
    expect(receipt).toMatchObject({
      state: 'completed',
      records: { added: 0, known: expected.status['records'] },
    });
    const [status] = await lines(['status'], profile);
    expect(status).toMatchObject({ records: expected.status['records'], types: expected.status['types'] });
  });
});

function unpack(name: string): string {
  const profile = join(scratchDir(), 'profile');
  mkdirSync(profile, { mode: 0o700 });
  const from = join(fixtures, name);
  writeFileSync(join(profile, 'history.sqlite'), gunzipSync(readFileSync(join(from, 'history.sqlite.gz'))), {
    mode: 0o600,
  });
  cpSync(join(from, 'spool'), join(profile, 'spool'), { recursive: true });
  return profile;
}

async function extractXml(zip: string, to: string): Promise<void> {
  const archive = await openPromise(zip);
  for await (const entry of archive.eachEntry()) {
    if (!entry.fileName.endsWith('/export.xml')) continue;
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(to));
  }
  archive.close();
}

async function lines(argv: readonly string[], profile: string): Promise<Json[]> {
  const { stdout } = await runCli([...argv, '--json', '--profile', profile]);
  return stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Json);
}

function versionOf(path: string): number {
  const reader = openReader(path);
  try {
    return schemaVersion(reader);
  } finally {
    reader.close();
  }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
