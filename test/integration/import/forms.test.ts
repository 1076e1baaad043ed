import { copyFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportOptions } from '../../generator/options.ts';
import { differences, dump, type HistoryDump } from '../../support/history-dump.ts';
import { openImporter, temporaryDir } from '../../support/import-harness.ts';
import { makeExport, openScene } from '../../support/import-scene.ts';
import { writeZip, type ZipOptions } from '../../support/zip-writer.ts';

/** Packs the folder of an export again: the same files, other bytes. */
function packed(
  folder: string,
  path: string,
  options: ZipOptions & { store?: boolean; zip64?: boolean } = {},
): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join(folder, name)).isFile()).sort();
  const members = files.map((name) => ({
    name,
    data: readFileSync(join(folder, name)),
    store: options.store ?? false,
    zip64: options.zip64 ?? false,
  }));
  writeFileSync(path, writeZip(members, options));
  return path;
}

/** One history in two forms, and the rows of it. */
const { path: madeDir, remove } = temporaryDir();
const zip = join(madeDir, 'export.zip');
const folder = join(madeDir, 'unpacked');
let records = 0;
let rows: HistoryDump = {};

beforeAll(async () => {
  const { census } = await makeExport(zip);
  records = census.expected.records;
  await makeExport(folder);
  const importer = await openImporter(join(madeDir, 'profile'));
  await importer.importFile(zip);
  rows = dump(importer.database);
  await importer.close();
});
afterAll(remove);

test('the same zip again is recognized before anything is scanned, under any name', async () => {
  const scene = await openScene();
  await scene.complete(zip);
  const copy = join(scene.dir, 'export 2.zip');
  copyFileSync(zip, copy);
  for (const path of [zip, copy]) {
    const receipt = await scene.importFile(path);
    expect(receipt).toMatchObject({ state: 'already_imported', bytes: 0, others: {} });
    expect(receipt.records).toMatchObject({ added: 0, known: records });
  }
  expect(differences(rows, scene.dump())).toEqual([]);
  scene.check();
});

test('the same content in other bytes, and then as a folder, adds nothing and changes nothing', async () => {
  const scene = await openScene();
  await scene.complete(zip);
  const again = packed(folder, join(scene.dir, 'again.zip'));
  for (const path of [again, folder]) {
    const receipt = await scene.complete(path);
    expect(receipt.records).toMatchObject({ added: 0, known: records });
    expect(receipt.others).toEqual({});
  }
  expect(differences(rows, scene.dump())).toEqual([]);
  expect(await scene.importFile(folder)).toMatchObject({ state: 'already_imported', kind: 'folder' });
  scene.check();
});

const forms: Readonly<Record<string, ExportOptions>> = {
  'without the top folder': { top: '' },
  'zipped again by Finder': { finder: true },
  'a name in raw UTF-8 without its flag': { name: '\u5bfc\u51fa.xml', utf8Flag: false },
  'stored entries': { store: true },
  'the DTD of version 12': { doctype: '12broken' },
  'no DTD': { doctype: 'none' },
  'attributes in the older order': { attributeOrder: 'legacy' },
  'one extra folder': { top: 'Download/apple_health_export' },
};

test.each(Object.entries(forms))('%s: the same rows', async (_, options) => {
  const other = await openScene();
  const { path } = await other.make('other.zip', options);
  await other.complete(path);
  expect(differences(rows, other.dump())).toEqual([]);
  other.check();
});

test('a zip64 directory and the unpacked folder: the same rows', async () => {
  const wide = await openScene();
  await wide.complete(packed(folder, join(wide.dir, 'wide.zip'), { zip64: true, zip64End: true }));
  expect(differences(rows, wide.dump())).toEqual([]);
  const unpacked = await openScene();
  expect(await unpacked.complete(folder)).toMatchObject({ kind: 'folder' });
  expect(differences(rows, unpacked.dump())).toEqual([]);
});

test('the XML alone: everything but what lies beside it, which a later zip brings', async () => {
  const bare = await openScene();
  const xml = join(bare.dir, 'export.xml');
  copyFileSync(join(folder, 'apple_health_export', 'export.xml'), xml);
  const receipt = await bare.complete(xml);
  expect(receipt.kind).toBe('xml');
  expect(receipt.problems).toContainEqual(expect.objectContaining({ code: 'route.missing' }));
  const beside = new Set(['route', 'ecg', 'clinical']);
  const without = (dumped: HistoryDump) =>
    Object.fromEntries(Object.entries(dumped).filter(([table]) => !beside.has(table)));
  expect(differences(without(rows), without(bare.dump()))).toEqual([]);
  await bare.complete(packed(folder, join(bare.dir, 'whole.zip')));
  expect(differences(rows, bare.dump())).toEqual([]);
  bare.check();
});
