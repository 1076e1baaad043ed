import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeZip } from '../../../../support/zip-writer.ts';
import { cdaXml, codeOf, healthXml, offeredFiles, text } from './offered-files.ts';

const files = offeredFiles();
const xml = healthXml();

async function makeExport(
  name: string,
  top = 'apple_health_export',
): Promise<{ given: string; top: string }> {
  const given = join(files.folder(), name);
  const folder = join(given, top);
  await mkdir(join(folder, 'workout-routes'), { recursive: true });
  await mkdir(join(folder, 'electrocardiograms'), { recursive: true });
  await writeFile(join(folder, 'exportación.xml'.normalize('NFD')), xml);
  await writeFile(join(folder, 'export_cda.xml'), cdaXml);
  await writeFile(join(folder, '.DS_Store'), 'x');
  await writeFile(join(folder, '._exportación.xml'), xml);
  await writeFile(join(folder, 'workout-routes', 'a.gpx'), '<gpx/>');
  await writeFile(join(folder, 'electrocardiograms', 'ecg_2023-03-04.csv'), 'e');
  return { given, top: folder };
}

describe('an unpacked export', () => {
  it.each(['apple_health_export', '', 'my export/apple_health_export'])(
    'is read with its top at "%s"',
    async (top) => {
      const { given } = await makeExport(`unpacked ${top.replaceAll('/', '-')}`, top);
      const archive = await files.open(given);
      expect(archive.kind).toBe('folder');
      expect(archive.main.path).toBe('exportación.xml');
      expect(await text(archive.main)).toBe(xml);
      expect(archive.entries.map((entry) => entry.path)).toEqual([
        'electrocardiograms/ecg_2023-03-04.csv',
        'export_cda.xml',
        'exportación.xml',
        'workout-routes/a.gpx',
      ]);
      expect(archive.electrocardiograms).toHaveLength(1);
      expect(await text(archive.resolve('/workout-routes/a.gpx'))).toBe('<gpx/>');
      expect(await codeOf(() => archive.resolve('/../x'))).toBe('import.reference_outside');
    },
  );

  it('never follows a link inside, and follows the one the person chose', async () => {
    const { given, top } = await makeExport('linked');
    const outside = await files.put('secret', 'secret.txt');
    await symlink(outside, join(top, 'workout-routes', 'link.gpx'));
    await symlink(files.folder(), join(top, 'clinical-records'));
    await symlink(top, join(files.folder(), 'chosen'));
    for (const path of [given, join(files.folder(), 'chosen')]) {
      const archive = await files.open(path);
      expect(archive.entries).toHaveLength(4);
      expect(await codeOf(() => archive.resolve('/workout-routes/link.gpx'))).toBe(
        'import.reference_outside',
      );
      expect(await codeOf(() => archive.resolve('/clinical-records/secret.txt'))).toBe(
        'import.reference_outside',
      );
    }
  });

  it('refuses a link put in the place of a file after it was opened', async () => {
    const { given, top } = await makeExport('swapped');
    const archive = await files.open(given);
    const route = archive.resolve('/workout-routes/a.gpx');
    const outside = await files.put('secret', 'outside.txt');
    await rm(join(top, 'workout-routes', 'a.gpx'));
    await expect(text(route)).rejects.toThrow('import.not_found');
    await symlink(outside, join(top, 'workout-routes', 'a.gpx'));
    await expect(text(route)).rejects.toThrow('import.reference_outside');
  });

  it('whose only XML is a link holds no health data', async () => {
    const target = await files.put(xml, 'real.xml');
    const given = join(files.folder(), 'only-link');
    await mkdir(given);
    await symlink(target, join(given, 'export.xml'));
    expect(await codeOf(() => files.open(given))).toBe('import.no_health_data');
  });
});

describe('fingerprints', () => {
  it('of zips: the same for the same bytes, another for other names, content or size', async () => {
    const members = [
      { name: 'export.xml', data: xml },
      { name: 'a', data: 'a' },
    ];
    const print = async (bytes: Buffer) => (await files.open(await files.put(bytes))).fingerprint();
    const first = await print(writeZip(members));
    expect(first).toMatch(/^zip-v1:[0-9a-f]{64}$/);
    expect(await print(writeZip(members))).toBe(first);
    const others = await Promise.all([
      print(writeZip([members[0] ?? { name: '' }, { name: 'b', data: 'a' }])),
      print(writeZip([members[0] ?? { name: '' }, { name: 'a', data: 'b' }])),
      print(writeZip(members, { comment: Buffer.from('x') })),
    ]);
    expect(new Set([first, ...others]).size).toBe(4);
  });

  it('of folders and bare XML: by the bytes of the main XML, and by size and time of the others', async () => {
    const { given, top } = await makeExport('printed');
    const print = async (path: string) => (await files.open(path)).fingerprint();
    const main = join(top, 'exportación.xml'.normalize('NFD'));
    const first = await print(given);
    expect(first).toMatch(/^folder-v1:/);
    await utimes(main, 1, 1);
    expect(await print(given)).toBe(first);
    expect(await print(top)).toBe(first);
    await utimes(join(top, 'workout-routes', 'a.gpx'), 1, 1);
    const touched = await print(given);
    await writeFile(main, xml.replace('value="1"', 'value="9"'));
    const edited = await print(given);
    const bare = await print(main);
    expect(bare).toMatch(/^xml-v1:/);
    expect(new Set([first, touched, edited, bare]).size).toBe(4);
  });
});
