import { describe, expect, it } from 'vitest';
import { cdaXml, codeOf, healthXml, offeredFiles, text } from './offered-files.ts';

const files = offeredFiles();
const xml = healthXml();

describe('the main XML', () => {
  it.each([
    'export.xml',
    'Exportieren.XML',
    'exportación.xml',
    'dati esportati.xml',
    '書き出したデータ.xml',
    '내보내기.xml',
    'экспорт.xml',
  ])('is found as %s', async (name) => {
    const archive = await files.openZip([
      { name: 'apple_health_export/export_cda.xml', data: cdaXml },
      { name: `apple_health_export/${name}`, data: xml },
    ]);
    expect(archive.main.path).toBe(name.normalize('NFC'));
  });

  it('is the newest export of several, by instant', async () => {
    const archive = await files.openZip([
      { name: 'a.xml', data: healthXml({ exportDate: '2025-03-01 23:30:00 -0500' }) },
      { name: 'b.xml', data: healthXml({ exportDate: '2025-03-02 01:00:00 +0100' }) },
      { name: 'c.xml', data: xml.replace(/<ExportDate.*/, '') },
      { name: 'd.xml', data: '<plist/>' },
    ]);
    expect(archive.main.path).toBe('a.xml');
  });

  it('is found behind a DOCTYPE of 12 kB and more, not by the names in it', async () => {
    const doctype = `<!DOCTYPE HealthData [\n${'<!-- HealthKit Export Version: 14 -->\n<!ELEMENT HealthData (ExportDate)>\n'.repeat(9000)}]>\n`;
    const archive = await files.openZip([{ name: 'export.xml', data: healthXml({ doctype }) }]);
    expect(archive.main.path).toBe('export.xml');
    const none = healthXml({ doctype }).replaceAll('<HealthData', '<HealthDatabase');
    expect(await codeOf(() => files.openZip([{ name: 'export.xml', data: none }]))).toBe(
      'import.no_health_data',
    );
  });

  it('is the one with content when another is empty', async () => {
    const archive = await files.openZip([
      { name: 'export.xml', data: xml, compressed: Buffer.alloc(0), store: true },
      { name: 'b.xml', data: xml },
    ]);
    expect(archive.main.path).toBe('b.xml');
  });
});

describe('references', () => {
  it('resolve only among the files beneath the top folder', async () => {
    const archive = await files.openZip([
      { name: 'top/export.xml', data: xml },
      { name: 'top/workout-routes/route 1.gpx', data: 'r' },
      { name: 'top/workout-routes/link.gpx', data: '/etc/passwd', unixMode: 0o120777 },
      { name: 'top/linked', data: '/etc', unixMode: 0o120777 },
      { name: 'elsewhere/secret.gpx', data: 's' },
      { name: 'secret.gpx', data: 's' },
    ]);
    for (const reference of [
      '/workout-routes/route 1.gpx',
      'workout-routes/route 1.gpx',
      './workout-routes//route 1.gpx',
      '\\workout-routes\\route 1.gpx',
    ]) {
      expect(await text(archive.resolve(reference))).toBe('r');
    }
    for (const reference of [
      '',
      '/',
      '/workout-routes',
      '/workout-routes/none.gpx',
      '/secret.gpx',
      'elsewhere/secret.gpx',
      '/etc/passwd',
    ]) {
      expect(await codeOf(() => archive.resolve(reference)), reference).toBe('import.reference_missing');
    }
    for (const reference of [
      '../secret.gpx',
      '/../secret.gpx',
      '/workout-routes/../export.xml',
      '..\\secret.gpx',
      '//server/share/x',
      '\\\\server\\x',
      'C:\\x',
      '/c:/x',
      'file:///etc/passwd',
      'https://example.invalid/x',
      'a\0b',
      '..',
      '/workout-routes/link.gpx',
      'linked/passwd',
    ]) {
      expect(await codeOf(() => archive.resolve(reference)), reference).toBe('import.reference_outside');
    }
    expect(archive.entries.map((entry) => entry.path)).toEqual(['export.xml', 'workout-routes/route 1.gpx']);
  });

  it('of a bare XML are all missing', async () => {
    const archive = await files.open(await files.put(xml, 'export 2.xml'));
    expect([archive.kind, archive.name, archive.electrocardiograms]).toEqual(['xml', 'export 2.xml', []]);
    expect(await codeOf(() => archive.resolve('/workout-routes/a.gpx'))).toBe('import.reference_missing');
    expect(await codeOf(() => archive.resolve('export 2.xml'))).toBe('import.reference_missing');
    expect(await text(archive.main)).toBe(xml);
    expect(archive.consumedBytes()).toBe(archive.totalBytes);
  });
});
