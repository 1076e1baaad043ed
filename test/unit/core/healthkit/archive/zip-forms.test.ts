import { open as openFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeZip, type ZipMember } from '../../../../support/zip-writer.ts';
import { cdaXml, drain, healthXml, offeredFiles, text } from './offered-files.ts';

const files = offeredFiles();
const xml = healthXml();
const gpx = '<gpx/>';

const asPhoneWritesIt = (top: string): ZipMember[] => [
  { name: `${top}导出.xml`, data: xml, flags: 8 },
  { name: `${top}export_cda.xml`, data: cdaXml, flags: 8 },
  { name: `${top}workout-routes/route_2019-06-11_3.00pm.gpx`, data: gpx, flags: 8 },
  { name: `${top}electrocardiograms/ecg_2023-03-04_1.csv`, data: 'b', flags: 8 },
  { name: `${top}electrocardiograms/ecg_2023-03-04.csv`, data: 'a', flags: 8 },
];

describe('zips that are accepted', () => {
  it.each(['apple_health_export/', '', 'folder/apple_health_export/', './apple_health_export/'])(
    'as the phone writes it, beneath "%s"',
    async (top) => {
      const archive = await files.openZip(asPhoneWritesIt(top));
      expect(archive.kind).toBe('zip');
      expect(archive.main.path).toBe('导出.xml');
      expect(await text(archive.main)).toBe(xml);
      expect(archive.electrocardiograms.map((entry) => entry.path)).toEqual([
        'electrocardiograms/ecg_2023-03-04.csv',
        'electrocardiograms/ecg_2023-03-04_1.csv',
      ]);
      expect(await text(archive.resolve('/workout-routes/route_2019-06-11_3.00pm.gpx'))).toBe(gpx);
      expect(archive.consumedBytes()).toBe(archive.totalBytes);
    },
  );

  it.each([
    ['another kind of space', 'route_2025-05-10_6.00\u202fPM.gpx', 'route_2025-05-10_6.00 PM.gpx'],
    ['another case', 'route_2025-05-11_6.00PM.gpx', 'route_2025-05-11_6.00pm.gpx'],
    ['decomposed letters', 'route_2025-05-12_오후6.00.gpx'.normalize('NFD'), 'route_2025-05-12_오후6.00.gpx'],
    ['composed letters', 'route_março.gpx', 'route_março.gpx'.normalize('NFD')],
    ['a colon that a program wrote as _', 'route_2025-05-13_6_00pm.gpx', 'route_2025-05-13_6:00pm.gpx'],
    ['a mark of direction', 'route_2025-05-13_6.00\u200fم.gpx', 'route_2025-05-13_6.00م.gpx'],
    ['full-width digits', 'route_２０２５.gpx', 'route_2025.gpx'],
  ])('whose route has in its name %s', async (_, stored, printed) => {
    const archive = await files.openZip([
      { name: 'export.xml', data: xml },
      { name: `workout-routes/${stored}`, data: gpx },
    ]);
    expect(await text(archive.resolve(`/workout-routes/${printed}`))).toBe(gpx);
  });

  it('whose names differ in form alone: the exact one, and none where two are alike', async () => {
    const archive = await files.openZip([
      { name: 'export.xml', data: xml },
      { name: 'workout-routes/a.gpx', data: 'small' },
      { name: 'workout-routes/A.gpx', data: 'large' },
    ]);
    expect(await text(archive.resolve('/workout-routes/a.gpx'))).toBe('small');
    expect(await text(archive.resolve('/workout-routes/A.gpx'))).toBe('large');
    expect(() => archive.resolve('/Workout-Routes/a.gpx')).toThrow('import.reference_missing');
  });

  it('as Finder compresses the folder again', async () => {
    const archive = await files.openZip([
      { name: 'apple_health_export/', unixMode: 0o40755 },
      { name: 'apple_health_export/.DS_Store', data: 'x' },
      ...asPhoneWritesIt('apple_health_export/'),
      {
        name: '__MACOSX/apple_health_export/._导出.xml',
        data: healthXml({ exportDate: '2030-01-01 00:00:00 +0000' }),
      },
      {
        name: 'apple_health_export/._导出.xml',
        data: healthXml({ exportDate: '2030-01-01 00:00:00 +0000' }),
      },
    ]);
    expect(archive.entries.map((entry) => entry.path)).toHaveLength(5);
    expect(await text(archive.main)).toBe(xml);
  });

  it('with stored entries, zip64 everywhere, a prefix, a comment, and bytes after the end', async () => {
    const members = [{ name: 'export.xml', data: xml }];
    const variants = [
      writeZip([{ name: 'export.xml', data: xml, store: true }]),
      writeZip([{ name: 'export.xml', data: xml, zip64: true }], { zip64End: true }),
      writeZip(members, { prefix: Buffer.from('#!/bin/sh\n') }),
      writeZip(members, { prefix: Buffer.alloc(100), zip64End: true }),
      writeZip(members, { comment: Buffer.from('made with PK\x05\x06 care and 22 bytes more than that') }),
      Buffer.concat([writeZip(members), Buffer.from('\r\n')]),
    ];
    for (const bytes of variants) {
      const archive = await files.open(await files.put(bytes));
      expect(await text(archive.main)).toBe(xml);
    }
  });

  it('whose directory lies about CRC and sizes', async () => {
    const archive = await files.openZip([
      { name: 'export.xml', data: xml, crc: 1, declaredSize: 5, declaredCompressedSize: 7, flags: 8 },
      { name: 'other.txt', data: 'x' },
    ]);
    expect(archive.alteredEntries()).toEqual([]);
    expect(await text(archive.main)).toBe(xml);
    expect(archive.alteredEntries()).toEqual(['export.xml']);
  });

  it('whose checksums are right: nothing is said, also of an entry that is not read to its end', async () => {
    const large = healthXml({ records: 40_000 });
    const archive = await files.openZip([
      { name: 'export.xml', data: large },
      { name: 'stored.txt', data: 'x', store: true },
      { name: 'bad.txt', data: large, crc: 1 },
    ]);
    await text(archive.main);
    await text(archive.resolve('stored.txt'));
    for await (const _ of archive.resolve('bad.txt').stream()) break;
    expect(archive.alteredEntries()).toEqual([]);
  });

  it('whose entry count is modulo 65,536', async () => {
    const many = Array.from({ length: 65_540 }, (_, index) => ({
      name: `attachments/${index}`,
      store: true,
    }));
    const archive = await files.openZip([...many, { name: 'export.xml', data: xml }], { entryCount: 5 });
    expect(archive.entries).toHaveLength(65_541);
    expect(await text(archive.main)).toBe(xml);
  });

  it('above 4 GiB without zip64: offsets and sizes modulo 2^32, as Archive Utility writes them', async () => {
    const path = join(files.folder(), 'finder.zip');
    const base = 2 ** 32 + 12_345;
    const file = await openFile(path, 'w');
    // A sparse file: the start holds a zip's first bytes, the rest of the first 4 GiB takes no room on the disk.
    await file.write(Buffer.from('PK\x03\x04'), 0, 4, 0);
    const tail = writeZip(
      [
        { name: 'apple_health_export/export.xml', data: xml },
        { name: 'apple_health_export/workout-routes/r.gpx', data: gpx, store: true },
      ],
      { base },
    );
    await file.write(tail, 0, tail.length, base);
    await file.close();
    const archive = await files.open(path);
    expect(await text(archive.main)).toBe(xml);
    expect(archive.consumedBytes()).toBe(archive.totalBytes);
    expect(await text(archive.resolve('/workout-routes/r.gpx'))).toBe(gpx);
    expect(await archive.fingerprint()).toMatch(/^zip-v1:[0-9a-f]{64}$/);
  });

  it('with names in cp437, with backslashes, and UTF-8 once taken for cp437', async () => {
    const archive = await files.openZip([
      { name: Buffer.from('exportaci\xa2n.xml', 'latin1'), data: xml },
      { name: 'workout-routes\\a.gpx', data: 'a' },
      { name: 'workout-routes/route_σ╣│.gpx', data: 'b', flags: 0x800 },
      { name: 'workout-routes/route_cafe\u0301.gpx', data: 'c' },
    ]);
    expect(archive.main.path).toBe('exportación.xml');
    expect(await text(archive.resolve('/workout-routes/a.gpx'))).toBe('a');
    expect(await text(archive.resolve('/workout-routes/route_平.gpx'))).toBe('b');
    expect(await text(archive.resolve('/workout-routes/route_caf\u00e9.gpx'))).toBe('c');
  });

  it('yields a large entry whole, in chunks, as often as asked, two at a time', async () => {
    const large = healthXml({ records: 40_000 });
    const archive = await files.openZip([{ name: 'export.xml', data: large }]);
    const [first, second] = await Promise.all([drain(archive.main), drain(archive.main)]);
    expect(first.bytes.toString()).toBe(large);
    expect(second.bytes.equals(first.bytes)).toBe(true);
    for await (const chunk of archive.main.stream()) {
      expect(chunk.length).toBeLessThanOrEqual(128 * 1024);
      break; // giving up early must leave the archive usable
    }
    expect((await drain(archive.main)).bytes.length).toBe(large.length);
  });
});
