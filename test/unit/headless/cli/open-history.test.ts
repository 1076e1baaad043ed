import { expect, test } from 'vitest';
import { migrate } from '../../../../src/core/db/migrate.ts';
import { openWriter } from '../../../../src/core/db/open.ts';
import { SettingsStore } from '../../../../src/core/profile/settings-store.ts';
import { daysToDerive, underivedInWords } from '../../../../src/headless/cli/open-history.ts';
import type { SyncOverview } from '../../../../src/shared/domain/sync.ts';
import { scratchDir } from '../../data/scratch.ts';

test('while another program has the history, the days that imports left are counted', async () => {
  const reader = openWriter(':memory:');
  await migrate(reader, scratchDir());
  const touch = reader.prepare<[number]>("INSERT INTO touched_day (category, day) VALUES ('steps', ?)");
  touch.run(20_000);
  touch.run(20_001);
  expect(daysToDerive({ reader, overview: null })).toBeNull();
  new SettingsStore(reader).set('homeZone', 'Europe/Berlin');
  expect(daysToDerive({ reader, overview: null })).toBe(2);
  const overview = { daysToDerive: 7 } as SyncOverview;
  expect(daysToDerive({ reader, overview })).toBe(7);
  reader.close();
});

test('one day and several are said as such', () => {
  expect(underivedInWords(1)).toContain('Events for 1 day are still to be created');
  expect(underivedInWords(1204)).toContain(`Events for ${(1204).toLocaleString()} days are`);
});
