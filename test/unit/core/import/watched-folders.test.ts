// Exports in folders that the person chose: asked about once each, never imported by themselves, and not before they are whole.
import { mkdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WatchedFolders } from '../../../../src/core/import/watched-folders.ts';
import type { FolderWatch } from '../../../../src/shared/contract/import.ts';
import { CodedError } from '../../../../src/shared/errors.ts';
import { recordXml, writeExport } from '../../../support/health-xml.ts';
import { writeZip } from '../../../support/zip-writer.ts';
import { scratchDir } from '../../data/scratch.ts';

const system = vi.hoisted(() => ({
  /** Directories listed. */
  looks: 0,
  /** What the system calls when something in a watched folder changes. */
  tell: () => {},
  /** What reading a file meets; null: nothing. */
  fault: null as Error | null,
}));
vi.mock('node:fs/promises', async (original) => {
  const own = await original<typeof import('node:fs/promises')>();
  const readdir = (...args: Parameters<typeof own.readdir>) => {
    system.looks += 1;
    return own.readdir(...args);
  };
  return { ...own, readdir };
});
vi.mock('node:fs', async (original) => ({
  ...(await original<typeof import('node:fs')>()),
  watch: (_folder: string, _options: object, listener: () => void) => {
    system.tell = listener;
    return { on: () => {}, close: () => {} };
  },
}));
vi.mock('../../../../src/core/healthkit/archive/archive.ts', async (original) => {
  const own = await original<typeof import('../../../../src/core/healthkit/archive/archive.ts')>();
  const openArchive = (path: string) =>
    system.fault === null ? own.openArchive(path) : Promise.reject(system.fault);
  return { ...own, openArchive };
});

const noon = 1_748_772_000;
const day = 86_400;

function exportZip(path: string, exportAt: number): string {
  const xml = writeExport(
    scratchDir(),
    'export.xml',
    [
      recordXml({
        type: 'HKQuantityTypeIdentifierStepCount',
        source: 'Watch',
        start: exportAt - day,
        end: exportAt - day + 60,
        unit: 'count',
        value: '5',
      }),
    ],
    { exportAt },
  );
  writeFileSync(path, writeZip([{ name: 'apple_health_export/export.xml', data: readFileSync(xml) }]));
  return path;
}

function watchedScene() {
  const stored: Record<string, unknown> = { watchedFolders: [], answeredExports: [] };
  const told: FolderWatch[] = [];
  let newest: number | null = null;
  const faults: unknown[] = [];
  const make = () =>
    new WatchedFolders({
      settings: {
        get: (key) => stored[key] as never,
        set: (key, value) => {
          stored[key] = value;
          return value as never;
        },
      },
      newestExport: () => newest,
      onChange: (state) => void told.push(state),
      onFault: (error) => void faults.push(error),
    });
  onTestFinished(() => expect(faults).toEqual([]));
  return {
    make,
    told,
    imported: (at: number) => {
      newest = at;
    },
  };
}

const names = ({ found }: FolderWatch) => found.map(({ name }) => name);

test('a newer export is found once it is whole, and asked about once', async () => {
  const scene = watchedScene();
  const folder = scratchDir();
  const watched = scene.make();
  await watched.add({ path: folder });
  exportZip(join(folder, 'export.zip'), noon);
  writeFileSync(join(folder, 'holiday.zip'), writeZip([{ name: 'beach.jpg', data: '…' }]));
  await watched.look();
  // It may still be on its way: the second look tells.
  expect(names(watched.state())).toEqual([]);
  await watched.look();
  expect(watched.state().found).toMatchObject([{ name: 'export.zip', exportAt: noon }]);
  expect(names(scene.told.at(-1) as FolderWatch)).toEqual(['export.zip']);

  const [{ id } = { id: '' }] = watched.state().found;
  watched.dismiss({ id });
  await watched.look();
  // Another program on the same profile knows the answer too.
  const later = scene.make();
  await later.look();
  await later.look();
  expect([names(watched.state()), names(later.state())]).toEqual([[], []]);

  // The next export has the same name and is another file.
  exportZip(join(folder, 'export.zip'), noon + 7 * day);
  utimesSync(join(folder, 'export.zip'), noon, noon + 7 * day);
  await watched.look();
  await watched.look();
  const [next] = watched.state().found;
  expect(next).toMatchObject({ name: 'export.zip', exportAt: noon + 7 * day });
  expect(watched.take({ id: next?.id ?? '' })).toBe(join(folder, 'export.zip'));
  expect(names(watched.state())).toEqual([]);
  expect(() => watched.take({ id: 'gone' })).toThrow(expect.objectContaining({ code: 'import.not_found' }));
});

test('a file that is being copied is left alone until it is whole', async () => {
  const scene = watchedScene();
  const [folder, elsewhere] = [scratchDir(), scratchDir()];
  const whole = readFileSync(exportZip(join(elsewhere, 'export.zip'), noon));
  const watched = scene.make();
  await watched.add({ path: folder });
  const copy = join(folder, 'export.zip');
  writeFileSync(copy, whole.subarray(0, 100));
  await watched.look();
  await watched.look();
  writeFileSync(copy, whole.subarray(0, whole.length - 10));
  await watched.look();
  await watched.look();
  expect(names(watched.state())).toEqual([]);
  writeFileSync(copy, whole);
  await watched.look();
  await watched.look();
  expect(names(watched.state())).toEqual(['export.zip']);
});

