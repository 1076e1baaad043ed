// A file without ExportDate is as new as what it holds, whatever that is.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openReader } from '../../../src/core/db/open.ts';
import { newestWholeExport } from '../../../src/core/events/hold.ts';
import { exportXml, workoutXml } from '../../support/health-xml.ts';
import { openScene } from '../../support/import-scene.ts';

test('with workouts alone, the newest of them decides what is held back', async () => {
  const scene = await openScene();
  const at = Date.UTC(2025, 5, 30, 12) / 1000;
  const xml = exportXml([workoutXml('Watch', at), workoutXml('Watch', at - 86_400)], { exportAt: at });
  const path = join(scene.dir, 'export.xml');
  writeFileSync(path, xml.replace(/<ExportDate[^>]*>/, ''));
  const receipt = await scene.importFile(path);
  expect(receipt).toMatchObject({
    state: 'completed',
    exportAt: null,
    oldestAt: at - 86_400,
    newestAt: at,
  });
  const reader = openReader(scene.database);
  expect(newestWholeExport(reader)()).toBe(at);
  reader.close();
});
