import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openWriter } from '../../../../src/core/db/open.ts';
import { openProfile } from '../../../../src/core/profile/open-profile.ts';
import { SettingsStore } from '../../../../src/core/profile/settings-store.ts';
import { readArguments } from '../../../../src/headless/cli/arguments.ts';
import { runEvents } from '../../../../src/headless/cli/events-command.ts';
import { openHistory } from '../../../../src/headless/cli/open-history.ts';
import { insertEvent } from '../../../integration/trendy/scene-events.ts';
import { scratchDir } from '../../data/scratch.ts';

const zone = process.env['TZ'];
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});
const utc = (text: string) => Date.parse(text) / 1000;

/** Steps of three days of Tokyo, and a night of the second one that began after its midnight. */
async function profileOfTokyo(): Promise<string> {
  const profile = openProfile(join(scratchDir(), 'profile'));
  const fresh = openWriter(profile.database);
  fresh.close();
  profile.close();
  (await openHistory(profile.dir)).reader.close();
  const writer = openWriter(profile.database);
  new SettingsStore(writer).set('homeZone', 'Asia/Tokyo');
  const onDay = writer.prepare<[string, number]>('UPDATE event SET day = ? WHERE id = ?');
  for (const day of ['2025-03-01', '2025-03-02', '2025-03-03'])
    onDay.run(day, insertEvent(writer, { start: utc(`${day}T00:00:00+09:00`), sampleId: `steps-${day}` }));
  const [start, end] = [utc('2025-03-03T00:40:00+09:00'), utc('2025-03-03T07:00:00+09:00')];
  onDay.run(
    '2025-03-02',
    insertEvent(writer, { category: 'sleep', start, end, sampleId: 'sleep-2025-03-01' }),
  );
  writer.close();
  return profile.dir;
}

async function listed(profile: string, ...words: string[]): Promise<string[]> {
  const command = readArguments(['events', '--json', '--profile', profile, ...words]);
  if (command.name !== 'events') throw new Error('another command');
  const lines: string[] = [];
  const result = async (text: string) => void lines.push(...text.split('\n'));
  expect(
    await runEvents(command.given, {
      isClosed: false,
      result,
      note: () => {},
      failure: () => {},
      progress: () => {},
    }),
  ).toBe(0);
  return lines.map((line) => (JSON.parse(line) as { sampleId: string }).sampleId);
}

test('days are those of the home zone, as in History, and a night is of its evening', async () => {
  const profile = await profileOfTokyo();
  for (const tz of ['America/New_York', 'Asia/Tokyo', 'UTC']) {
    process.env['TZ'] = tz;
    expect(await listed(profile, '--from', '2025-03-02', '--to', '2025-03-02')).toEqual([
      'sleep-2025-03-01',
      'steps-2025-03-02',
    ]);
    expect(await listed(profile, '--to', '2025-03-01')).toEqual(['steps-2025-03-01']);
    expect(await listed(profile, '--from', '2025-03-03')).toEqual(['steps-2025-03-03']);
  }
  expect(await listed(profile, '--from', '2025-03-02T15:00:00Z')).toEqual([
    'steps-2025-03-03',
    'sleep-2025-03-01',
  ]);
});