test('a download that writes all the time puts no look off', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const folder = scratchDir();
  const watched = watchedScene().make();
  await watched.add({ path: folder });
  system.looks = 0;
  /** Until the look under way has set the time of the next. */
  const looked = async (count: number) => {
    while (system.looks < count || vi.getTimerCount() === 0) await setImmediate();
    expect(system.looks).toBe(count);
  };
  watched.start();
  vi.advanceTimersByTime(0);
  await looked(1);
  exportZip(join(folder, 'export.zip'), noon);
  for (const count of [2, 3]) {
    for (let times = 0; times < 4; times += 1) {
      expect(system.looks).toBe(count - 1);
      system.tell();
      vi.advanceTimersByTime(500);
    }
    await looked(count);
  }
  expect(names(watched.state())).toEqual(['export.zip']);
  await watched.close();
});

test('nothing wakes the program while no folder is chosen', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const folder = scratchDir();
  const watched = watchedScene().make();
  watched.start();
  expect(vi.getTimerCount()).toBe(0);
  await watched.add({ path: folder });
  expect(vi.getTimerCount()).toBe(1);
  watched.remove({ path: folder });
  vi.advanceTimersByTime(0);
  await watched.look();
  expect(vi.getTimerCount()).toBe(0);
  await watched.close();
});

test.each([
  ['another program holds it', new CodedError('import.unreadable', { reason: 'EBUSY' }), true],
  ['something unforeseen happens', new Error('EMFILE'), true],
  ['it is damaged', new CodedError('import.damaged_archive'), false],
])(
  '%s: a file that could not be read is tried again, a damaged one is not',
  async (_what, fault, isAgain) => {
    onTestFinished(() => {
      system.fault = null;
    });
    const folder = scratchDir();
    const watched = watchedScene().make();
    await watched.add({ path: folder });
    exportZip(join(folder, 'export.zip'), noon);
    system.fault = fault;
    for (let times = 0; times < 3; times += 1) await watched.look();
    expect(names(watched.state())).toEqual([]);
    system.fault = null;
    await watched.look();
    expect(names(watched.state())).toEqual(isAgain ? ['export.zip'] : []);
  },
);

test('what is not newer, or was imported meanwhile, is not asked about', async () => {
  const scene = watchedScene();
  const folder = scratchDir();
  const watched = scene.make();
  await watched.add({ path: folder });
  exportZip(join(folder, 'old.zip'), noon);
  exportZip(join(folder, 'new.zip'), noon + day);
  scene.imported(noon);
  await watched.look();
  await watched.look();
  expect(names(watched.state())).toEqual(['new.zip']);
  scene.imported(noon + day);
  watched.importEnded();
  expect(names(scene.told.at(-1) as FolderWatch)).toEqual([]);
});

test('a folder that is gone says so, and is looked through again when it is back', async () => {
  const scene = watchedScene();
  const parent = scratchDir();
  const folder = join(parent, 'stick');
  mkdirSync(folder);
  const watched = scene.make();
  await watched.add({ path: folder });
  exportZip(join(folder, 'export.zip'), noon);
  renameSync(folder, join(parent, 'away'));
  await watched.look();
  expect(watched.state()).toMatchObject({ folders: [{ path: folder, isReadable: false }], found: [] });
  renameSync(join(parent, 'away'), folder);
  await watched.look();
  await watched.look();
  expect(watched.state()).toMatchObject({ folders: [{ isReadable: true }], found: [{ name: 'export.zip' }] });
  watched.remove({ path: folder });
  expect(watched.state()).toEqual({ folders: [], found: [] });
  rmSync(folder, { recursive: true });
});

test.each(['relative', '/there/is/no/such/folder'])('%s is no folder to watch', async (path) => {
  await expect(watchedScene().make().add({ path })).rejects.toMatchObject({ code: 'import.not_a_folder' });
});

test('a look that finds what the last one found tells nobody', async () => {
  const { make, told } = watchedScene();
  const folder = scratchDir();
  const watched = make();
  await watched.add({ path: folder });
  await watched.look();
  await watched.look();
  expect(told).toHaveLength(1);
  exportZip(join(folder, 'export.zip'), noon);
  await watched.look();
  await watched.look();
  expect(told).toHaveLength(2);
  expect(told.at(-1)?.found).toHaveLength(1);
  watched.importEnded();
  await watched.look();
  expect(told).toHaveLength(2);
  await watched.close();
});

test('an export dated in the future is offered by the time of its file, and no longer once an import has that', async () => {
  const scene = watchedScene();
  const folder = scratchDir();
  const watched = scene.make();
  await watched.add({ path: folder });
  const ahead = exportZip(join(folder, 'export.zip'), Math.floor(Date.now() / 1000) + 900 * day);
  utimesSync(ahead, noon, noon);
  await watched.look();
  await watched.look();
  expect(watched.state().found).toMatchObject([{ name: 'export.zip', exportAt: noon }]);
  scene.imported(noon);
  expect(names(watched.state())).toEqual([]);
});
